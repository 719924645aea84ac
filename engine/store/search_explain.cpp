#include "engine/store/search_explain.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <span>

#include "engine/index/contained.h"
#include "engine/index/parameters.h"
#include "engine/store/connection.h"
#include "engine/store/search_access.h"
#include "fhir/json/tree.h"

namespace engine::store {
namespace {

using fhir::json::Node;
using search::Branch;
using search::Condition;
using search::Order;
using Kind = Condition::Kind;

// ---- What is read for a condition -----------------------------------------------------------------------------

/// Words beside each other, each once.
void add(std::string& all, const std::string& one, std::string_view between) {
  if (all.empty()) all = one;
  else if (all.find(one) == std::string::npos) all.append(between).append(one);
}

/// What is said of the links of a chain; what is contained goes the way of its own type.
template <class Say>
std::string of_links(const Condition& chain, Say&& say) {
  std::string all;
  for (const Condition& link : chain.children) {
    if (&index::own_type(*link.type) == link.type) add(all, say(link), "; ");
  }
  return all;
}

/// What is read to know of one resource whether a condition holds.
std::string probed(const Condition& condition) {
  switch (condition.kind) {
    case Kind::tokens: return "tok by code and resource";
    case Kind::ranges: return "rng by resource";
    case Kind::texts: return "str by resource";
    case Kind::near: return "rng by resource, for its place";
    case Kind::ids: return "its key";
    case Kind::present: return "res by key";
    case Kind::chain: return "body by key for what it refers to, res by key" + of_links(condition, [](const Condition& link) { return ", and of that " + probed(link); });
    case Kind::link: return std::string(condition.type->name) + " " + probed(condition.children[0]);
    case Kind::has: return "tok by reference, and of each " + std::string(condition.type->name) + " found " + probed(condition.children[0]);
    case Kind::not_: return probed(condition.children[0]);
    case Kind::all:
    case Kind::any: break;
  }
  std::string all;
  for (const Condition& child : condition.children) add(all, probed(child), condition.kind == Kind::all ? " and " : " or ");
  return all.empty() ? "nothing" : all;
}

/// What is read to find all resources for which a condition holds.
std::string driving(const Condition& condition) {
  switch (condition.kind) {
    case Kind::tokens: return "tok by code";
    case Kind::ranges: return "rng by value";
    case Kind::texts: return "str by text";
    case Kind::ids: return "res by key";
    case Kind::chain: return of_links(condition, [](const Condition& link) { return driving(link); });
    case Kind::link: return driving(condition.children[0]) + ", and by each " + std::string(condition.type->name) + " found tok by reference";
    case Kind::has: return driving(condition.children[0]) + ", and of each " + std::string(condition.type->name) + " found body by key for what it refers to";
    case Kind::all: {
      const Condition* best = best_child(condition);
      std::string all = driving(*best);
      for (const Condition& child : condition.children) {
        if (&child != best) all.append(", then ").append(probed(child));
      }
      return all;
    }
    default: break;
  }
  std::string all;
  for (const Condition& child : condition.children) add(all, driving(child), " and ");
  return all;
}

// ---- The way and the order ------------------------------------------------------------------------------------

std::string way_in_words(const Branch& branch, const Access& access) {
  const bool alone = access.driver == &branch.where || branch.where.children.size() < 2;
  const std::string rest = alone ? "" : ", the rest looked up for each";
  switch (access.kind) {
    case Access::Kind::arms: return "what drives is read in the order of the main date" + rest + ", until the page is full";
    case Access::Kind::few:
    case Access::Kind::set:
      if (access.driver == nullptr) return "all resources of the type are read, everything looked up for each, and sorted";
      return "all that drives is read" + rest + ", and sorted";
    case Access::Kind::walk:
      return std::string("the resources of the type are read in order") + (branch.where.kind == Kind::all && branch.where.children.empty() ? "" : ", everything looked up for each") + ", until the page is full";
    case Access::Kind::none: break;  // nobody asks
  }
  return {};
}

std::string name_of(const Order& key, const Branch& branch) {
  if (key.kind == Order::Kind::id) return "_id";
  if (key.kind == Order::Kind::score) return "_score";
  if (key.parameter != nullptr) return std::string(key.parameter->code);
  if (key.kind == Order::Kind::range) return "_lastUpdated";
  const auto* date = index::parameters_of(*branch.type).main_date();
  return date != nullptr ? std::string(date->code) : "key, as the type has no main date,";
}

std::string order_in_words(const Branch& branch, const Access& access) {
  const auto order = order_of(branch);
  std::string text;
  for (const Order& key : order) text.append(text.empty() ? "by " : ", then ").append(name_of(key, branch)).append(key.descending ? " descending" : "");
  if (access.kind == Access::Kind::set || access.kind == Access::Kind::few) return text + "; the matches are sorted";
  if (access.kind == Access::Kind::arms) return text + "; tok has it";
  switch (order.front().kind) {
    case Order::Kind::id: return text + "; res has it";
    case Order::Kind::date: return text + "; res has it";
    case Order::Kind::range: return text + "; rng has it";
    case Order::Kind::text: return text + "; str has it";
    case Order::Kind::json:
    case Order::Kind::score: return text + "; no index has it";
  }
  return text;
}

// ---- What PostgreSQL says -------------------------------------------------------------------------------------

double number_in(const Node& node, std::string_view member) {
  const auto text = node.text_of(member);
  double number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

void collect_scans(const Node& node, Explanation::Step& step) {
  const auto add_once = [](std::vector<std::string>& all, std::string one) {
    if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(std::move(one));
  };
  const std::string table(node.text_of("Relation Name"));
  if (const auto index = node.text_of("Index Name"); !index.empty()) add_once(step.scans, table + " by " + std::string(index));
  else if (node.text_of("Node Type") == "Seq Scan") add_once(step.whole_tables, table);
  const Node* children = node.find("Plans");
  for (const Node* child = children != nullptr ? children->first : nullptr; child != nullptr; child = child->next) collect_scans(*child, step);
}

/// PostgreSQL marks each step that was to be avoided with this cost, and takes it where there is no other.
constexpr double disabled_cost = 1e10;

fhir::Result<Explanation::Step> step_of(Connection& connection, std::int32_t tenant, std::string purpose, Statement statement, bool analyze) {
  TRY(const Rows rows, connection.explain(tenant, {statement.sql, &statement.arguments}, analyze));
  fhir::Arena arena;
  const auto parsed = fhir::json::parse(rows.empty() ? std::string_view() : rows[0].json(0), arena);
  const Node* plan = parsed && (*parsed)->first != nullptr ? (*parsed)->first->find("Plan") : nullptr;
  if (plan == nullptr) return fhir::Outcome(fhir::IssueType::exception, "PostgreSQL's plan cannot be read.");
  Explanation::Step step;
  step.purpose = std::move(purpose);
  step.sql = std::move(statement.sql);
  step.cost = std::fmod(number_in(*plan, "Total Cost"), disabled_cost);
  step.rows = number_in(*plan, "Plan Rows");
  if (analyze) step.milliseconds = number_in(*(*parsed)->first, "Execution Time");
  collect_scans(*plan, step);
  return step;
}

/// Whether something else follows where a way does not do.
bool is_tentative(const Access& way) {
  const bool of_ids = way.kind == Access::Kind::few && way.driver->kind == Kind::ids;
  return way.glance > 0 && !of_ids;
}

/// How many of the choices that were made one after the other for a branch are carried out: all, or only the look at a short list
/// if it is one.
std::size_t carried_out(std::span<const Choice> choices) {
  const auto& size = choices.back().candidates.empty() ? std::nullopt : choices.back().candidates.front().size;
  const Access& first = *choices.front().way;
  return first.kind == Access::Kind::few && size && *size <= first.glance ? 1 : choices.size();
}

/// What is done for a branch, by these choices one after the other.
fhir::Result<std::vector<Explanation::Step>> steps_of(Connection& connection, const search::Plan& plan, const Branch& branch, std::span<const Choice> choices, bool analyze) {
  std::vector<Explanation::Step> steps;
  Window window;
  window.limit = std::int64_t{plan.count} + 1;
  const auto add = [&](std::string purpose, Statement statement) -> fhir::Result<void> {
    TRY(auto step, step_of(connection, plan.tenant, std::move(purpose), std::move(statement), analyze));
    steps.push_back(std::move(step));
    return {};
  };
  for (const Choice& choice : choices) {
    const Access& way = *choice.way;
    const bool glances = way.glance > 0;
    for (const Candidate& one : choice.candidates) {
      if (!one.size) continue;
      TRY_VOID(add("counting " + one.condition->asked + (glances ? " as far as a short list goes" : ""), size_statement(plan.tenant, *branch.type, *one.condition, one.limit, one.leading_limit())));
    }
    if (glances) {
      TRY_VOID(add(way.kind == Access::Kind::few ? "the first page, of a short list" : "the glance", page_statement(plan.tenant, branch, way, 0, window)));
      continue;
    }
    if (plan.count > 0) {
      if (is_unordered(order_of(branch).front())) {
        TRY_VOID(add("counting what is to be sorted", total_statement(plan.tenant, branch, way, (plan.ranked ? plan.most.ranked : plan.most.sorted) + 1)));
      }
      for (int part = 0; part < parts_of(branch, way); ++part) {
        TRY_VOID(add(part == 0 ? "the first page" : "the first page, if it is not full: those without a value to sort by", page_statement(plan.tenant, branch, way, part, window)));
      }
    }
    if (plan.total != search::Total::none) TRY_VOID(add("the total", total_statement(plan.tenant, branch, way, plan.most.total + 1)));
  }
  return steps;
}

Explanation::Criterion criterion_of(const Condition& condition, const Choice& choice) {
  Explanation::Criterion criterion;
  criterion.asked = condition.asked;
  criterion.drives = choice.way->driver == &condition;
  criterion.reads = criterion.drives ? driving(condition) : probed(condition);
  for (const Candidate& one : choice.candidates) {
    if (one.condition != &condition || !one.size) continue;
    criterion.size = one.size;
    criterion.or_more = *one.size >= one.limit || one.leading >= one.leading_limit();
  }
  return criterion;
}

}  // namespace

fhir::Result<Explanation> explain_search(Connection& connection, const search::Plan& plan, bool analyze) {
  Explanation explanation;
  // For each branch, choices that are made one after the other, each where the one before it was a glance that did not do.
  std::vector<std::vector<Choice>> choices(plan.branches.size());
  TRY(auto now, choose(connection, plan));
  if (plan.ranked && plan.count > 0) {
    TRY(const bool many, are_too_many(connection, plan, ways_of(now), plan.most.ranked));
    if (many) {
      TRY(explanation, explain_search(connection, newest_first(plan), analyze));
      for (auto& branch : explanation.branches) branch.order += "; too many match to be ranked by score";
      return explanation;
    }
  }
  for (bool glances = true; glances;) {
    glances = false;
    for (std::size_t at = 0; at < choices.size(); ++at) {
      if (!choices[at].empty() && !is_tentative(*choices[at].back().way)) continue;
      choices[at].push_back(now[at]);
      glances |= is_tentative(*now[at].way);
    }
    if (glances) TRY_VOID(settle(connection, plan, now));
  }
  for (std::size_t at = 0; at < plan.branches.size(); ++at) {
    const Branch& branch = plan.branches[at];
    if (choices[at].back().way->kind == Access::Kind::none) {
      explanation.left_out.push_back(branch.type);
      continue;
    }
    const std::span<const Choice> made = std::span(choices[at]).first(carried_out(choices[at]));
    const Choice& last = choices[at].back();
    Explanation::Branch explained;
    explained.type = branch.type;
    for (const Choice& choice : made) {
      const Access& way = *choice.way;
      if (way.glance > 0 && way.kind != Access::Kind::few) {
        explained.way = "the newest " + std::to_string(way.glance) + (way.driver != nullptr ? " with " + way.driver->asked : "") + " are looked at; where they do not fill the page, ";
      }
    }
    explained.way += way_in_words(branch, *last.way);
    if (branch.where.kind == Kind::all) {
      for (const Condition& child : branch.where.children) explained.criteria.push_back(criterion_of(child, last));
    } else {
      explained.criteria.push_back(criterion_of(branch.where, last));
    }
    explained.order = order_in_words(branch, *last.way);
    TRY(explained.steps, steps_of(connection, plan, branch, made, analyze));
    explanation.branches.push_back(std::move(explained));
  }
  return explanation;
}

}  // namespace engine::store
