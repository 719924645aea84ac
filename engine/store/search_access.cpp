#include "engine/store/search_access.h"

#include <algorithm>

#include "engine/store/connection.h"

namespace engine::store {
namespace {

using search::Branch;
using search::Condition;
using search::Order;
using Kind = Condition::Kind;

/// A set of postings no longer than this is read whole and sorted, where the order asked for is that of postings.
constexpr std::int64_t short_list = 1'000;
/// And where it is not.
constexpr std::int64_t sorted_list = 10'000;

/// What can be decided without counting: where there is one way, or one that is good whatever its size.
Choice choice_of(const Branch& branch) {
  Choice choice;
  choice.natural = order_of(branch).front().kind == Order::Kind::date;
  const auto add = [&](const Condition& condition) {
    if (is_drivable(condition)) choice.candidates.push_back({&condition});
  };
  if (branch.where.kind == Kind::all) {
    for (const Condition& child : branch.where.children) add(child);
  } else {
    add(branch.where);
  }
  for (Candidate& one : choice.candidates) {
    const bool tokens = one.condition->kind == Kind::tokens;
    const bool dear = one.condition->kind == Kind::chain || one.condition->kind == Kind::has;
    one.limit = ((tokens && choice.natural) || dear ? short_list : sorted_list) + 1;
    if (one.condition->kind == Kind::ids) choice.way = Access{Access::Kind::set, one.condition};
    if (tokens && choice.natural && choice.candidates.size() == 1) choice.way = Access{Access::Kind::arms, one.condition};
  }
  if (choice.candidates.empty()) choice.way = Access{};
  if (is_unordered(order_of(branch).front())) {
    // Nothing has this order: all matches are read, and must not be too many.
    choice.unordered = true;
    for (Candidate& one : choice.candidates) one.limit = search::SearchLimits::sorted_max + 1;
    if (choice.candidates.size() < 2) choice.way = Access{Access::Kind::set, choice.candidates.empty() ? nullptr : choice.candidates.front().condition};
  }
  return choice;
}

/// The smallest of those that were counted, or null if none was few.
const Candidate* smallest(const Choice& choice) {
  const Candidate* best = nullptr;
  for (const Candidate& one : choice.candidates) {
    if (one.size && *one.size < one.limit && (best == nullptr || *one.size < *best->size)) best = &one;
  }
  return best;
}

Access way_of(const Choice& choice) {
  if (const Candidate* best = smallest(choice)) {
    return {choice.natural && best->condition->kind == Kind::tokens ? Access::Kind::arms : Access::Kind::set, best->condition};
  }
  if (choice.natural) {
    for (const Candidate& one : choice.candidates) {
      if (one.condition->kind == Kind::tokens) return {Access::Kind::arms, one.condition};
    }
    for (const Candidate& one : choice.candidates) {
      if (one.condition->kind == Kind::chain && one.leading <= short_list) return {Access::Kind::arms, one.condition};
    }
  }
  if (choice.unordered) return {Access::Kind::set, nullptr};
  return {};
}

/// Counts the candidates that `is_asked` says, of all branches in one round trip.
template <class IsAsked>
fhir::Result<void> count(Connection& connection, const search::Plan& plan, std::vector<Choice>& choices, IsAsked&& is_asked) {
  std::vector<Statement> statements;
  std::vector<Candidate*> asked;
  for (std::size_t at = 0; at < choices.size(); ++at) {
    for (Candidate& one : choices[at].candidates) {
      if (choices[at].way || one.size || !is_asked(choices[at], one)) continue;
      statements.push_back(size_statement(plan.tenant, *plan.branches[at].type, *one.condition, one.limit));
      if (one.condition->kind == Kind::chain) statements.push_back(size_statement(plan.tenant, *one.condition->type, one.condition->children[0], short_list + 1));
      asked.push_back(&one);
    }
  }
  TRY(const auto counts, run(connection, plan, statements));
  std::size_t next = 0;
  for (Candidate* one : asked) {
    one->size = counts[next++][0].int8(0);
    if (one->condition->kind == Kind::chain) one->leading = counts[next++][0].int8(0);
  }
  return {};
}

}  // namespace

fhir::Result<std::vector<Choice>> choose(Connection& connection, const search::Plan& plan) {
  std::vector<Choice> choices;
  for (const Branch& branch : plan.branches) choices.push_back(choice_of(branch));
  TRY_VOID(count(connection, plan, choices, [](const Choice& choice, const Candidate& one) { return choice.natural && one.condition->kind == Kind::tokens; }));
  for (Choice& choice : choices) {
    if (!choice.way && smallest(choice) != nullptr) choice.way = way_of(choice);
  }
  TRY_VOID(count(connection, plan, choices, [](const Choice&, const Candidate&) { return true; }));
  for (Choice& choice : choices) {
    if (!choice.way) choice.way = way_of(choice);
  }
  return choices;
}

std::vector<Access> ways_of(const std::vector<Choice>& choices) {
  std::vector<Access> ways;
  for (const Choice& choice : choices) ways.push_back(*choice.way);
  return ways;
}

fhir::Result<bool> are_too_many(Connection& connection, const search::Plan& plan, const std::vector<Access>& ways, std::int64_t most) {
  std::vector<Statement> statements;
  for (std::size_t at = 0; at < plan.branches.size(); ++at) {
    if (is_unordered(order_of(plan.branches[at]).front())) statements.push_back(total_statement(plan.tenant, plan.branches[at], ways[at], most + 1));
  }
  TRY(const auto counts, run(connection, plan, statements));
  return std::any_of(counts.begin(), counts.end(), [&](const Rows& rows) { return rows[0].int8(0) > most; });
}

search::Plan newest_first(search::Plan plan) {
  plan.ranked = false;
  for (Branch& branch : plan.branches) branch.order.clear();
  return plan;
}

}  // namespace engine::store
