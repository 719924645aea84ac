#include "engine/store/search_run.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "engine/index/contained.h"
#include "engine/index/key.h"
#include "engine/index/weight.h"
#include "engine/index/whole.h"
#include "engine/search/cursor.h"
#include "engine/store/connection.h"
#include "engine/store/search_access.h"
#include "engine/store/search_count.h"
#include "engine/store/search_include.h"
#include "engine/store/search_snapshot.h"
#include "engine/store/search_statement.h"
#include "engine/store/sql.h"
#include "engine/store/version.h"
#include "fhir/json/read.h"
#include "fhir/json/write.h"

namespace engine::store {
namespace {

using search::Branch;
using search::Cursor;
using search::Order;

/// The place where the last page ended, seen from a branch. Among equal values, types come in the order of their numbers.
Place place_in(const Branch& branch, const Cursor& cursor) {
  Place place{Place::After::resource, cursor.values, cursor.key};
  if (branch.type->number == cursor.type) return place;
  const bool is_past = (branch.type->number < cursor.type) != cursor.backward;
  place.after = is_past ? Place::After::values : Place::After::all_equal;
  return place;
}

/// A cursor's values must be of the kinds of the order's keys.
bool fits(const Branch& branch, const Cursor& cursor) {
  if (cursor.from_end) return true;
  const auto order = order_of(branch);
  if (order.size() != cursor.values.size()) return false;
  for (std::size_t at = 0; at < order.size(); ++at) {
    if (is_text(order[at]) != std::holds_alternative<std::string>(cursor.values[at])) return false;
  }
  return true;
}

/// Where something stands in the order of matches.
struct Standing {
  const std::vector<Cursor::Value>& values;
  std::uint16_t type;
  index::ResourceKey key;
};

Standing standing_of(const Match& match) { return {match.values, match.version.type->number, match.key}; }

bool comes_before(const std::vector<Order>& order, const Standing& a, const Standing& b) {
  for (std::size_t at = 0; at < order.size(); ++at) {
    if (a.values[at] == b.values[at]) continue;
    return (a.values[at] < b.values[at]) != order[at].descending;
  }
  if (a.type != b.type) return a.type < b.type;
  return a.key != b.key && (a.key < b.key) != order.back().descending;
}

/// Notes in `bytes` how much there is of all branches.
fhir::Result<void> append(const Rows& rows, const Branch& branch, std::size_t& bytes, std::vector<Match>& matches) {
  const auto order = order_of(branch);
  for (std::size_t at = 0; at < rows.size(); ++at) {
    const auto row = rows[at];
    if (row.is_null(0)) continue;  // said of a short list that has nothing
    Match match;
    TRY(match.version, version_of(row));
    if ((bytes += match.version.tail.size()) > reply_bytes_max) return page_too_large();
    match.key = row.int8(1);
    for (std::size_t key = 0; key < order.size(); ++key) {
      const int column = version_columns + static_cast<int>(key);
      if (is_text(order[key])) match.values.emplace_back(std::string(row.text(column)));
      else match.values.emplace_back(row.int8(column));
    }
    if (!branch.ranking.empty()) match.score = row.int8(version_columns + static_cast<int>(order.size()));
    matches.push_back(std::move(match));
  }
  return {};
}

/// A page on its way: the matches and one more, if there is one, in the order that they were gone through.
struct Found {
  std::vector<Match> matches;
  search::Snapshot snapshot;
  bool cut = false;  ///< a glance was not enough
  std::vector<Rows> beside;  ///< what was asked for in the same round trip
  Rows changed;              ///< where the content of matches is that were changed since
};

/// What the index has of a page.
fhir::Result<Found> find(Connection& connection, const search::Plan& plan, const std::vector<Access>& ways, const std::optional<Cursor>& cursor, bool as_seen, std::vector<Statement> beside) {
  const std::int64_t wanted = std::int64_t{plan.count} + 1;
  std::vector<std::vector<Match>> found(plan.branches.size());
  Found all;
  std::size_t bytes = 0;
  if (cursor) all.snapshot = cursor->snapshot;
  for (int part = 0; part < 2; ++part) {
    std::vector<Statement> statements;
    std::vector<std::size_t> asked;
    for (std::size_t at = 0; at < plan.branches.size(); ++at) {
      Window window;
      window.limit = wanted - static_cast<std::int64_t>(found[at].size());
      if (window.limit <= 0 || part >= parts_of(plan.branches[at], ways[at])) continue;
      std::optional<Place> place;
      if (cursor && !cursor->from_end) place = place_in(plan.branches[at], *cursor);
      if (place) window.place = &*place;
      window.backward = cursor && cursor->backward;
      if (as_seen) window.seen = &cursor->snapshot;
      statements.push_back(page_statement(plan.tenant, plan.branches[at], ways[at], part, window));
      asked.push_back(at);
    }
    statements.insert(statements.end(), std::make_move_iterator(beside.begin()), std::make_move_iterator(beside.end()));
    TRY(auto results, run(connection, plan, statements, cursor ? &cursor->snapshot : nullptr));
    if (!std::exchange(beside, {}).empty()) all.beside.assign(std::make_move_iterator(results.begin() + static_cast<std::ptrdiff_t>(asked.size())), std::make_move_iterator(results.end()));
    for (std::size_t at = 0; at < asked.size(); ++at) {
      const Branch& branch = plan.branches[asked[at]];
      const Access& way = ways[asked[at]];
      const int column = version_columns + static_cast<int>(order_of(branch).size()) + (branch.ranking.empty() ? 0 : 1);
      TRY_VOID(append(results[at], branch, bytes, found[asked[at]]));
      if (way.kind == Access::Kind::few) all.cut |= results[at][0].int8(column + 2) > way.glance;
      else all.cut |= way.glance > 0 && static_cast<std::int64_t>(found[asked[at]].size()) < wanted;
      if (!all.snapshot.text.empty() || results[at].empty()) continue;
      all.snapshot = {results[at][0].int8(column + 1), std::string(results[at][0].text(column))};
    }
  }
  for (auto& of_branch : found) all.matches.insert(all.matches.end(), std::move_iterator(of_branch.begin()), std::move_iterator(of_branch.end()));
  return all;
}

/// The matches of a page, put together from the index and, behind the first page, from what was changed since. What is cut is
/// not put together.
fhir::Result<Found> matches_of(Connection& connection, const search::Plan& plan, const std::vector<Access>& ways, const std::optional<Cursor>& cursor, Page& page) {
  const bool as_seen = cursor && !cursor->snapshot.text.empty();
  TRY(Found found, find(connection, plan, ways, cursor, as_seen, cursor ? std::vector<Statement>() : includes_ahead(plan)));
  if (found.cut) return found;
  // Asked for after the page: what is changed between the two is in both, and counts once.
  std::optional<Changed> changed;
  if (as_seen) {
    TRY(changed, changed_since(connection, plan, cursor->snapshot));
    if (!changed) {
      TRY(found, find(connection, plan, ways, cursor, false, {}));
      if (found.cut) return found;
      page.issues.push_back({fhir::Severity::warning, fhir::IssueType::incomplete,
                             "So much was changed since the first page that what was changed may be missing or be there twice. Search anew.", {}});
    }
  }
  auto& matches = found.matches;
  const auto order = order_of(plan.branches.front());
  const bool backward = cursor && cursor->backward;
  if (changed) {
    if (!cursor->from_end) {
      const Standing place{cursor->values, cursor->type, cursor->key};
      std::erase_if(changed->matches, [&](const Match& match) {
        return backward ? !comes_before(order, standing_of(match), place) : !comes_before(order, place, standing_of(match));
      });
    }
    std::set<std::pair<const fhir::Descriptor*, index::ResourceKey>> there;
    for (const Match& match : changed->matches) there.emplace(match.version.type, match.key);
    std::erase_if(matches, [&](const Match& match) { return there.contains({match.version.type, match.key}); });
    matches.insert(matches.end(), std::make_move_iterator(changed->matches.begin()), std::make_move_iterator(changed->matches.end()));
    found.changed = std::move(changed->rows);
  }
  if (plan.branches.size() > 1 || (changed && !changed->matches.empty())) {
    std::sort(matches.begin(), matches.end(), [&](const Match& a, const Match& b) {
      return backward ? comes_before(order, standing_of(b), standing_of(a)) : comes_before(order, standing_of(a), standing_of(b));
    });
  }
  return found;
}

/// Whether a search whose matches nobody asked to be ranked has too many for it. All its pages have the order of the first,
/// which the number of the cursor's values tells.
fhir::Result<bool> are_too_many_to_rank(Connection& connection, const search::Plan& plan, const std::vector<Access>& ways, const std::optional<Cursor>& cursor) {
  if (cursor && !cursor->from_end) return cursor->values.size() < plan.branches.front().order.size();
  return are_too_many(connection, plan, ways, plan.most.ranked);
}

/// One of the numbers from 0 to a million.
std::uint32_t millionths(std::int64_t score, std::size_t words) {
  return static_cast<std::uint32_t>(score * 1'000'000 / (static_cast<std::int64_t>(words) * index::weight_max));
}

/// The total, if it is asked for and not known: that of the first page is that of all. Without `ways` they are chosen where
/// they are needed.
fhir::Result<void> count_all(Connection& connection, const search::Plan& plan, std::optional<std::vector<Access>> ways, const std::optional<Cursor>& cursor, Counts& counts, Page& page) {
  if (cursor && cursor->total) page.total = cursor->total;
  if (page.total || plan.total == search::Total::none) return {};
  TRY(auto total, recount(connection, plan, counts));
  if (!total) {
    if (!ways) {
      TRY(const auto choices, choose(connection, plan));
      ways = ways_of(choices);
    }
    TRY(total, count(connection, plan, *ways, plan.most.total + 1, counts));
  }
  if (static_cast<std::int64_t>(*total) <= plan.most.total) {
    page.total = total;
  } else {
    page.issues.push_back({fhir::Severity::warning, fhir::IssueType::incomplete, "There are more than " + std::to_string(plan.most.total) + " matches; they were not counted further.", {}});
  }
  return {};
}

/// Adds their content to matches that were changed since.
fhir::Result<void> read_changed(Found& found) {
  std::size_t bytes = 0;
  for (Match& match : found.matches) {
    if (match.row) {
      TRY(match.version, version_of(found.changed[*match.row]));
    }
    if ((bytes += match.version.tail.size()) > reply_bytes_max) return page_too_large();
  }
  return {};
}

/// Adds to matches that are contained their content, of the version of what contains them that they were found in.
fhir::Result<void> read_contained(Connection& connection, std::int32_t tenant, Page& page) {
  using Container = std::tuple<std::uint16_t, index::ResourceKey, Instant>;
  std::map<Container, std::map<std::string, Version*>> wanted;  ///< each container once, however much in it matches
  for (Version& match : page.matches) {
    if (!index::is_contained(*match.type)) continue;
    const auto id = index::split_contained_id(match.id);
    wanted[{id.container->number, index::key_of(*id.container, id.container_id), match.last_updated}].emplace(id.local_id, &match);
  }
  if (wanted.empty()) return {};
  Array types(Type::int2), keys(Type::int8), times(Type::timestamptz);
  for (const auto& [container, matches] : wanted) {
    types.int2(static_cast<std::int16_t>(std::get<0>(container)));
    keys.int8(std::get<1>(container));
    times.timestamptz(std::get<2>(container));
  }
  Arguments arguments;
  arguments.int4(tenant).array(types).array(keys).array(times);
  TRY(const Rows rows, connection.run(tenant, sql::containers, arguments));
  std::size_t bytes = 0;
  for (std::size_t at = 0; at < rows.size(); ++at) {
    const auto& matches = std::next(wanted.begin(), static_cast<std::ptrdiff_t>(rows[at].int8(version_columns) - 1))->second;
    TRY(const Version container, version_of(rows[at]));
    fhir::Arena arena;
    const std::string json = json_of(container);
    TRY(const auto resource, fhir::json::read(json, arena, {}, fhir::json::Completeness::as_is));
    for (const auto& [local_id, node] : index::Whole({resource.type, resource.value}, container.id).inside) {
      const auto match = matches.find(std::string(local_id));
      if (match == matches.end()) continue;
      fhir::json::write({node.type, const_cast<void*>(node.value)}, match->second->tail);
      if ((bytes += match->second->tail.size()) > reply_bytes_max) return page_too_large();
    }
  }
  return {};
}

/// The links of a page whose matches are in order. One that was emptied since leads to the other end of what is left.
void link(const search::Plan& plan, const Found& found, const std::optional<Cursor>& cursor, bool more, std::string_view secret, Page& page) {
  const auto at = [&](const Match& match, bool backward) {
    return search::to_text({plan.fingerprint, match.version.type->number, match.key, match.values, found.snapshot, page.total, backward, false}, secret);
  };
  const auto end = [&](bool backward) { return search::to_text({plan.fingerprint, 0, 0, {}, found.snapshot, page.total, backward, true}, secret); };
  const bool backward = cursor && cursor->backward, has_place = cursor && !cursor->from_end;
  if (found.matches.empty()) {
    if (has_place) (backward ? page.next : page.previous) = end(!backward);
  } else {
    if (backward ? has_place : more) page.next = at(found.matches.back(), false);
    if (backward ? more : has_place) page.previous = at(found.matches.front(), true);
  }
  if (!page.next.empty() || !page.previous.empty()) page.last = end(true);
}

}  // namespace

fhir::Result<Page> run_search(Connection& connection, const search::Plan& asked, std::string_view secret, Counts& counts) {
  Page page;
  std::optional<Cursor> cursor;
  if (!asked.cursor.empty()) {
    TRY(cursor, search::cursor_of(asked.cursor, asked.fingerprint, secret));
  }
  if (asked.branches.empty()) {
    page.total = 0;
    return page;
  }
  if (asked.count == 0) {
    TRY_VOID(count_all(connection, asked, {}, cursor, counts, page));
    return page;
  }
  TRY(auto choices, choose(connection, asked));
  auto ways = ways_of(choices);
  std::optional<search::Plan> newest;
  if (asked.ranked) {
    TRY(const bool many, are_too_many_to_rank(connection, asked, ways, cursor));
    if (many) {
      newest = newest_first(asked);
      TRY(choices, choose(connection, *newest));
      ways = ways_of(choices);
      page.issues.push_back({fhir::Severity::warning, fhir::IssueType::incomplete,
                             "More than " + std::to_string(asked.most.ranked) + " resources match, so they are in the order of the newest first, not of their score. Ask for more words, or for _sort=_score.", {}});
    }
  }
  const search::Plan& plan = newest ? *newest : asked;
  for (const Branch& branch : plan.branches) {
    if (cursor && !fits(branch, *cursor)) {
      return fhir::Outcome(fhir::IssueType::value, fhir::Issue::Detail::bad_request, "The _cursor is not one that this search was given; search anew without it.", "http._cursor");
    }
  }
  TRY(const bool many, plan.ranked ? fhir::Result<bool>(false) : are_too_many(connection, plan, ways, plan.most.sorted));
  if (many) {
    const Order& key = plan.branches.front().order.front();
    return fhir::Outcome(fhir::IssueType::too_costly, "More than " + std::to_string(plan.most.sorted) + " resources match, too many to be put into the order of '" +
                             std::string(key.kind == Order::Kind::score ? "_score" : key.parameter->code) +
                             "': no index has an order by a token, reference or uri parameter or by _score. Ask for fewer, or sort by _id, _lastUpdated or a date, number, quantity or string parameter.", "http._sort");
  }
  TRY(Found found, matches_of(connection, plan, ways, cursor, page));
  while (found.cut) {
    TRY_VOID(settle(connection, plan, choices));
    ways = ways_of(choices);
    TRY(found, matches_of(connection, plan, ways, cursor, page));
  }
  const bool more = found.matches.size() > plan.count;
  if (more) found.matches.resize(plan.count);
  if (cursor && cursor->backward) std::reverse(found.matches.begin(), found.matches.end());
  if (!more && !cursor) page.total = found.matches.size();
  TRY_VOID(count_all(connection, plan, ways, cursor, counts, page));
  TRY_VOID(read_changed(found));
  link(plan, found, cursor, more, secret, page);
  const std::size_t words = plan.branches.front().ranking.size();
  for (Match& match : found.matches) {
    if (words > 0) page.scores.push_back(millionths(match.score, words));
    page.matches.push_back(std::move(match.version));
  }
  TRY_VOID(read_contained(connection, plan.tenant, page));
  if (!plan.includes.empty() && !page.matches.empty()) {
    TRY_VOID(add_includes(connection, plan, found.beside, page));
  }
  return page;
}

}  // namespace engine::store
