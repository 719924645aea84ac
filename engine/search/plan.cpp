#include "engine/search/plan.h"

#include <algorithm>
#include <map>

#include "engine/index/contained.h"
#include "engine/index/extract.h"
#include "engine/index/key.h"
#include "engine/index/reference.h"
#include "engine/index/sort_value.h"
#include "engine/index/whole.h"
#include "engine/search/contained.h"
#include "engine/search/refusal.h"
#include "engine/search/value_condition.h"
#include "engine/search/words.h"
#include "fhir/r4/registry.h"

namespace engine::search {
namespace {

using fhir::Result;
using fhir::SearchType;
using Kind = Condition::Kind;

template <class T>
void make_distinct(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

/// True if a resource has at most one of the postings that a criterion of a date or number looks among, so that several such
/// criteria are of the same one.
bool asks_one_posting(const Criterion& criterion) {
  if (criterion.kind != Criterion::Kind::values || criterion.modifier != Modifier::none) return false;
  const auto& parameter = *criterion.parameter;
  if (parameter.is_last_updated()) return true;
  return (parameter.kind == SearchType::date || parameter.kind == SearchType::number) && parameter.answers.size() == 1 && parameter.occurs_once();
}

/// Of long lists of values each would have to be put together with each: those stay look-ups of their own.
constexpr std::size_t pairs_max = 256;

/// What two conditions ask of one posting.
Condition both_of(const Condition& a, const Condition& b) {
  Condition out = condition_of(Kind::ranges);
  for (const auto& one : a.ranges) {
    for (const auto& other : b.ranges) {
      const Condition::Range range{one.key, std::max(one.low_min, other.low_min), std::min(one.low_max, other.low_max),
                                   std::max(one.high_min, other.high_min), std::min(one.high_max, other.high_max)};
      if (one.key == other.key && range.low_min <= range.low_max && range.high_min <= range.high_max) out.ranges.push_back(range);
    }
  }
  out.asked = a.asked + "&" + b.asked;
  return out;
}

/// Turns criteria into conditions for resources of one type.
class Planner {
 public:
  explicit Planner(const Surroundings& around) : around_(around) {}

  /// All or any of some criteria.
  Result<Condition> plan(Kind kind, const std::vector<Criterion>& criteria) const {
    std::vector<Condition> parts;
    std::map<const index::Parameter*, std::size_t> of_one_posting;  ///< where its part is
    for (const auto& criterion : criteria) {
      TRY(Condition part, about(criterion.name, plan(criterion)));
      part.asked = criterion.asked;
      if (kind == Kind::all && part.kind == Kind::ranges && asks_one_posting(criterion)) {
        const auto [found, first] = of_one_posting.try_emplace(criterion.parameter, parts.size());
        if (!first && parts[found->second].ranges.size() * part.ranges.size() <= pairs_max) {
          parts[found->second] = both_of(parts[found->second], part);
          continue;
        }
      }
      if (part.kind == kind) {
        for (auto& child : part.children) child.asked = criterion.asked;
      }
      parts.push_back(std::move(part));
    }
    return joined(kind, std::move(parts));
  }

 private:
  Result<Condition> plan(const Criterion& criterion) const {
    const bool is_always_there = criterion.kind == Criterion::Kind::id || criterion.kind == Criterion::Kind::last_updated;
    if (is_always_there && criterion.modifier == Modifier::missing) return criterion.missing ? nothing() : condition_of(Kind::all);
    switch (criterion.kind) {
      case Criterion::Kind::id: return ids(criterion);
      case Criterion::Kind::chain: return chain(criterion);
      case Criterion::Kind::has: return has(criterion);
      case Criterion::Kind::compartment: return compartment(criterion);
      case Criterion::Kind::list: return list(criterion);
      case Criterion::Kind::all: return plan(Kind::all, criterion.inner);
      case Criterion::Kind::any: return plan(Kind::any, criterion.inner);
      case Criterion::Kind::not_: {
        TRY(Condition inner, plan(criterion.inner[0]));
        return negated(std::move(inner));
      }
      default: break;
    }
    if (criterion.modifier == Modifier::missing) {
      Condition condition = present(*criterion.parameter);
      return criterion.missing ? negated(std::move(condition)) : std::move(condition);
    }
    std::vector<Condition> any;
    for (const auto& value : criterion.values) {
      TRY(Condition one, condition_of(*criterion.parameter, criterion.modifier, criterion.modifier_type, value, around_));
      any.push_back(std::move(one));
    }
    Condition condition = joined(Kind::any, std::move(any));
    make_distinct(condition.tokens);
    make_distinct(condition.ranges);
    make_distinct(condition.texts);
    return criterion.modifier == Modifier::not_ ? negated(std::move(condition)) : std::move(condition);
  }

  /// A text that can be no id is no resource's.
  static Result<Condition> ids(const Criterion& criterion) {
    Condition condition = condition_of(Kind::ids);
    for (const auto& value : criterion.values) {
      if (index::is_id(value.text)) condition.ids.push_back(index::key_of(*criterion.type, value.text));
    }
    make_distinct(condition.ids);
    return condition;
  }

  /// One of the lists leads to it as a member. https://hl7.org/fhir/R4/search.html#list
  static Result<Condition> list(const Criterion& criterion) {
    Condition lists = condition_of(Kind::ids);
    const auto& type = *fhir::r4::resource_type("List");
    for (const auto& value : criterion.values) lists.ids.push_back(index::key_of(type, value.text));
    make_distinct(lists.ids);
    Condition condition = condition_of(Kind::has);
    condition.type = &type;
    condition.salts.push_back(index::reference_salt(type.name, index::list_members, criterion.type->name));
    condition.children.push_back(std::move(lists));
    return condition;
  }

  /// One of the links leads to it, or it is the one that the compartment is of.
  Result<Condition> compartment(const Criterion& criterion) const {
    std::vector<Condition> any;
    for (const auto* link : criterion.links) {
      TRY(Condition one, condition_of(*link, Modifier::none, nullptr, criterion.values[0], around_));
      any.push_back(std::move(one));
    }
    if (criterion.type == criterion.modifier_type) {
      Condition itself = condition_of(Kind::ids);
      itself.ids.push_back(index::key_of(*criterion.type, std::string_view(criterion.values[0].text).substr(criterion.type->name.size() + 1)));
      any.push_back(std::move(itself));
    }
    return joined(Kind::any, std::move(any));
  }

  /// Of what holds references as well, these are left.
  static Result<void> check_looked_up(const Criterion& criterion) {
    if (criterion.parameter->holds_references()) return {};
    return unsupported("Canonical URLs are followed for searches, not for the criteria of conditional interactions; " + quoted(criterion.parameter->code) + " holds such.");
  }

  Result<Condition> chain(const Criterion& criterion) const {
    TRY_VOID(check_looked_up(criterion));
    Condition condition = condition_of(Kind::chain);
    for (const auto& inner : criterion.inner) {
      TRY_VOID(add_link(criterion, inner, condition));
      // "A chained condition will be evaluated inside contained resources." https://hl7.org/fhir/R4/search.html#contained
      if (const auto contained = of_contained(inner)) TRY_VOID(add_link(criterion, *contained, condition));
    }
    return condition.children.empty() ? nothing() : std::move(condition);
  }

  Result<void> add_link(const Criterion& criterion, const Criterion& inner, Condition& chain) const {
    Condition link = condition_of(Kind::link);
    link.type = inner.type;
    for (const auto& answer : criterion.parameter->answers) {
      if (!answer.target.empty() && answer.target != index::own_type(*inner.type).name) continue;
      link.salts.push_back(index::reference_salt(criterion.type->name, answer.parameter->code, inner.type->name));
    }
    if (link.salts.empty()) return {};
    TRY(Condition child, plan(inner));
    link.children.push_back(std::move(child));
    chain.children.push_back(std::move(link));
    return {};
  }

  Result<Condition> has(const Criterion& criterion) const {
    TRY_VOID(check_looked_up(criterion));
    const auto& inner = criterion.inner[0];
    Condition condition = condition_of(Kind::has);
    condition.type = inner.type;
    for (const auto& answer : criterion.parameter->answers) {
      if (!answer.target.empty() && answer.target != criterion.type->name) continue;
      condition.salts.push_back(index::reference_salt(inner.type->name, answer.parameter->code, criterion.type->name));
    }
    TRY(Condition child, plan(inner));
    condition.children.push_back(std::move(child));
    return condition;
  }

  const Surroundings& around_;
};

/// https://hl7.org/fhir/R4/search.html#sort
std::vector<Order> order_of(const Query& query, const fhir::Descriptor& type, const std::vector<std::int64_t>& ranking) {
  std::vector<Order> keys;
  if (query.sort.empty() && !ranking.empty()) {  // the best first, of equally good ones the newest
    keys.resize(2);
    keys[0].kind = Order::Kind::score;
    keys[0].posting_keys = ranking;
    keys[1].kind = Order::Kind::date;
    keys[0].descending = keys[1].descending = true;
  }
  for (const auto& sort : query.sort) {
    Order key;
    key.descending = sort.descending;
    if (sort.kind == Sort::Kind::last_updated) {
      key.kind = Order::Kind::range;
      key.posting_keys = {index::last_updated_key(type)};
    } else if (sort.kind == Sort::Kind::score) {
      key.kind = Order::Kind::score;
      key.posting_keys = ranking;
      key.descending = !sort.descending;
    } else if (sort.kind == Sort::Kind::parameter) {
      key.parameter = sort.parameter;
      if (sort.parameter == index::parameters_of(type).main_date()) {
        key.kind = Order::Kind::date;
      } else if (key.paths = index::sort_paths(*sort.parameter); !key.paths.empty()) {
        key.kind = Order::Kind::json;
      } else {
        const bool text = sort.parameter->kind == SearchType::string;
        key.kind = text ? Order::Kind::text : Order::Kind::range;
        for (const auto& answer : sort.parameter->answers) {
          const auto code = answer.parameter->code;
          key.posting_keys.push_back(text ? index::text_key(type.name, code) : index::range_key(type.name, code));
        }
      }
    }
    keys.push_back(key);
  }
  return keys;
}

/// The words that resources are scored by: those that are asked for of themselves.
Result<std::vector<std::int64_t>> ranking_of(const std::vector<Criterion>& criteria) {
  std::vector<std::int64_t> ranking;
  for (const auto& criterion : criteria) {
    if (criterion.kind != Criterion::Kind::values || !criterion.parameter->is_full_text()) continue;
    for (const auto& value : criterion.values) {
      TRY(const Words asked, about(criterion.name, words(*criterion.parameter, value.text)));
      ranking.insert(ranking.end(), asked.ranking.begin(), asked.ranking.end());
    }
    make_distinct(ranking);
    if (ranking.size() > SearchLimits::words) return about(criterion.name, too_many_words(criterion.parameter->code));
  }
  return ranking;
}

/// That a resource of a type contains one of a contained type that a condition holds for.
Condition contains(const fhir::Descriptor& type, const fhir::Descriptor& contained, const Condition& condition, const std::string& asked) {
  Condition some = condition_of(Kind::tokens);
  some.tokens.push_back({index::contains_key(type, contained), std::nullopt});
  some.asked = "_contained";
  if (condition.kind == Kind::all && condition.children.empty()) return some;
  Condition one = condition_of(Kind::has);
  one.type = &contained;
  one.salts.push_back(index::reference_salt(contained.name, index::container_link, type.name));
  one.children.push_back(condition);
  one.asked = asked;
  return joined(Kind::all, {std::move(some), std::move(one)});
}

/// The branches that answer what contains the matches that are contained, each resource once.
std::vector<Branch> containers_of(const std::vector<Branch>& branches, const Query& query) {
  std::vector<Branch> all;
  for (const auto* type : fhir::r4::resource_types()) {
    std::vector<Condition> any;
    for (std::size_t at = 0; at < branches.size(); ++at) {
      const Branch& of = branches[at];
      std::string asked;
      for (const Criterion& criterion : query.criteria[at]) asked.append(asked.empty() ? "" : "&").append(criterion.asked);
      if (of.type == type) any.push_back(of.where);
      else if (index::is_contained(*of.type) && index::may_have_inside(*type)) any.push_back(contains(*type, *of.type, of.where, asked));
    }
    if (any.empty()) continue;
    Branch branch;
    branch.type = type;
    branch.where = joined(Kind::any, std::move(any));
    branch.order = order_of(query, *type, {});
    all.push_back(std::move(branch));
  }
  return all;
}

/// True if the order is that of dates. What was not asked for is that of the types' main dates.
bool is_by_dates(const Query& query) {
  if (query.sort.empty()) {
    if (query.answers_containers()) return true;
    return std::any_of(query.types.begin(), query.types.end(), [](const auto* type) { return index::parameters_of(*type).main_date() != nullptr; });
  }
  return std::any_of(query.sort.begin(), query.sort.end(), [](const Sort& sort) { return sort.kind == Sort::Kind::parameter && sort.parameter->kind == SearchType::date; });
}

std::size_t look_ups_of(const Condition& condition) {
  std::size_t all = condition.children.empty() || condition.kind == Kind::link || condition.kind == Kind::has ? 1 : 0;
  for (const auto& child : condition.children) all += look_ups_of(child);
  return all;
}

/// What decides the matches and their order: not what is included, counted or shown.
std::int64_t fingerprint_of(const Query& query, std::int32_t tenant) {
  index::Hash hash(index::Domain::query);
  hash.add(std::int64_t{index::extractor_version}).add(std::int64_t{tenant});
  for (const auto* type : query.types) hash.add(type->name);
  for (const auto& criteria : query.criteria) {
    if (!criteria.empty() && criteria[0].kind == Criterion::Kind::compartment) hash.add(criteria[0].values[0].text);
  }
  for (const auto& parameter : query.used) {
    const auto& name = parameter.name;
    constexpr std::string_view others[] = {"_count", "_total", "_include", "_revinclude", "_format", "_pretty", "_summary", "_elements", "_type"};
    if (std::find(std::begin(others), std::end(others), std::string_view(name).substr(0, name.find(':'))) != std::end(others)) continue;
    hash.add(std::string_view(name)).add(std::string_view(parameter.value));
  }
  for (const auto& parameter : query.filled) hash.add("filled").add(std::string_view(parameter.name)).add(std::string_view(parameter.value));
  return hash.value();
}

}  // namespace

fhir::Result<Plan> plan_of(const Query& query, std::int32_t tenant, std::string_view base) {
  Plan plan;
  plan.tenant = tenant;
  plan.count = query.count;
  plan.total = query.total;
  plan.includes = query.includes;
  plan.custom = query.custom;
  plan.base = base;
  plan.cursor = query.cursor;
  plan.fingerprint = fingerprint_of(query, tenant);
  const index::Zone& zone = (query.custom ? *query.custom : index::CustomParameters::none()).zone();
  // The first page of an order that nobody asked for is one in any zone.
  bool by_zone = is_by_dates(query) && (!query.sort.empty() || !query.cursor.empty());
  if (by_zone && !zone.ready) {
    return about(query.sort.empty() ? cursor_parameter : "_sort", not_in_zone("Results cannot be put into the order of their dates", zone));
  }
  std::size_t look_ups = 0;
  for (std::size_t i = 0; i < query.types.size(); ++i) {
    Branch branch;
    branch.type = query.types[i];
    TRY(branch.where, Planner({base, zone, by_zone}).plan(Kind::all, query.criteria[i]));
    TRY(branch.ranking, ranking_of(query.criteria[i]));
    branch.order = order_of(query, *branch.type, branch.ranking);
    const auto by_score = [](const Sort& sort) { return sort.kind == Sort::Kind::score; };
    if (branch.ranking.empty() && std::any_of(query.sort.begin(), query.sort.end(), by_score)) {
      return about("_sort", unsupported("_sort=_score orders by how well words match, and this search asks for none: add _text or _content."));
    }
    plan.ranked = query.sort.empty() && !branch.ranking.empty();
    look_ups += look_ups_of(branch.where);
    plan.branches.push_back(std::move(branch));
  }
  if (look_ups > SearchLimits::look_ups) {
    return too_much("The search comes to " + std::to_string(look_ups) + " look-ups; at most " + std::to_string(SearchLimits::look_ups) +
                    " are made for one search. Name the types that references lead to, as in subject:Patient.name, or the types to search, as in _type=Patient,Group.");
  }
  if (query.answers_containers()) {
    plan.branches = containers_of(plan.branches, query);
    std::size_t most = 0;
    for (const Branch& branch : plan.branches) most = std::max(most, look_ups_of(branch.where));
    if (most > SearchLimits::container_look_ups) {
      return about("_contained", too_much("The search comes to " + std::to_string(most) + " look-ups for each type that may contain matches; at most " + std::to_string(SearchLimits::container_look_ups) +
                                          " are made. Name fewer types, as in _type=Medication,Organization."));
    }
  }
  if (by_zone) plan.zone = zone.since;
  return plan;
}

}  // namespace engine::search
