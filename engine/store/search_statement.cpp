#include "engine/store/search_statement.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <optional>
#include <utility>

#include "engine/index/contained.h"
#include "engine/index/key.h"
#include "engine/index/parameters.h"
#include "engine/store/connection.h"
#include "engine/store/sql.h"

namespace engine::store {
namespace {

using search::Condition;
using search::Order;
using Kind = Condition::Kind;

constexpr std::string_view least = "'-9223372036854775808'::int8";
constexpr std::string_view greatest = "9223372036854775807";
constexpr std::string_view version_of_c = "c.type, c.rid, c.cid, c.ver, c.upd, 'U'::\"char\" as op, c.enc, c.doc";

/// The snapshot that a statement is made in, behind other columns.
constexpr std::string_view snapshot_columns = ", (select pg_current_snapshot()::text), (select setu.microseconds(now()))";

/// The weights together of those words that a resource has, by the primary key of tok.
std::string score(const std::string& words, const std::string& srt, const std::string& rid) {
  return "coalesce((select sum(p.sys) from unnest(" + words + ") u (tok) cross join lateral (select t.sys from setu.tok t where t.tenant = $1 and t.tok = u.tok and t.srt = " + srt +
         " and t.rid = " + rid + " limit 1) p), 0)";
}

/// The keys of an order, as SQL over a row with rid and srt. None is ever null: where there is no value stands one that
/// comes last.
class Keys {
 public:
  Keys(StatementWriter& writer, std::vector<Order> order, std::string type, bool backward)
      : order_(std::move(order)), type_(std::move(type)), backward_(backward) {
    for (const Order& key : order_) {
      if (key.kind == Order::Kind::json) {
        Array paths(Type::text);
        for (const std::string& path : key.paths) paths.text(path);
        bound_.push_back(writer.bind(paths) + "::text[]");
        continue;
      }
      if (key.posting_keys.empty()) {
        bound_.emplace_back();
        continue;
      }
      std::vector<std::int64_t> keys = key.posting_keys;
      if (key.kind == Order::Kind::range) {
        keys.clear();
        for (const std::int64_t one : key.posting_keys) {
          const auto of_one = index::interval_keys(one);
          keys.insert(keys.end(), of_one.begin(), of_one.end());
        }
      }
      bound_.push_back(writer.bind(std::span<const std::int64_t>(keys)) + "::int8[]");
    }
  }

  std::string value(std::size_t at, const std::string& row) const {
    const Order& key = order_[at];
    switch (key.kind) {
      case Order::Kind::id:
        return "case when " + row + ".rid >= 0 then setu.id_of(" + row + ".rid) else (select r.cid from setu.res r where r.tenant = $1 and r.type = " + type_ +
               " and r.rid = " + row + ".rid limit 1) end collate \"C\"";
      case Order::Kind::date:
        if (key.descending) return row + ".srt";
        return "case when " + row + ".srt = " + std::string(least) + " then " + std::string(greatest) + " else " + row + ".srt end";
      case Order::Kind::range: return "coalesce((select " + least_or_greatest(key) + "(t.lo) from setu.rng t where t.tenant = $1 and t.rid = " + row + ".rid and t.key = any (" + bound_[at] + ")), " + absent(at) + ")";
      case Order::Kind::text: return "coalesce((select " + least_or_greatest(key) + "(t.norm) from setu.str t where t.tenant = $1 and t.rid = " + row + ".rid and t.key = any (" + bound_[at] + ")), " + absent(at) + ")";
      case Order::Kind::json:
        return "coalesce((select " + least_or_greatest(key) + "(lower((v.value #>> '{}') collate \"C\")) from (select b.doc from setu.body b where b.tenant = $1 and b.type = " + type_ + " and b.rid = " + row +
               ".rid limit 1) b cross join unnest(" + bound_[at] + ") p (path) cross join lateral jsonb_path_query(b.doc, p.path::jsonpath) v (value)), " + absent(at) + ")";
      case Order::Kind::score: return score(bound_[at], row + ".srt", row + ".rid");
    }
    return {};
  }

  /// What stands for no value.
  std::string absent(std::size_t at) const {
    const Order& key = order_[at];
    if (is_text(key)) return key.descending ? "'' collate \"C\"" : "'" + std::string(last_text) + "' collate \"C\"";
    return std::string(key.descending ? least : greatest);
  }

