#include "engine/store/search_snapshot.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/index/extract.h"
#include "engine/index/key.h"
#include "engine/index/sort_value.h"
#include "engine/search/match.h"
#include "engine/store/connection.h"
#include "engine/store/search_statement.h"
#include "engine/store/version.h"
#include "fhir/json/read.h"

namespace engine::store {
namespace {

using search::Condition;
using search::Cursor;
using search::Order;

/// A resource as the snapshot saw it.
struct Changed {
  Version version;
  index::ResourceKey key = 0;
  index::Postings postings;
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

Cursor::Value value_of(const Order& key, const Changed& changed, fhir::Resource resource) {
  const auto is_of_key = [&](std::int64_t posted, bool of_interval) {
    return std::any_of(key.posting_keys.begin(), key.posting_keys.end(), [&](std::int64_t one) {
      const auto all = index::interval_keys(one);
      return posted == one || (of_interval && std::find(all.begin(), all.end(), posted) != all.end());
    });
  };
  switch (key.kind) {
    case Order::Kind::id: return changed.version.id;
    case Order::Kind::date:
      if (changed.postings.sort == index::no_date) return absent_value(key);
      return changed.postings.sort;
    case Order::Kind::range: {
      std::vector<std::int64_t> lows;
      for (const auto& range : changed.postings.ranges) {
        if (is_of_key(range.key, true)) lows.push_back(range.low);
      }
      return value_of(lows, key);
    }
    case Order::Kind::text: {
      std::vector<std::string> texts;
      for (const auto& text : changed.postings.texts) {
        if (is_of_key(text.key, false)) texts.push_back(text.folded);
      }
      return value_of(texts, key);
    }
    case Order::Kind::json: return value_of(index::sort_texts(resource, *key.parameter), key);
    case Order::Kind::score: return score_of(changed.postings, key.posting_keys);
  }
  return {};
}

/// What the index had of the version in a row; `version` and `resource` are the same read.
index::Postings postings_of(const Rows::Row& row, const Version& version, fhir::Resource resource, const search::Plan& plan) {
  const std::string_view base = row.is_null(version_columns) ? std::string_view() : row.text(version_columns);
  index::Postings postings = index::extract(resource, version.id, base, plan.custom ? *plan.custom : index::CustomParameters::none());
  const std::int64_t updated = version.last_updated.time_since_epoch().count();
  postings.ranges.push_back({index::last_updated_key(*version.type), updated, updated});
  return postings;
}

fhir::Result<Changed> changed_of(const Rows::Row& row, const search::Branch& branch, const search::Plan& plan) {
  Changed changed;
  TRY(changed.version, version_of(row));
  changed.key = row.int8(1);
  fhir::Arena arena;
  const std::string json = json_of(changed.version);
  TRY(const auto resource, fhir::json::read(json, arena, {}, fhir::json::Completeness::as_is));
  changed.postings = postings_of(row, changed.version, resource, plan);
  for (const Order& key : order_of(branch)) changed.values.push_back(value_of(key, changed, resource));
  return changed;
}

/// The conditions on other resources in a condition.
void collect_leading(const Condition& condition, std::vector<const Condition*>& found) {
  if (condition.kind == Condition::Kind::chain || condition.kind == Condition::Kind::has) {
    found.push_back(&condition);
    return;
  }
  for (const Condition& child : condition.children) collect_leading(child, found);
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
  std::vector<Statement> statements;
  for (const search::Branch& branch : plan.branches) {
    statements.push_back(unseen_statement(plan.tenant, *branch.type, snapshot, plan.most.unseen + 1));
    statements.push_back(changed_statement(plan.tenant, *branch.type, snapshot, plan.most.unseen));
  }
  TRY(const auto results, run(connection, plan, statements));

  std::vector<std::vector<Changed>> changed(plan.branches.size());
  for (std::size_t at = 0; at < plan.branches.size(); ++at) {
    if (results[2 * at][0].int8(0) > plan.most.unseen) return std::optional<std::vector<Match>>();
    const Rows& rows = results[2 * at + 1];
    for (std::size_t row = 0; row < rows.size(); ++row) {
      TRY(Changed one, changed_of(rows[row], plan.branches[at], plan));
      changed[at].push_back(std::move(one));
    }
  }

  // What other resources say is asked of them as they are now.
  statements.clear();
  std::vector<std::pair<std::size_t, const Condition*>> asked;
  for (std::size_t at = 0; at < plan.branches.size(); ++at) {
    std::vector<const Condition*> leading;
    if (!changed[at].empty()) collect_leading(plan.branches[at].where, leading);
    std::vector<WithReferences> former;
    for (const Changed& one : changed[at]) {
      auto& [key, leads] = former.emplace_back();
      key = one.key;
      for (const auto& token : one.postings.tokens) {
        if (token.leads) leads.push_back(token.token);
      }
    }
    for (const Condition* condition : leading) {
      statements.push_back(holding_statement(plan.tenant, *plan.branches[at].type, *condition, former));
      asked.emplace_back(at, condition);
    }
  }
  TRY(const auto holding, run(connection, plan, statements));
  std::map<const Condition*, std::set<index::ResourceKey>> held;
  for (std::size_t at = 0; at < asked.size(); ++at) {
    for (std::size_t row = 0; row < holding[at].size(); ++row) held[asked[at].second].insert(holding[at][row].int8(0));
  }

  std::vector<Match> found;
  for (std::size_t at = 0; at < plan.branches.size(); ++at) {
    for (Changed& one : changed[at]) {
      const auto leads = [&](const Condition& condition) { return held[&condition].contains(one.key); };
      if (!search::matches(plan.branches[at].where, {one.key, one.postings}, leads)) continue;
      found.push_back({std::move(one.version), one.key, std::move(one.values), score_of(one.postings, plan.branches[at].ranking)});
    }
  }
  return std::optional(std::move(found));
}

}  // namespace engine::store
