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
/// What is shorter drives whatever else there is.
constexpr std::int64_t shortest_list = 50;
/// So many of the newest are looked at for each match that a page wants, before more is counted; and so many for a large page.
constexpr std::int64_t glance_per_match = 30;
constexpr std::int64_t glance_max = 3'000;

/// What can be decided without counting: where there is one way, or one that is good whatever its size.
Choice choice_of(const Branch& branch, const search::Most& most) {
  Choice choice;
  const auto order = order_of(branch);
  choice.natural = order.front().kind == Order::Kind::date;
  choice.newest = choice.natural && order.front().descending && order.size() == 1;
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
    one.most = ((tokens && choice.natural) || dear ? short_list : sorted_list) + 1;
    if (one.condition->kind == Kind::ids) choice.way = Access{Access::Kind::set, one.condition};
    if (tokens && choice.natural && choice.candidates.size() == 1) choice.way = Access{Access::Kind::arms, one.condition};
  }
  if (choice.candidates.empty()) choice.way = Access{};
  if (is_unordered(order.front())) {
    // Nothing has this order: all matches are read, and must not be too many.
    choice.unordered = true;
    for (Candidate& one : choice.candidates) one.most = most.sorted + 1;
    if (choice.candidates.size() < 2) choice.way = Access{Access::Kind::set, choice.candidates.empty() ? nullptr : choice.candidates.front().condition};
  }
  return choice;
}

bool leads(const Candidate& one) { return one.condition->kind == Kind::chain || one.condition->kind == Kind::has; }

/// The smallest of those that were counted, or null if none was few.
const Candidate* smallest(const Choice& choice) {
  const Candidate* best = nullptr;
  for (const Candidate& one : choice.candidates) {
    if (leads(one) && one.leading >= one.leading_limit()) continue;  // it was counted for some of these alone
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
      statements.push_back(size_statement(plan.tenant, *plan.branches[at].type, *one.condition, one.limit, one.leading_limit()));
      if (leads(one)) statements.push_back(leading_statement(plan.tenant, *one.condition, one.leading_limit()));
      asked.push_back(&one);
    }
  }
  TRY(const auto counts, measure(connection, plan, statements));
  std::size_t next = 0;
  for (Candidate* one : asked) {
    one->size = counts[next++][0].int8(0);
    if (leads(*one)) one->leading = counts[next++][0].int8(0);
  }
  return {};
}

/// Whether a page may be filled by a look at what is the newest.
bool may_glance(const search::Plan& plan, const Choice& choice) {
  return choice.newest && plan.count > 0 && plan.total == search::Total::none;
}

/// The tokens of which a resource must have one to meet a condition, if there are such.
std::optional<std::vector<Condition::Token>> needed(const Condition& condition) {
  switch (condition.kind) {
    case Kind::tokens: return condition.tokens;
    case Kind::all:
      for (const Condition& child : condition.children) {
        if (auto of_child = needed(child)) return of_child;
      }
      return std::nullopt;
    case Kind::any: {
      std::vector<Condition::Token> all;
      for (const Condition& child : condition.children) {
        const auto of_child = needed(child);
        if (!of_child) return std::nullopt;
        all.insert(all.end(), of_child->begin(), of_child->end());
      }
      return all;
    }
    default: return std::nullopt;
  }
}

/// Of a search over so many types, most have no match.
constexpr std::size_t many_branches = 8;

/// Leaves out the branches for which a posting is needed that there is none of.
fhir::Result<void> leave_out(Connection& connection, const search::Plan& plan, std::vector<Choice>& choices) {
  if (plan.branches.size() < many_branches) return {};
  Array tokens(Type::int8), systems(Type::int4), lists(Type::int8);
  std::vector<std::size_t> asked;
  for (std::size_t at = 0; at < plan.branches.size(); ++at) {
    const auto all = needed(plan.branches[at].where);
    if (!all) continue;
    asked.push_back(at);
    for (const Condition::Token& one : *all) {
      tokens.int8(one.token);
      if (one.system) systems.int4(*one.system);
      else systems.null();
      lists.int8(static_cast<std::int64_t>(at));
    }
  }
  if (asked.empty()) return {};
  for (const std::size_t at : asked) choices[at].way = Access{Access::Kind::none};
  TRY(const auto results, measure(connection, plan, {any_posted_statement(plan.tenant, tokens, systems, lists)}));
  for (std::size_t row = 0; row < results[0].size(); ++row) choices[static_cast<std::size_t>(results[0][row].int8(0))] = choice_of(plan.branches[static_cast<std::size_t>(results[0][row].int8(0))], plan.most);
  return {};
}

