#include "engine/store/search_snapshot.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "engine/index/contained.h"
#include "engine/index/extract.h"
#include "engine/index/key.h"
#include "engine/index/sort_value.h"
#include "engine/index/whole.h"
#include "engine/search/match.h"
#include "engine/store/connection.h"
#include "engine/store/search_statement.h"
#include "engine/store/version.h"
#include "fhir/json/read.h"
#include "fhir/r4/registry.h"

namespace engine::store {
namespace {

using search::Condition;
using search::Cursor;
using search::Order;

/// A resource as the snapshot saw it, or one inside it.
struct Changed {
  Version version;     ///< of the whole
  std::string inside;  ///< the local id of one inside it
  std::shared_ptr<const index::Postings> whole;
  search::Indexed indexed;
  std::vector<Cursor::Value> values;
};

/// The least or the greatest of some values, or what stands for none: see Keys in search_statement.cpp.
template <class T>
Cursor::Value value_of(const std::vector<T>& values, const Order& key) {
  if (values.empty()) return absent_value(key);
  return key.descending ? *std::max_element(values.begin(), values.end()) : *std::min_element(values.begin(), values.end());
}

std::int64_t score_of(const index::Postings& postings, const std::vector<std::int64_t>& words) {
  std::int64_t score = 0;
  for (const auto& token : postings.tokens) {
    if (std::find(words.begin(), words.end(), token.token) != words.end()) score += token.system;
  }
  return score;
}

Cursor::Value value_of(const Order& key, std::string_view id, const index::Postings& postings, fhir::Resource resource) {
  const auto is_of_key = [&](std::int64_t posted, bool of_interval) {
    return std::any_of(key.posting_keys.begin(), key.posting_keys.end(), [&](std::int64_t one) {
      const auto all = index::interval_keys(one);
      return posted == one || (of_interval && std::find(all.begin(), all.end(), posted) != all.end());
    });
  };
  switch (key.kind) {
    case Order::Kind::id: return std::string(id);
    case Order::Kind::date:
      if (postings.sort == index::no_date) return absent_value(key);
      return postings.sort;
    case Order::Kind::range: {
      std::vector<std::int64_t> lows;
      for (const auto& range : postings.ranges) {
        if (is_of_key(range.key, true)) lows.push_back(range.low);
      }
      return value_of(lows, key);
    }
    case Order::Kind::text: {
      std::vector<std::string> texts;
      for (const auto& text : postings.texts) {
        if (is_of_key(text.key, false)) texts.push_back(text.folded);
      }
      return value_of(texts, key);
    }
    case Order::Kind::json: return value_of(index::sort_texts(resource, *key.parameter), key);
    case Order::Kind::score: return score_of(postings, key.posting_keys);
  }
  return {};
}

/// What the index had of the version in a row; `version` and `resource` are the same read.
index::Postings postings_of(const Rows::Row& row, const Version& version, fhir::Resource resource, const search::Plan& plan) {
  const std::string_view base = row.is_null(version_columns) ? std::string_view() : row.text(version_columns);
  index::Postings postings = index::extract(resource, version.id, base, plan.custom ? *plan.custom : index::CustomParameters::none());
  const std::int64_t updated = version.last_updated.time_since_epoch().count();
  postings.ranges.push_back({index::last_updated_key(*version.type), updated, updated});
  for (index::Contained& inner : postings.contained) inner.postings.ranges.push_back({index::last_updated_key(*inner.type), updated, updated});
  return postings;
}

/// Adds the version in a row to what was changed of each branch that it, or what is inside it, may be a match of.
fhir::Result<void> add_changed(const Rows::Row& row, const search::Plan& plan, std::vector<std::vector<Changed>>& changed) {
  TRY(const Version version, version_of(row));
  fhir::Arena arena;
  const std::string json = json_of(version);
  TRY(const auto resource, fhir::json::read(json, arena, {}, fhir::json::Completeness::as_is));
  const auto whole = std::make_shared<const index::Postings>(postings_of(row, version, resource, plan));
  const auto add = [&](std::size_t at, const search::Indexed& indexed, std::string_view id, std::string inside) {
    std::vector<Cursor::Value> values;
    for (const Order& key : order_of(plan.branches[at])) values.push_back(value_of(key, id, indexed.postings, resource));
    changed[at].push_back({version, std::move(inside), whole, indexed, std::move(values)});
  };
  for (std::size_t at = 0; at < plan.branches.size(); ++at) {
    const auto& type = *plan.branches[at].type;
    if (&type == version.type) add(at, {row.int8(1), *whole, *whole}, version.id, {});
    if (!index::is_contained(type)) continue;
    for (const index::Contained& one : whole->contained) {
      if (one.type == &type) add(at, {index::key_of(type, one.id), one.postings, *whole}, one.id, std::string(index::split_contained_id(one.id).local_id));
    }
  }
  return {};
}

/// The types whose changes may be changes of what a plan's branches match.
Array types_of(const search::Plan& plan) {
  std::set<std::uint16_t> numbers;
  for (const search::Branch& branch : plan.branches) {
    if (!index::is_contained(*branch.type)) numbers.insert(branch.type->number);
    else for (const auto* type : fhir::r4::resource_types()) if (index::may_have_inside(*type)) numbers.insert(type->number);
  }
  Array types(Type::int2);
  for (const auto number : numbers) types.int2(static_cast<std::int16_t>(number));
  return types;
}

/// A condition on other resources than the whole, and those of `type` that it is asked of.
struct Asked {
  const Condition* condition;
  const fhir::Descriptor* type;
  std::vector<WithReferences> former;
};

/// The conditions on other resources in one on `resources` of a type.
void collect(const Condition& condition, const fhir::Descriptor& type, const std::vector<search::Indexed>& resources, std::vector<Asked>& asked) {
  if (resources.empty()) return;
  const auto all_inside = [&](const fhir::Descriptor& contained) {
    std::vector<search::Indexed> all;
    for (const auto& one : resources) {
      for (const auto& inner : search::inside(one, contained)) all.push_back(inner);
    }
    return all;
  };
  const bool leads = condition.kind == Condition::Kind::link || condition.kind == Condition::Kind::has;
  const bool is_inside = leads && index::is_contained(*condition.type);
  if (condition.kind == Condition::Kind::chain || (condition.kind == Condition::Kind::has && !is_inside)) {
    Asked& one = asked.emplace_back(Asked{&condition, &type, {}});
    for (const auto& resource : resources) {
      auto& [key, references] = one.former.emplace_back();
      key = resource.key;
      for (const auto& token : resource.postings.tokens) {
        if (token.leads) references.push_back(token.token);
      }
    }
  }
  if (leads && !is_inside) return;  // the store asks that of the others
  for (const Condition& child : condition.children) {
    if (is_inside) collect(child, *condition.type, all_inside(*condition.type), asked);
    else collect(child, type, resources, asked);
  }
}

}  // namespace

fhir::Result<index::Postings> postings_of(const Rows::Row& row, const search::Plan& plan) {
  TRY(const Version version, version_of(row));
  fhir::Arena arena;
  const std::string json = json_of(version);
  TRY(const auto resource, fhir::json::read(json, arena, {}, fhir::json::Completeness::as_is));
  return postings_of(row, version, resource, plan);
}

fhir::Result<std::optional<std::vector<Match>>> matches_of_changed(Connection& connection, const search::Plan& plan, const search::Snapshot& snapshot) {
  const Array types = types_of(plan);
  TRY(const auto results, run(connection, plan, {unseen_statement(plan.tenant, types, snapshot, plan.most.unseen + 1), changed_statement(plan.tenant, types, snapshot, plan.most.unseen)}));
  if (results[0][0].int8(0) > plan.most.unseen) return std::optional<std::vector<Match>>();
  std::vector<std::vector<Changed>> changed(plan.branches.size());
  for (std::size_t row = 0; row < results[1].size(); ++row) TRY_VOID(add_changed(results[1][row], plan, changed));

  // What other resources say is asked of them as they are now.
  std::vector<Asked> asked;
  for (std::size_t at = 0; at < plan.branches.size(); ++at) {
    std::vector<search::Indexed> resources;
    for (const Changed& one : changed[at]) resources.push_back(one.indexed);
    collect(plan.branches[at].where, *plan.branches[at].type, resources, asked);
  }
  std::vector<Statement> statements;
  for (const Asked& one : asked) statements.push_back(holding_statement(plan.tenant, *one.type, *one.condition, one.former));
  TRY(const auto holding, run(connection, plan, statements));
  std::map<const Condition*, std::set<index::ResourceKey>> held;
  for (std::size_t at = 0; at < asked.size(); ++at) {
    for (std::size_t row = 0; row < holding[at].size(); ++row) held[asked[at].condition].insert(holding[at][row].int8(0));
  }

  std::vector<Match> found;
  for (std::size_t at = 0; at < plan.branches.size(); ++at) {
    const search::Branch& branch = plan.branches[at];
    for (Changed& one : changed[at]) {
      if (!search::matches(branch.where, one.indexed, [&](const Condition& condition, index::ResourceKey key) { return held[&condition].contains(key); })) continue;
      found.push_back({std::move(one.version), branch.type, std::move(one.inside), one.indexed.key, std::move(one.values), score_of(one.indexed.postings, branch.ranking)});
    }
  }
  return std::optional(std::move(found));
}

}  // namespace engine::store