  bool is_absent(std::size_t at, const search::Cursor::Value& value) const { return value == absent_value(order_[at]); }

  /// True if all there is to order by is the column srt as it stands.
  bool are_main_date() const { return order_.size() == 1 && order_.front().kind == Order::Kind::date && order_.front().descending; }

  /// The keys that postings of the first are under.
  const std::string& postings() const { return bound_.front(); }
  const std::vector<Order>& order() const { return order_; }
  /// The way that is gone, which turns round for a page before another.
  bool descending(std::size_t at) const { return order_[at].descending != backward_; }
  bool last_descending() const { return descending(order_.size() - 1); }

 private:
  static std::string least_or_greatest(const Order& key) { return key.descending ? "max" : "min"; }

  std::vector<Order> order_;
  std::string type_;
  bool backward_;
  std::vector<std::string> bound_;
};

/// What comes after a place, for keys given as SQL, of which the first `skip` are known to be equal. `rid` is the last.
std::string after(StatementWriter& writer, const Keys& keys, const Place& place, const std::vector<std::string>& columns, std::size_t skip, const std::string& rid) {
  std::vector<std::string> sides, values;
  std::vector<bool> descending;
  for (std::size_t at = skip; at < columns.size(); ++at) {
    const bool text = std::holds_alternative<std::string>(place.values[at]);
    sides.push_back(columns[at]);
    values.push_back(writer.bind(place.values[at]) + (text ? "::text collate \"C\"" : "::int8"));
    descending.push_back(keys.descending(at));
  }
  if (place.after == Place::After::resource) {
    sides.push_back(rid);
    values.push_back(writer.bind(place.key) + "::int8");
    descending.push_back(keys.last_descending());
  }
  const bool or_equal = place.after == Place::After::all_equal;
  if (sides.empty()) return or_equal ? "true" : "false";
  if (std::adjacent_find(descending.begin(), descending.end(), std::not_equal_to<>()) == descending.end()) {
    return "(" + joined(sides, ", ") + ") " + (descending.front() ? "<" : ">") + (or_equal ? "= (" : " (") + joined(values, ", ") + ")";
  }
  std::string text = or_equal ? "true" : "false";
  for (std::size_t at = sides.size(); at-- > 0;) {
    text = "(" + sides[at] + (descending[at] ? " < " : " > ") + values[at] + " or " + sides[at] + " = " + values[at] + " and " + text + ")";
  }
  return text;
}

std::string by(const Keys& keys, const std::vector<std::string>& columns, const std::string& rid) {
  std::string text = " order by ";
  for (std::size_t at = 0; at < columns.size(); ++at) text.append(columns[at]).append(keys.descending(at) ? " desc, " : ", ");
  return text.append(rid).append(keys.last_descending() ? " desc" : "");
}

/// All resources of a type in the order of their ids: those made by the server by their keys, and those made by clients by
/// the index on them, merged.
std::string walk_by_id(StatementWriter& writer, const Keys& keys, const Place* place, const std::string& type, const std::string& rest, const std::string& rows) {
  const std::string direction = keys.last_descending() ? " desc" : "";
  const std::string source = " from setu.res m where m.tenant = $1 and m.type = " + type + " and not m.deleted" + (rest.empty() ? "" : " and " + rest);
  std::string made = " and m.rid >= 0", given = " and m.cid is not null";
  if (place != nullptr) {
    const auto& last = std::get<std::string>(place->values.front());
    const bool or_equal = place->after == Place::After::all_equal;
    const bool itself = index::is_server_id(last);
    if (const auto from = index::first_key_from(last)) {
      if (keys.last_descending()) made += itself && or_equal ? " and m.rid <= " : " and m.rid < ";
      else made += itself && !or_equal ? " and m.rid > " : " and m.rid >= ";
      made += writer.bind(*from) + "::int8";
    } else if (!keys.last_descending()) {
      made += " and false";
    }
    given += std::string(" and m.cid ") + (keys.last_descending() ? "<" : ">") + (or_equal ? "= " : " ") + writer.bind(std::string_view(last)) + "::text collate \"C\"";
  }
  return "(select k0, rid from ((select setu.id_of(m.rid) collate \"C\" as k0, m.rid" + source + made + " order by m.rid" + direction + " limit " + rows +
         ") union all (select m.cid as k0, m.rid" + source + given + " order by m.cid" + direction + " limit " + rows + ")) g order by k0" + direction + " limit " + rows + ") f";
}

/// The versions of a page f, with its keys and, if it is ranked, its scores.
std::string finished(StatementWriter& writer, const std::string& page, const Keys& keys, const std::string& type, const std::vector<std::string>& names, const search::Branch& branch, bool with_snapshot) {
  const std::string_view snapshot = with_snapshot ? snapshot_columns : "";
  if (keys.are_main_date() && branch.ranking.empty()) {
    // Each version has its key itself, so that one scan finds them all, and a sort of so few puts them in order again.
    return "select " + std::string(version_of_c) + ", c.srt as k0" + std::string(snapshot) + " from setu.res c where c.tenant = $1 and c.type = " + type + " and c.rid = any (array(select f.rid from " + page + ")) and " +
           is_there("c") + by(keys, {"c.srt"}, "c.rid");
  }
  std::vector<std::string> in_page;
  for (const std::string& name : names) in_page.push_back("f." + name);
  std::string scored;
  if (!branch.ranking.empty()) {
    const std::string words = writer.bind(std::span<const std::int64_t>(branch.ranking)) + "::int8[]";
    scored = ", " + score(words, "(select r.srt from setu.res r where r.tenant = $1 and r.type = " + type + " and r.rid = f.rid limit 1)", "f.rid");
  }
  return "select v.*, " + joined(in_page, ", ") + scored + std::string(snapshot) + " from " + page + " cross join lateral (select " + std::string(version_of_c) +
         " from setu.res c where c.tenant = $1 and c.type = " + type + " and c.rid = f.rid and " + is_there("c") + " limit 1) v" + by(keys, in_page, "f.rid");
}

/// That a snapshot could see the current version of the resource that `row` has the rid of.
std::string is_seen(const std::string& snapshot, const std::string& type, const std::string& row) {
  return "((select 1 from setu.res c where c.tenant = $1 and c.type = " + type + " and c.rid = " + row + ".rid and pg_visible_in_snapshot(c.writer, " + snapshot + ") limit 1) is not null)";
}

/// What follows a from-item f of types and rids in their order: their versions v, found by one scan a type.
std::string versions_of_types(const std::string& found) {
  return "select v.* from (select f.type, array_agg(f.rid) as rids from (" + found + ") f group by f.type) g cross join lateral (select " + std::string(version_of_c) +
         " from setu.res c where c.tenant = $1 and c.type = g.type and c.rid = any (g.rids) and " + is_there("c") + " offset 0) v";
}

std::string bind(StatementWriter& writer, const search::Snapshot& snapshot) { return writer.bind(std::string_view(snapshot.text)) + "::text::pg_snapshot"; }

/// "select h.rid": versions of a type that a snapshot could not see, of those that an index on their writers is for.
std::string unseen(const std::string& snapshot, const std::string& type, const std::string& rows, std::string_view which) {
  return "select h.rid from setu.hist h where h.tenant = $1 and h.type = " + type + " and " + std::string(which) + " and h.writer >= pg_snapshot_xmin(" + snapshot +
         ") and not pg_visible_in_snapshot(h.writer, " + snapshot + ") order by h.writer limit " + rows;
}
constexpr std::string_view changed_versions = "h.ver > 1", made_versions = "h.ver = 1";

/// Those of them that are of resources that were there before.
std::string unseen_changes(const std::string& snapshot, const std::string& type, const std::string& rows) { return unseen(snapshot, type, rows, changed_versions); }

constexpr std::string_view stamp =
    "(select pg_current_snapshot()::text) as snapshot, (select setu.microseconds(now())) as began, (select case when not exists (select from setu.reindex j where j.tenant = $1 and j.state in ('W', 'S', 'R')) "
    "then coalesce((select i.generation || '/' || i.repairs from setu.indexing i where i.tenant = $1), '') || '/' || coalesce((select max(j.job) from setu.reindex j where j.tenant = $1), 0) end) as index";

bool by_date(const Order& key) { return key.kind == Order::Kind::date; }

/// _lastUpdated, which every resource has: the end of its order is no search of all for those that lack it.
bool by_update(const Order& key) { return key.kind == Order::Kind::range && key.parameter == nullptr; }

/// Where the main dates of a branch's matches begin, as far as what is asked of that date says: the first and the last.
std::optional<std::pair<std::int64_t, std::int64_t>> dates_of(const search::Branch& branch) {
  const auto* parameter = index::parameters_of(*branch.type).main_date();
  if (parameter == nullptr) return std::nullopt;
  const auto keys = index::interval_keys(index::range_key(branch.type->name, parameter->code));
  std::optional<std::pair<std::int64_t, std::int64_t>> dates;
  const auto look_at = [&](const Condition& condition) {
    const auto is_of_date = [&](const Condition::Range& range) { return std::find(keys.begin(), keys.end(), range.key) != keys.end(); };
    if (condition.kind != Kind::ranges || condition.ranges.empty() || !std::all_of(condition.ranges.begin(), condition.ranges.end(), is_of_date)) return;
    std::pair<std::int64_t, std::int64_t> own{std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min()};
    for (const auto& range : condition.ranges) own = {std::min(own.first, range.low_min), std::max(own.second, range.low_max)};
    dates = dates ? std::pair{std::max(dates->first, own.first), std::min(dates->second, own.second)} : own;
  };
  if (branch.where.kind == Kind::all) std::for_each(branch.where.children.begin(), branch.where.children.end(), look_at);
  else look_at(branch.where);
  return dates;
}

std::vector<Call> calls_of(const std::vector<Statement>& statements) {
  std::vector<Call> calls;
  for (const Statement& statement : statements) calls.push_back({statement.sql, &statement.arguments});
  return calls;
}

/// The first page of a short list: the postings are read once, and each resource is, with all that is asked of it.
Statement short_page_statement(StatementWriter writer, const search::Branch& branch, const Access& access, const std::string& type, const std::string& rows) {
  const std::string most = writer.bind(access.glance);
  const std::string found = writer.rids(*access.driver);
  const std::string rest = writer.others(branch.where, *branch.type, access.driver, "c");
  return std::move(writer).finish(
      "select v.*" + std::string(snapshot_columns) + ", cardinality(g.rids)::int8 from (select array(select e.rid from (" + found + ") e limit " + most + " + 1) as rids) g left join lateral (select " +
      std::string(version_of_c) + ", c.srt as k0 from setu.res c where c.tenant = $1 and c.type = " + type + " and c.rid = any (g.rids) and cardinality(g.rids) <= " + most + " and " + is_there("c") +
      (rest.empty() ? "" : " and " + rest) + " order by c.srt desc, c.rid desc limit " + rows + ") v on true");
}

}  // namespace

std::vector<Order> order_of(const search::Branch& branch) {
  if (!branch.order.empty()) {
    // No two have the same id, so nothing counts behind it.
    const auto id = std::find_if(branch.order.begin(), branch.order.end(), [](const Order& key) { return key.kind == Order::Kind::id; });
    return {branch.order.begin(), id == branch.order.end() ? id : id + 1};
  }
  Order newest;
  newest.kind = Order::Kind::date;
  newest.descending = true;
  return {newest};
}

bool is_text(const Order& key) { return key.kind == Order::Kind::text || key.kind == Order::Kind::id || key.kind == Order::Kind::json; }

bool is_unordered(const Order& key) { return key.kind == Order::Kind::json || key.kind == Order::Kind::score; }

search::Cursor::Value absent_value(const Order& key) {
  if (is_text(key)) return key.descending ? std::string() : std::string(last_text);
  return key.descending ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
}

fhir::Result<std::vector<Rows>> measure(Connection& connection, const search::Plan& plan, const std::vector<Statement>& statements) {
  if (statements.empty()) return std::vector<Rows>();
  return connection.run(plan.tenant, calls_of(statements));
}

fhir::Result<std::vector<Rows>> run(Connection& connection, const search::Plan& plan, const std::vector<Statement>& statements, const search::Snapshot* first) {
  if (!plan.zone || statements.empty()) return measure(connection, plan, statements);
  std::vector<Call> calls = calls_of(statements);
  // Asked for behind the others: what changes the index follows the change of the zone.
  Arguments zone;
  zone.int4(plan.tenant);
  const bool is_later = first != nullptr && !first->text.empty();
  if (is_later) zone.text(first->text).timestamptz(Instant(std::chrono::microseconds(first->taken)));
  calls.push_back({is_later ? sql::zone_seen : sql::zone, &zone});
  TRY(auto results, connection.run(plan.tenant, calls));
  const Rows& found = results.back();
  const std::int64_t since = found.empty() ? 0 : found[0].int8(0);
  if (since != *plan.zone) return fhir::Outcome(fhir::IssueType::incomplete, "The time zone of dates is being changed at this moment; send the request again.");
  if (is_later && !found.empty() && !found[0].boolean(1)) {
    return fhir::Outcome(fhir::IssueType::incomplete, fhir::Issue::Detail::bad_request, "The time zone of dates was changed since the first page, and their order with it; search anew without _cursor.", "http._cursor");
  }
  results.pop_back();
  return results;
}

int parts_of(const search::Branch& branch, const Access& access) {
  const Order first = order_of(branch).front();
  if (access.kind == Access::Kind::none) return 0;
  if (access.kind == Access::Kind::set || first.kind == Order::Kind::id || by_update(first)) return 1;
  return by_date(first) && first.descending ? 1 : 2;
}

Statement page_statement(std::int32_t tenant, const search::Branch& branch, const Access& access, int part, const Window& window) {
  StatementWriter writer(tenant);
  const std::string type = writer.bind_type(*branch.type);
  const std::string rows = writer.bind(window.limit);
  if (access.kind == Access::Kind::few) return short_page_statement(std::move(writer), branch, access, type, rows);
  const Keys keys(writer, order_of(branch), type, window.backward);
  const Place* const place = window.place;
  const std::optional<std::string> seen = window.seen != nullptr ? std::optional(bind(writer, *window.seen)) : std::nullopt;
  const Order& first = keys.order().front();
  const int parts = parts_of(branch, access);
  const bool without = parts == 2 && part == (window.backward ? 0 : 1);

  if (access.kind == Access::Kind::walk && first.kind == Order::Kind::id) {
    std::string rest = writer.others(branch.where, *branch.type, access.driver, "m");
    if (seen) rest.append(rest.empty() ? "" : " and ").append(is_seen(*seen, type, "m"));
    const std::string page = walk_by_id(writer, keys, place, type, rest, rows);
    std::string sql = finished(writer, page, keys, type, {"k0"}, branch, !seen);
    return std::move(writer).finish(std::move(sql));
  }

  // The row that drives is m, with rid and srt; `columns` are the keys over it. `reach` says which rows these are, `where` which
  // of them match.
  std::vector<std::string> columns;
  for (std::size_t at = 0; at < keys.order().size(); ++at) columns.push_back(keys.value(at, "m"));
  std::vector<std::string> reach, where;
  std::string from, before;
  if (access.kind == Access::Kind::set) {
    from = "(select distinct d.rid, d.srt from (" + writer.set(branch.where, *branch.type, access.driver) + ") d) m";
  } else {
    if (std::string rest = writer.others(branch.where, *branch.type, access.driver, "m"); !rest.empty()) where.push_back(std::move(rest));
    if (access.kind == Access::Kind::arms) {
      before = writer.arms(*access.driver) + " cross join lateral ";
      from = "setu.tok m";
      reach.push_back("m.tenant = $1 and m.tok = w.tok and (w.sys is null or m.sys = w.sys)");
    } else if (!without && !by_date(first)) {
      // The postings of the first key in their order; of several of one resource the one that counts.
      const bool text = first.kind == Order::Kind::text;
      before = "unnest(" + keys.postings() + ") as w (key) cross join lateral ";
      from = std::string("(select p.rid, p.value, r.srt from (select t.rid, t.") + (text ? "norm" : "lo") + " as value from setu." + (text ? "str" : "rng") +
             " t where t.tenant = $1 and t.key = w.key" +
             (place == nullptr ? "" : std::string(" and t.") + (text ? "norm" : "lo") + (keys.descending(0) ? " <= " : " >= ") + writer.bind(place->values.front()) + (text ? "::text collate \"C\"" : "::int8")) +
             " order by t." + (text ? "norm" : "lo") + (keys.descending(0) ? " desc" : "") + ") p cross join lateral (select c.srt from setu.res c where c.tenant = $1 and c.type = " + type +
             " and c.rid = p.rid and " + is_there("c") + " limit 1) r) m";
      reach.push_back("m.value = " + columns.front());
      columns.front() = "m.value";
    } else {
      from = "setu.res m";
      reach.push_back("m.tenant = $1 and m.type = " + type + " and not m.deleted");
    }
    if (by_date(first)) {
      if (parts == 2) {
        reach.push_back(std::string("m.srt ") + (without ? "= " : "> ") + std::string(least));
        columns.front() = without ? keys.absent(0) : "m.srt";
      }
      if (const auto dates = dates_of(branch)) reach.push_back("m.srt >= " + writer.bind(dates->first) + "::int8 and m.srt <= " + writer.bind(dates->second) + "::int8");
    } else if (without) {
      where.push_back(columns.front() + " = " + keys.absent(0));
      columns.front() = keys.absent(0);
    }
  }
  if (place != nullptr) {
    // Those without a first value have it in common: the place is among them, or before them all.
    if (!without) reach.push_back(after(writer, keys, *place, columns, 0, "m.rid"));
    else if (keys.is_absent(0, place->values.front())) reach.push_back(after(writer, keys, *place, columns, 1, "m.rid"));
    else if (window.backward) reach.push_back("false");
    if (by_date(first) && !without && access.kind != Access::Kind::set && columns.size() > 1) {
      reach.push_back(std::string("m.srt ") + (keys.descending(0) ? "<= " : ">= ") + writer.bind(place->values.front()) + "::int8");
    }
  }
  if (seen) where.push_back(is_seen(*seen, type, "m"));
  if (access.glance > 0) {
    from = "(select m.rid, m.srt from " + from + " where " + joined(reach, " and ") + by(keys, {"m.srt"}, "m.rid") + " limit " + writer.bind(access.glance) + ") m";
    reach.clear();
  }
  where.insert(where.begin(), std::make_move_iterator(reach.begin()), std::make_move_iterator(reach.end()));

  std::string named, names;
  for (std::size_t at = 0; at < columns.size(); ++at) {
    const std::string name = "k" + std::to_string(at);
    named.append(columns[at]).append(" as ").append(name).append(", ");
    names.append(name).append(", ");
  }
  std::vector<std::string> outer;
  for (std::size_t at = 0; at < columns.size(); ++at) outer.push_back("k" + std::to_string(at));

  // Grouped, not "distinct": a list that is in the order of the first key already is then sorted piece by piece, and read
  // no further than the page goes.
  std::string inner = "select " + named + "m.rid from " + from;
  if (!where.empty()) inner.append(" where ").append(joined(where, " and "));
  inner.append(" group by ").append(names).append("rid").append(by(keys, outer, "rid")).append(" limit ").append(rows);
  std::string page = before.empty() ? "(" + inner + ") f" : "(select " + names + "rid from (select o.* from " + before + "(" + inner + ") o) g group by " + names + "rid" + by(keys, outer, "rid") + " limit " + rows + ") f";

  std::string sql = finished(writer, page, keys, type, outer, branch, !seen);
  return std::move(writer).finish(std::move(sql));
}

Statement changed_statement(std::int32_t tenant, const Array& types, const search::Snapshot& snapshot, std::int64_t limit, std::int64_t bytes) {
  StatementWriter writer(tenant);
  const std::string numbers = writer.bind(types);
  const std::string rows = writer.bind(limit);
  const std::string seen = bind(writer, snapshot);
  const std::string most = writer.bind(bytes);
  return std::move(writer).finish(
      "with f as materialized (select v.* from unnest(" + numbers + "::int2[]) w (type) cross join lateral (select distinct rid from (" + unseen_changes(seen, "w.type", rows) +
      ") d offset 0) u cross join lateral (select 1 from setu.res c where c.tenant = $1 and c.type = w.type and c.rid = u.rid and " + is_there("c") +
      " limit 1) c cross join lateral (select h.type, h.rid, h.cid, h.ver, h.upd, h.op, h.enc, h.doc, h.base from setu.hist h where h.tenant = $1 and h.type = w.type and h.rid = u.rid and "
      "pg_visible_in_snapshot(h.writer, " + seen + ") order by h.ver desc limit 1) v where v.op <> 'D'), b as materialized (select coalesce(sum(octet_length(f.doc)), 0) <= " + most +
      " as fit from f) select f.* from b join f on b.fit union all select (null::setu.hist).type, null, null, null, null, null, null, null, null from b where not b.fit");
}

Statement unseen_statement(std::int32_t tenant, const Array& types, const search::Snapshot& snapshot, std::int64_t limit) {
  StatementWriter writer(tenant);
  const std::string numbers = writer.bind(types);
  const std::string rows = writer.bind(limit);
  const std::string seen = bind(writer, snapshot);
  return std::move(writer).finish("select max(u.versions) from unnest(" + numbers + "::int2[]) w (type) cross join lateral (select count(*) as versions from (" + unseen_changes(seen, "w.type", rows) + ") d) u");
}

Statement holding_statement(std::int32_t tenant, const fhir::Descriptor& type, const Condition& condition, std::span<const WithReferences> changed) {
  StatementWriter writer(tenant);
  Array keys(Type::int8), references(Type::int8);
  if (condition.kind == Kind::chain) {
    for (const auto& [key, leads] : changed) {
      for (const std::int64_t reference : leads) keys.int8(key), references.int8(reference);
    }
    const std::string rids = writer.bind(keys), toks = writer.bind(references);
    std::vector<std::string> links;
    for (const Condition& link : condition.children) {
      if (!index::is_contained(*link.type)) links.push_back(writer.probe(link, type, "former"));
    }
    if (links.empty()) links.emplace_back("false");
    return std::move(writer).finish("select distinct former.rid from unnest(" + rids + "::int8[], " + toks + "::int8[]) former (rid, tok) where " + joined(links, " or "));
  }
  for (const auto& one : changed) keys.int8(one.key);
  const std::string rids = writer.bind(keys);
  const std::string where = writer.probe(condition, type, "former");
  return std::move(writer).finish("select former.rid from unnest(" + rids + "::int8[]) former (rid) where " + where);
}

Statement total_statement(std::int32_t tenant, const search::Branch& branch, const Access& access, std::int64_t limit) {
  StatementWriter writer(tenant);
  const std::string rows = writer.bind(limit);
  const Condition* driver = access.driver;
  if (driver == nullptr) driver = branch.where.kind == Kind::all ? best_child(branch.where) : is_drivable(branch.where) ? &branch.where : nullptr;
  const bool posted = driver == &branch.where && (driver->kind == Kind::ranges || driver->kind == Kind::texts);
  std::string found = posted ? writer.rids(*driver) : writer.set(branch.where, *branch.type, driver);
  // Going through all resources meets each of them once, and so does going through one code of one system.
  const bool one_code = driver == &branch.where && driver->kind == Kind::tokens && driver->tokens.size() == 1 && driver->tokens[0].system;
  if (driver != nullptr && !one_code) found = "select distinct d.rid from (" + found + ") d";
  return std::move(writer).finish("select count(*) from (select from (" + found + ") e limit " + rows + ") f");
}

Statement stamped(Statement statement) {
  statement.sql = "select t.*, " + std::string(stamp) + " from (" + statement.sql + ") t";
  return statement;
}

std::string question_of(std::int32_t tenant, const search::Branch& branch) {
  StatementWriter writer(tenant);
  writer.bind_type(*branch.type);
  std::string where = writer.probe(branch.where, *branch.type, "m");
  const Statement asked = std::move(writer).finish(std::move(where));
  return asked.sql + '\0' + asked.arguments.bytes();
}

Statement recount_statement(std::int32_t tenant, const search::Branch& branch, const search::Snapshot& snapshot, std::int64_t limit) {
  StatementWriter writer(tenant);
  const std::string type = writer.bind_type(*branch.type);
  const std::string rows = writer.bind(limit);
  const std::string seen = bind(writer, snapshot);
  const std::string where = writer.probe(branch.where, *branch.type, "m");
  return std::move(writer).finish(
      "select v.*, u.versions, m.rid is not null as matches, s.* from (select " + std::string(stamp) + ") s left join lateral (select d.rid, count(*) as versions from ((" +
      unseen(seen, type, rows, changed_versions) + ") union all (" + unseen(seen, type, rows, made_versions) + ")) d group by d.rid) u on true left join lateral (select 1 as rid from (select r.rid, r.srt from setu.res r where r.tenant = $1 and r.type = " + type +
      " and r.rid = u.rid and " + is_there("r") + " limit 1) m where " + where +
      " limit 1) m on true left join lateral (select h.type, h.rid, h.cid, h.ver, h.upd, h.op, h.enc, h.doc, h.base from setu.hist h where h.tenant = $1 and h.type = " + type +
      " and h.rid = u.rid and pg_visible_in_snapshot(h.writer, " + seen + ") order by h.ver desc limit 1) v on true");
}

Statement size_statement(std::int32_t tenant, const fhir::Descriptor& type, const Condition& condition, std::int64_t limit, std::int64_t leading) {
  StatementWriter writer(tenant);
  const std::string rows = writer.bind(limit);
  if (condition.kind == Kind::chain || condition.kind == Kind::has) writer.lead_by(leading);
  const bool posted = condition.kind == Kind::ranges || condition.kind == Kind::texts;
  const std::string found = posted ? writer.rids(condition) : writer.set(condition, type);
  return std::move(writer).finish("select count(*) from (select from (" + found + ") e limit " + rows + ") f");
}

Statement any_posted_statement(std::int32_t tenant, const Array& tokens, const Array& systems, const Array& lists) {
  StatementWriter writer(tenant);
  const std::string first = writer.bind(tokens);
  const std::string second = writer.bind(systems);
  const std::string third = writer.bind(lists);
  return std::move(writer).finish("select distinct w.list from unnest(" + first + "::int8[], " + second + "::int4[], " + third +
                                  "::int8[]) as w (tok, sys, list) cross join lateral (select 1 from setu.tok t where t.tenant = $1 and t.tok = w.tok and (w.sys is null or t.sys = w.sys) limit 1) p");
}

Statement leading_statement(std::int32_t tenant, const Condition& condition, std::int64_t limit) {
  StatementWriter writer(tenant);
  const std::string rows = writer.bind(limit);
  std::vector<std::string> found;
  const std::span<const Condition> links = condition.kind == Kind::chain ? std::span(condition.children) : std::span(&condition, 1);
  for (const Condition& link : links) found.push_back("select l.rid from (" + writer.set(link.children[0], *link.type) + ") l");
  return std::move(writer).finish("select count(*) from (select from (" + joined(found, " union all ") + ") e limit " + rows + ") f");
}

Statement posted_statement(std::int32_t tenant, const Array& types, const Array& tokens, const Array& systems, const Array& also, std::int64_t limit) {
  StatementWriter writer(tenant);
  const std::string first = writer.bind(types);
  const std::string second = writer.bind(tokens);
  const std::string third = writer.bind(systems);
  const std::string fourth = writer.bind(also);
  const std::string rows = writer.bind(limit);
  return std::move(writer).finish(
      versions_of_types("select distinct w.type, p.rid from unnest(" + first + "::int2[], " + second + "::int8[], " + third + "::int4[], " + fourth +
      "::int8[]) as w (type, tok, sys, also) cross join lateral (select t.rid from setu.tok t where t.tenant = $1 and t.tok = w.tok and (w.sys is null or t.sys = w.sys) and (w.also is null or "
      "(select 1 from setu.tok o where o.tenant = $1 and o.tok = w.also and o.srt = t.srt and o.rid = t.rid limit 1) is not null) limit " + rows +
      ") p order by w.type, p.rid limit " + rows));
}

Statement version_statement(std::int32_t tenant, const Array& types, const Array& keys, const Array& versions) {
  StatementWriter writer(tenant);
  const std::string first = writer.bind(types);
  const std::string second = writer.bind(keys);
  const std::string third = writer.bind(versions);
  return std::move(writer).finish("select v.* from unnest(" + first + "::int2[], " + second + "::int8[], " + third +
                                  "::int4[]) as w (type, rid, ver) cross join lateral (select h.type, h.rid, h.cid, h.ver, h.upd, h.op, h.enc, h.doc from setu.hist h where h.tenant = $1 and "
                                  "h.type = w.type and h.rid = w.rid and h.ver = w.ver limit 1) v where v.op <> 'D'");
}

Statement referring_statement(std::int32_t tenant, std::span<const std::int64_t> targets, const Array& salts, const Array& types, std::int64_t limit) {
  StatementWriter writer(tenant);
  const std::string first = writer.bind(targets);
  const std::string second = writer.bind(salts);
  const std::string third = writer.bind(types);
  const std::string rows = writer.bind(limit);
  return std::move(writer).finish(
      versions_of_types("select distinct w.type, p.rid from unnest(" + first + "::int8[]) as s (rid) cross join unnest(" + second + "::int8[], " + third +
      "::int2[]) as w (salt, type) cross join lateral (select t.rid from setu.tok t where t.tenant = $1 and t.tok = s.rid # w.salt limit " + rows +
      ") p order by w.type, p.rid limit " + rows));
}

}  // namespace engine::store