/// The list that the first page may be found by in one look, where to count it would be one more: ids, or the only list of
/// values or texts, which is looked at if it is short.
std::optional<Access> short_list_of(const search::Plan& plan, const Choice& choice) {
  if (!may_glance(plan, choice) || plan.branches.size() != 1 || !plan.cursor.empty()) return std::nullopt;
  for (const Candidate& one : choice.candidates) {
    const Kind kind = one.condition->kind;
    if (kind == Kind::ids) return Access{Access::Kind::few, one.condition, static_cast<std::int64_t>(one.condition->ids.size())};
    if ((kind == Kind::ranges || kind == Kind::texts) && choice.candidates.size() == 1) return Access{Access::Kind::few, one.condition, shortest_list};
  }
  return std::nullopt;
}

/// The newest of a code, if one is asked for, or of all.
Access glance_of(const search::Plan& plan, const Choice& choice) {
  const std::int64_t glance = std::min(glance_per_match * (std::int64_t{plan.count} + 1), glance_max);
  for (const Candidate& one : choice.candidates) {
    if (one.condition->kind == Kind::tokens && one.condition->tokens.size() == 1) return {Access::Kind::arms, one.condition, glance};
  }
  return {Access::Kind::walk, nullptr, glance};
}

/// Makes the choices that are not made. Codes and references are counted first: they are quickly counted, nearly always few
/// where a patient is asked for, and then nothing else need be.
fhir::Result<void> decide(Connection& connection, const search::Plan& plan, std::vector<Choice>& choices) {
  TRY_VOID(count(connection, plan, choices, [](const Choice& choice, const Candidate& one) { return choice.natural && one.condition->kind == Kind::tokens; }));
  for (Choice& choice : choices) {
    if (!choice.way && smallest(choice) != nullptr) choice.way = way_of(choice);
  }
  TRY_VOID(count(connection, plan, choices, [](const Choice&, const Candidate&) { return true; }));
  for (Choice& choice : choices) {
    if (!choice.way) choice.way = way_of(choice);
  }
  return {};
}

}  // namespace

std::int64_t Candidate::leading_limit() const { return limit < most ? limit : std::max(limit, sorted_list + 1); }

fhir::Result<std::vector<Choice>> choose(Connection& connection, const search::Plan& plan) {
  std::vector<Choice> choices;
  for (const Branch& branch : plan.branches) choices.push_back(choice_of(branch, plan.most));
  TRY_VOID(leave_out(connection, plan, choices));
  for (Choice& choice : choices) {
    for (Candidate& one : choice.candidates) one.limit = may_glance(plan, choice) ? shortest_list + 1 : one.most;
  }
  for (Choice& choice : choices) {
    if (const auto way = short_list_of(plan, choice)) choice.way = way;
  }
  TRY_VOID(count(connection, plan, choices, [&](const Choice& choice, const Candidate&) { return may_glance(plan, choice); }));
  for (Choice& choice : choices) {
    if (choice.way || !may_glance(plan, choice)) continue;
    const auto chain = std::find_if(choice.candidates.begin(), choice.candidates.end(), [](const Candidate& one) { return one.condition->kind == Kind::chain && one.leading <= shortest_list; });
    if (smallest(choice) != nullptr) choice.way = way_of(choice);
    else if (chain != choice.candidates.end()) choice.way = Access{Access::Kind::arms, chain->condition};
    else choice.way = glance_of(plan, choice);
  }
  TRY_VOID(decide(connection, plan, choices));
  return choices;
}

fhir::Result<void> settle(Connection& connection, const search::Plan& plan, std::vector<Choice>& choices) {
  for (Choice& choice : choices) {
    if (choice.way->glance == 0) continue;
    if (choice.way->kind == Access::Kind::few) {
      choice.way = glance_of(plan, choice);
      continue;
    }
    choice.way.reset();
    for (Candidate& one : choice.candidates) {
      one.limit = one.most;
      one.size.reset();
    }
  }
  return decide(connection, plan, choices);
}

std::vector<Access> ways_of(const std::vector<Choice>& choices) {
  std::vector<Access> ways;
  for (const Choice& choice : choices) ways.push_back(*choice.way);
  return ways;
}

fhir::Result<bool> are_too_many(Connection& connection, const search::Plan& plan, const std::vector<Access>& ways, std::int64_t most) {
  std::vector<Statement> statements;
  for (std::size_t at = 0; at < plan.branches.size(); ++at) {
    if (ways[at].kind != Access::Kind::none && is_unordered(order_of(plan.branches[at]).front())) statements.push_back(total_statement(plan.tenant, plan.branches[at], ways[at], most + 1));
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
