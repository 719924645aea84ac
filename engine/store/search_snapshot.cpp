#include "engine/store/search_snapshot.h"

#include <algorithm>
#include <map>
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

constexpr std::size_t references_max = 1'000'000;  ///< of what was changed, that chains are asked of

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

/// A resource that was changed, or one inside it, as the snapshot saw it.
struct Former {
  std::size_t branch;         ///< that it may be a match of
  std::size_t row;
  search::Indexed indexed;
  std::string_view id;
  const Version& whole;
  fhir::Resource resource;    ///< the whole
};

/// Shows one resource after the other to `visit`; what a Former leads to is gone when that returns.
template <class Visit>
fhir::Result<void> each_former(const Rows& rows, const search::Plan& plan, Visit&& visit) {
  for (std::size_t row = 0; row < rows.size(); ++row) {
    TRY(const Version version, version_of(rows[row]));
    fhir::Arena arena;
    const std::string json = json_of(version);
    TRY(const auto resource, fhir::json::read(json, arena, {}, fhir::json::Completeness::as_is));
    const index::Postings whole = postings_of(rows[row], version, resource, plan);
    for (std::size_t at = 0; at < plan.branches.size(); ++at) {
      const auto& type = *plan.branches[at].type;
      if (&type == version.type) visit(Former{at, row, {rows[row].int8(1), whole, whole}, version.id, version, resource});
      for (const index::Contained& one : whole.contained) {
        if (one.type == &type) visit(Former{at, row, {index::key_of(type, one.id), one.postings, whole}, one.id, version, resource});
      }
    }
  }
  return {};
}

/// Its place in the order, without its content.
Match match_of(const Former& former, const search::Branch& branch) {
  Match match;
  match.version = {branch.type, std::string(former.id), former.whole.version, former.whole.last_updated, 'U', {}};
  match.key = former.indexed.key;
  for (const Order& key : order_of(branch)) match.values.push_back(value_of(key, former.id, former.indexed.postings, former.resource));
  match.score = score_of(former.indexed.postings, branch.ranking);
  if (!index::is_contained(*branch.type)) match.row = former.row;
  return match;
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

/// A condition on other resources, and those of `type` that it is asked of.
struct Asked {
  const fhir::Descriptor* type = nullptr;
  std::vector<WithReferences> former;
};
using AllAsked = std::map<const Condition*, Asked>;

/// True if a condition is on what other resources say, but for what is inside the same whole.
bool leads_out(const Condition& condition) {
  if (condition.kind == Condition::Kind::chain || (condition.kind == Condition::Kind::has && !index::is_contained(*condition.type))) return true;
  return std::any_of(condition.children.begin(), condition.children.end(), leads_out);
}

/// Adds a resource of a type to those that the conditions on others in a condition are asked of, and what is inside it to those
/// that are asked of that. Counts the references.
void ask(const Condition& condition, const fhir::Descriptor& type, const search::Indexed& resource, AllAsked& asked, std::size_t& references) {
  const bool leads = condition.kind == Condition::Kind::link || condition.kind == Condition::Kind::has;
  const bool goes_in = leads && index::is_contained(*condition.type);
  if (condition.kind == Condition::Kind::chain || (condition.kind == Condition::Kind::has && !goes_in)) {
    Asked& one = asked[&condition];
    one.type = &type;
    auto& [key, tokens] = one.former.emplace_back();
    key = resource.key;
    for (const auto& token : resource.postings.tokens) {
      if (token.leads) tokens.push_back(token.token);
    }
    references += tokens.size();
  }
  if (goes_in) {
    for (const auto& inner : search::inside(resource, *condition.type)) ask(condition.children[0], *condition.type, inner, asked, references);
  } else if (!leads) {  // else the store asks that of the others
    for (const Condition& child : condition.children) ask(child, type, resource, asked, references);
  }
}

/// Those of some resources that the conditions hold for which they were asked.
using Held = std::map<const Condition*, std::set<index::ResourceKey>>;

fhir::Result<Held> held_of(Connection& connection, const search::Plan& plan, const AllAsked& asked) {
  std::vector<Statement> statements;
  for (const auto& [condition, one] : asked) statements.push_back(holding_statement(plan.tenant, *one.type, *condition, one.former));
  TRY(const auto holding, run(connection, plan, statements));
  Held held;
  std::size_t at = 0;
  for (const auto& [condition, one] : asked) {
    for (std::size_t row = 0; row < holding[at].size(); ++row) held[condition].insert(holding[at][row].int8(0));
    ++at;
  }
  return held;
}

}  // namespace

fhir::Result<index::Postings> postings_of(const Rows::Row& row, const search::Plan& plan) {
  TRY(const Version version, version_of(row));
  fhir::Arena arena;
  const std::string json = json_of(version);
  TRY(const auto resource, fhir::json::read(json, arena, {}, fhir::json::Completeness::as_is));
  return postings_of(row, version, resource, plan);
}

fhir::Result<std::optional<Changed>> changed_since(Connection& connection, const search::Plan& plan, const search::Snapshot& snapshot) {
  const Array types = types_of(plan);
  TRY(auto results, run(connection, plan, {unseen_statement(plan.tenant, types, snapshot, plan.most.unseen + 1), changed_statement(plan.tenant, types, snapshot, plan.most.unseen, plan.most.unseen_bytes)}));
  if (results[0][0].int8(0) > plan.most.unseen) return std::optional<Changed>();
  Changed changed;
  changed.rows = std::move(results[1]);
  if (changed.rows.size() == 1 && changed.rows[0].is_null(0)) return std::optional<Changed>();

  // What other resources say is asked of them as they are now.
  Held held;
  if (std::any_of(plan.branches.begin(), plan.branches.end(), [](const search::Branch& branch) { return leads_out(branch.where); })) {
    AllAsked asked;
    std::size_t references = 0;
    TRY_VOID(each_former(changed.rows, plan, [&](const Former& former) {
      const search::Branch& branch = plan.branches[former.branch];
      if (references <= references_max) ask(branch.where, *branch.type, former.indexed, asked, references);
    }));
    if (references > references_max) return std::optional<Changed>();
    TRY(held, held_of(connection, plan, asked));
  }
  const auto leads = [&](const Condition& condition, index::ResourceKey key) {
    const auto found = held.find(&condition);
    return found != held.end() && found->second.contains(key);
  };
  TRY_VOID(each_former(changed.rows, plan, [&](const Former& former) {
    const search::Branch& branch = plan.branches[former.branch];
    if (search::matches(branch.where, former.indexed, leads)) changed.matches.push_back(match_of(former, branch));
  }));
  return std::optional(std::move(changed));
}

}  // namespace engine::store
