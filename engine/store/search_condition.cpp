#include "engine/store/search_condition.h"

#include <algorithm>
#include <set>
#include <utility>

namespace engine::store {
namespace {

using search::Condition;
using Kind = Condition::Kind;

/// How good a driver a condition is where nothing was counted: less is better.
int rank(const Condition& condition) {
  switch (condition.kind) {
    case Kind::ids: return 0;
    case Kind::tokens: return 1;
    case Kind::texts: return 2;
    case Kind::chain: return 3;
    case Kind::ranges: return 4;
    case Kind::has: return 5;
    default: return 6;
  }
}

/// A text as a part of a pattern of `like`.
std::string literally(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

}  // namespace

bool is_drivable(const Condition& condition) {
  switch (condition.kind) {
    case Kind::tokens:
    case Kind::ranges:
    case Kind::texts:
    case Kind::ids: return true;
    case Kind::link:
    case Kind::has: return is_drivable(condition.children[0]);
    case Kind::all: return std::any_of(condition.children.begin(), condition.children.end(), is_drivable);
    case Kind::chain:
    case Kind::any: return std::all_of(condition.children.begin(), condition.children.end(), is_drivable);
    default: return false;
  }
}

const Condition* best_child(const Condition& all) {
  const Condition* best = nullptr;
  for (const Condition& child : all.children) {
    if (is_drivable(child) && (best == nullptr || rank(child) < rank(*best))) best = &child;
  }
  return best;
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string out;
  for (const std::string& part : parts) {
    if (!out.empty()) out.append(between);
    out.append(part);
  }
  return out;
}

std::string is_there(const std::string& row) { return row + ".deleted::int = 0"; }

std::string StatementWriter::arms(const Condition& condition) {
  if (condition.kind == Kind::chain) {
    const std::string most = std::exchange(leading_, {});
    std::vector<std::string> links;
    for (const Condition& link : condition.children) {
      std::string found = leading(link, most);
      links.push_back("select s.rid # u.salt as tok from (" + std::move(found) + ") s cross join unnest(" + bind(link.salts) + "::int8[]) u (salt)");
    }
    return "(select distinct l.tok, null::int4 from (" + joined(links, " union all ") + ") l) as w (tok, sys)";
  }
  Array tokens(Type::int8), systems(Type::int4);
  for (const Condition::Token& token : condition.tokens) {
    tokens.int8(token.token);
    if (token.system) systems.int4(*token.system);
    else systems.null();
  }
  const std::string first = bind(tokens);
  return "unnest(" + first + "::int8[], " + bind(systems) + "::int4[]) as w (tok, sys)";
}

/// A from-item w of ranges.
std::string StatementWriter::ranges(const Condition& condition) {
  Array columns[] = {Array(Type::int8), Array(Type::int8), Array(Type::int8), Array(Type::int8), Array(Type::int8)};
  for (const Condition::Range& range : condition.ranges) {
    columns[0].int8(range.key);
    columns[1].int8(range.low_min);
    columns[2].int8(range.low_max);
    columns[3].int8(range.high_min);
    columns[4].int8(range.high_max);
  }
  std::vector<std::string> bound;
  for (const Array& column : columns) bound.push_back(bind(column) + "::int8[]");
  return "unnest(" + joined(bound, ", ") + ") as w (key, low_min, low_max, high_min, high_max)";
}

std::string StatementWriter::in_range(const std::string& row, const std::string& range) {
  return row + ".lo >= " + range + ".low_min and " + row + ".lo <= " + range + ".low_max and " + row + ".hi >= " + range + ".high_min and " + row + ".hi <= " + range +
         ".high_max";
}

/// A from-item w of texts: all from first on that are before last, of which some must be like a pattern or have a hash.
std::string StatementWriter::texts(const Condition& condition) {
  using Match = Condition::Text::Match;
  Array keys(Type::int8), firsts(Type::text), lasts(Type::text), patterns(Type::text), exacts(Type::int8);
  for (const Condition::Text& text : condition.texts) {
    const auto add = [&](const std::string& first, const std::string& last) {
      keys.int8(text.key);
      firsts.text(first);
      lasts.text(last);
      if (text.match == Match::contains) patterns.text("%" + literally(text.folded) + "%");
      else if (text.match == Match::suffix) patterns.text("%" + literally(text.folded));
      else patterns.null();
      if (text.match == Match::exact) exacts.int8(text.exact);
      else exacts.null();
    };
    const std::string end(last_text), next = text.folded + '\x01';  // no text is between one and the next
    switch (text.match) {
      case Match::prefix: add(text.folded, text.folded + end); break;
      case Match::contains:
      case Match::suffix: add({}, end); break;
      case Match::exact:
      case Match::equal: add(text.folded, next); break;
      case Match::unequal: add({}, text.folded), add(next, end); break;
    }
  }
  std::vector<std::string> bound{bind(keys) + "::int8[]", bind(firsts) + "::text[]", bind(lasts) + "::text[]", bind(patterns) + "::text[]", bind(exacts) + "::int8[]"};
  return "unnest(" + joined(bound, ", ") + ") as w (key, first, last, pattern, exact)";
}

std::string StatementWriter::is_text(const std::string& row, const std::string& text) {
  return row + ".norm >= " + text + ".first collate \"C\" and " + row + ".norm < " + text + ".last collate \"C\" and (" + text + ".pattern is null or " + row +
         ".norm like " + text + ".pattern) and (" + text + ".exact is null or " + row + ".exact = " + text + ".exact)";
}

std::string StatementWriter::rids(const Condition& condition) {
  if (condition.kind == Kind::ids) return "select u.rid from unnest(" + bind(condition.ids) + "::int8[]) u (rid)";
  if (condition.kind == Kind::ranges) {
    // From the last on: what begins late ends late enough, while a year of what began before may not.
    return "select p.rid from " + ranges(condition) + " cross join lateral (select t.rid from setu.rng t where t.tenant = $1 and t.key = w.key and " + in_range("t", "w") +
           " order by t.lo desc offset 0) p";
  }
  return "select p.rid from " + texts(condition) + " cross join lateral (select t.rid from setu.str t where t.tenant = $1 and t.key = w.key and " + is_text("t", "w") +
         " offset 0) p";
}

std::string StatementWriter::set(const Condition& condition, const fhir::Descriptor& type) {
  return set(condition, type, condition.kind == Kind::all ? best_child(condition) : &condition);
}

std::string StatementWriter::others(const Condition& where, const fhir::Descriptor& type, const Condition* driver, const std::string& row) {
  if (&where == driver) return {};
  if (where.kind != Kind::all) return probe(where, type, row);
  std::vector<std::string> parts;
  for (const Condition& child : where.children) {
    if (&child != driver) parts.push_back(probe(child, type, row));
  }
  return joined(parts, " and ");
}

std::string StatementWriter::set(const Condition& condition, const fhir::Descriptor& type, const Condition* driver) {
  if (driver == nullptr || !is_drivable(*driver)) {
    const std::string row = name();
    const std::string number = bind_type(type);
    const std::string where = probe(condition, type, row);
    return "select " + row + ".rid, " + row + ".srt from setu.res " + row + " where " + row + ".tenant = $1 and " + row + ".type = " + number + " and not " + row +
           ".deleted and " + where;
  }
  if (driver != &condition) {
    const std::string row = name();
    const std::string found = set(*driver, type);
    const std::string rest = others(condition, type, driver, row);
    return "select " + row + ".rid, " + row + ".srt from (" + found + ") " + row + (rest.empty() ? "" : " where " + rest);
  }
  const auto with_srt = [&](const std::string& rids_of) {
    const std::string number = bind_type(type);
    return "select s.rid, c.srt from (" + rids_of + ") s cross join lateral (select r.srt from setu.res r where r.tenant = $1 and r.type = " + number +
           " and r.rid = s.rid and " + is_there("r") + " limit 1) c";
  };
  switch (condition.kind) {
    case Kind::all: return set(condition, type);
    case Kind::tokens:
    case Kind::chain:
      return "select p.rid, p.srt from " + arms(condition) +
             " cross join lateral (select t.rid, t.srt from setu.tok t where t.tenant = $1 and t.tok = w.tok and (w.sys is null or t.sys = w.sys) offset 0) p";
    case Kind::ranges:
    case Kind::texts:
    case Kind::ids: return with_srt(rids(condition));
    case Kind::has: {
      const std::string referring = leading(condition, std::exchange(leading_, {}));
      const std::string salts = bind(condition.salts);
      const std::string from = bind_type(*condition.type);
      return with_srt("select k.tok # u.salt as rid from (select distinct rid from (" + referring +
                      ") d) s cross join lateral (select b.refs from setu.body b where b.tenant = $1 and b.type = " + from +
                      " and b.rid = s.rid limit 1) b cross join lateral unnest(b.refs) k (tok) cross join unnest(" + salts + "::int8[]) u (salt)");
    }
    case Kind::any: {
      std::vector<std::string> parts;
      for (const Condition& child : condition.children) parts.push_back("(" + set(child, type) + ")");
      return parts.empty() ? "select 0::int8 as rid, 0::int8 as srt where false" : joined(parts, " union all ");
    }
    default: return {};
  }
}

std::string StatementWriter::probe(const Condition& condition, const fhir::Descriptor& type, const std::string& row) {
  switch (condition.kind) {
    case Kind::all:
    case Kind::any: {
      std::vector<std::string> parts;
      for (const Condition& child : condition.children) parts.push_back(probe(child, type, row));
      if (parts.empty()) return condition.kind == Kind::all ? "true" : "false";
      return "(" + joined(parts, condition.kind == Kind::all ? " and " : " or ") + ")";
    }
    case Kind::not_: return "not " + probe(condition.children[0], type, row);
    case Kind::tokens:
      return "((select 1 from " + arms(condition) + " cross join lateral (select 1 from setu.tok t where t.tenant = $1 and t.tok = w.tok and t.srt = " + row +
             ".srt and t.rid = " + row + ".rid and (w.sys is null or t.sys = w.sys) limit 1) p limit 1) is not null)";
    case Kind::ranges: {
      // Bounds stand outside: within, they would make the index by value look as good as the one by resource.
      std::set<std::int64_t> distinct;
      for (const auto& range : condition.ranges) distinct.insert(range.key);
      Array keys(Type::int8);
      for (const std::int64_t key : distinct) keys.int8(key);
      const std::string posted = "(select t.key, t.lo, t.hi from setu.rng t where t.tenant = $1 and t.rid = " + row + ".rid and t.key = any (" + bind(keys) + "::int8[]) offset 0) p";
      return "((select 1 from " + posted + " cross join lateral (select 1 from " + ranges(condition) + " where w.key = p.key and " + in_range("p", "w") + " limit 1) i limit 1) is not null)";
    }
    case Kind::texts:
      return "((select 1 from " + texts(condition) + " cross join lateral (select t.norm, t.exact from setu.str t where t.tenant = $1 and t.rid = " + row +
             ".rid and t.key = w.key offset 0) p where " + is_text("p", "w") + " limit 1) is not null)";
    case Kind::ids: return "(" + row + ".rid = any (" + bind(condition.ids) + "::int8[]))";
    case Kind::present: {
      const std::string number = bind_type(type);
      return "((select 1 from setu.res r where r.tenant = $1 and r.type = " + number + " and r.rid = " + row + ".rid and r.present & " +
             bind(static_cast<std::int64_t>(std::uint64_t{1} << condition.bit)) + " <> 0 limit 1) is not null)";
    }
    case Kind::near: {
      // The haversine formula, which is exact enough for short distances as well.
      const auto posted = [&](std::int64_t key) {
        return "(select radians(t.lo / 1e9::float8) as at from setu.rng t where t.tenant = $1 and t.rid = " + row + ".rid and t.key = " + bind(key) + " limit 1)";
      };
      const std::string latitude = posted(condition.near.latitude_key), longitude = posted(condition.near.longitude_key);
      const std::string from = bind(condition.near.latitude), beside = bind(condition.near.longitude), angle = bind(condition.near.picoradians);
      return "((select 1 from " + latitude + " a cross join " + longitude + " b cross join (select radians(" + from + "::int8 / 1e9::float8) as a, radians(" + beside +
             "::int8 / 1e9::float8) as b) c where 2 * asin(sqrt(least(1, power(sin((a.at - c.a) / 2), 2) + cos(a.at) * cos(c.a) * power(sin((b.at - c.b) / 2), 2)))) <= " + angle +
             "::int8 / 1e12::float8 limit 1) is not null)";
    }
    case Kind::chain: {
      const std::string reference = name();
      const std::string from = bind_type(type);
      std::vector<std::string> links;
      for (const Condition& link : condition.children) links.push_back(probe(link, type, reference));
      return "((select 1 from (select b.refs from setu.body b where b.tenant = $1 and b.type = " + from + " and b.rid = " + row +
             ".rid limit 1) b cross join lateral unnest(b.refs) " + reference + " (tok) where " + joined(links, " or ") + " limit 1) is not null)";
    }
    case Kind::link: {
      const std::string target = name();
      const std::string to = bind_type(*condition.type);
      const std::string salts = bind(condition.salts);
      return "((select 1 from unnest(" + salts + "::int8[]) u (salt) cross join lateral (select r.rid, r.srt from setu.res r where r.tenant = $1 and r.type = " + to +
             " and r.rid = " + row + ".tok # u.salt and " + is_there("r") + " limit 1) " + target + " where " + probe(condition.children[0], *condition.type, target) +
             " limit 1) is not null)";
    }
    case Kind::has: {
      const std::string source = name();
      return "((select 1 from unnest(" + bind(condition.salts) + "::int8[]) u (salt) cross join lateral (select t.rid, t.srt from setu.tok t where t.tenant = $1 and t.tok = u.salt # " +
             row + ".rid offset 0) " + source + " where " + probe(condition.children[0], *condition.type, source) + " limit 1) is not null)";
    }
  }
  return {};
}

}  // namespace engine::store
