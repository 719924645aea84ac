#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <optional>

#include "engine/index/key.h"
#include "engine/store/search_statement.h"
#include "tests/engine/search/fixture.h"

namespace engine::search {

/// What was stored, as the tests themselves understand it.
struct Seen {
  std::string id;
  std::string code;
  std::string patient;
  std::optional<int> day;       ///< of 2024
  std::optional<double> value;
  bool final = true;
  std::int64_t updated = 0;

  index::ResourceKey key() const { return index::key_of(store::observation_type, id); }
};

inline std::string date_of(int day) {
  const std::chrono::year_month_day date(std::chrono::sys_days(std::chrono::year(2024) / 1 / 1) + std::chrono::days(day));
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", int(date.year()), unsigned(date.month()), unsigned(date.day()));
  return text;
}

inline std::string json_of(const Seen& seen) {
  return R"({"resourceType":"Observation","id":")" + seen.id + R"(","status":")" + (seen.final ? "final" : "amended") + R"(","code":{"coding":[{"system":"urn:c","code":")" + seen.code +
         R"("},{"system":"urn:d","code":")" + seen.code + R"("}]},"subject":{"reference":"Patient/)" + seen.patient + "\"}" +
         (seen.day ? R"(,"effectiveDateTime":")" + date_of(*seen.day) + "\"" : "") + (seen.value ? R"(,"valueQuantity":{"value":)" + std::to_string(*seen.value) + "}" : "") + "}";
}

/// Many observations: a common code, one that a few thousand have, one that a few hundred have and a rare one; dates and
/// values that many share and some lack; ids made by the server and others.
struct Crowd : Fixture {
  explicit Crowd(int size) {
    std::uint32_t state = 7;
    const auto random = [&state](std::uint32_t below) {
      state = state * 1664525u + 1013904223u;
      return (state >> 8) % below;
    };
    for (int p = 0; p < 40; ++p) {
      put(R"({"resourceType":"Patient","id":")" + patient(p) + R"(","gender":")" + (p % 4 == 0 ? "female" : "male") + R"(","name":[{"family":"F)" + std::to_string(p) + R"("}]})");
    }
    std::vector<store::Write> writes;
    const auto flush = [&] {
      const auto written = must(session->write(1, writes));
      for (std::size_t i = 0; i < written.size(); ++i) {
        all[all.size() - written.size() + i].updated = std::chrono::duration_cast<std::chrono::microseconds>(written[i].last_updated.time_since_epoch()).count();
      }
      writes.clear();
    };
    for (int i = 0; i < size; ++i) {
      Seen seen;
      seen.id = random(3) == 0 ? "o" + std::to_string(i) : index::new_id();
      const auto which = random(1000);
      seen.code = which < 3 ? "rare" : which < 40 ? "some" : which < 250 ? "many" : "most";
      seen.patient = patient(static_cast<int>(random(2) == 0 ? 0 : random(40)));
      if (random(10) != 0) seen.day = static_cast<int>(random(50));
      if (random(3) == 0) seen.value = static_cast<int>(random(30)) - 10;
      seen.final = random(5) != 0;
      all.push_back(seen);
      writes.push_back(write_of(json_of(seen)));
      if (writes.size() == 500 || i + 1 == size) flush();
    }
  }
  static std::string patient(int number) { return "p" + std::to_string(number); }

  std::vector<Seen> all;
};

using Holds = std::function<bool(const Seen&)>;
using Before = std::function<int(const Seen&, const Seen&)>;  ///< less than, equal or greater than 0

template <class T>
int compare(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

/// Those without a value last, whichever way.
template <class T>
int compare_optional(const std::optional<T>& a, const std::optional<T>& b, bool descending) {
  if (!a || !b) return compare(!a, !b);
  return descending ? compare(*b, *a) : compare(*a, *b);
}

struct Way {
  const char* sort;
  Before before;
  bool descending;  ///< of the ids, where all else is equal
};

inline const Way ways[] = {
    {"", [](const Seen& a, const Seen& b) { return compare_optional(a.day, b.day, true); }, true},
    {"date", [](const Seen& a, const Seen& b) { return compare_optional(a.day, b.day, false); }, false},
    {"-date", [](const Seen& a, const Seen& b) { return compare_optional(a.day, b.day, true); }, true},
    {"_id", [](const Seen& a, const Seen& b) { return a.id.compare(b.id); }, false},
    {"-_id", [](const Seen& a, const Seen& b) { return b.id.compare(a.id); }, true},
    {"_lastUpdated", [](const Seen& a, const Seen& b) { return compare(a.updated, b.updated); }, false},
    {"-_lastUpdated", [](const Seen& a, const Seen& b) { return compare(b.updated, a.updated); }, true},
    {"value-quantity", [](const Seen& a, const Seen& b) { return compare_optional(a.value, b.value, false); }, false},
    {"-value-quantity", [](const Seen& a, const Seen& b) { return compare_optional(a.value, b.value, true); }, true},
    {"date,-value-quantity", [](const Seen& a, const Seen& b) { const int day = compare_optional(a.day, b.day, false); return day != 0 ? day : compare_optional(a.value, b.value, true); }, true},
    {"-value-quantity,date,_id", [](const Seen& a, const Seen& b) { const int value = compare_optional(a.value, b.value, true), day = compare_optional(a.day, b.day, false); return value != 0 ? value : day != 0 ? day : a.id.compare(b.id); }, false},
};

struct Question {
  const char* criteria;
  Holds holds;
};

inline const Question questions[] = {
    {"", [](const Seen&) { return true; }},
    {"code=most", [](const Seen& o) { return o.code == "most"; }},
    {"code=many", [](const Seen& o) { return o.code == "many"; }},
    {"code=some,rare", [](const Seen& o) { return o.code == "some" || o.code == "rare"; }},
    {"code=rare", [](const Seen& o) { return o.code == "rare"; }},
    {"code=urn:d|most&status=amended", [](const Seen& o) { return o.code == "most" && !o.final; }},
    {"code:not=most", [](const Seen& o) { return o.code != "most"; }},
    {"date:missing=true", [](const Seen& o) { return !o.day; }},
    {"date=ge2024-01-10&date=lt2024-01-12", [](const Seen& o) { return o.day == 9 || o.day == 10; }},
    {"value-quantity=gt5", [](const Seen& o) { return o.value && *o.value > 5; }},
    {"value-quantity=lt-8,19&code=most", [](const Seen& o) { return o.value && (*o.value < -8 || *o.value == 19) && o.code == "most"; }},
    {"subject=Patient/p0", [](const Seen& o) { return o.patient == "p0"; }},
    {"subject=Patient/p1&date=ge2024-02", [](const Seen& o) { return o.patient == "p1" && o.day && *o.day >= 31; }},
    {"patient.gender=female", [](const Seen& o) { return std::stoi(o.patient.substr(1)) % 4 == 0; }},
    {"patient.name:exact=F3&status=final", [](const Seen& o) { return o.patient == "p3" && o.final; }},
    {"patient.gender:not=female&code=some", [](const Seen& o) { return std::stoi(o.patient.substr(1)) % 4 != 0 && o.code == "some"; }},
    {"code=nothing", [](const Seen&) { return false; }},
};

inline Ids expected(const Crowd& crowd, const Holds& holds, const Way& way) {
  std::vector<const Seen*> found;
  for (const auto& seen : crowd.all) {
    if (holds(seen)) found.push_back(&seen);
  }
  std::sort(found.begin(), found.end(), [&](const Seen* a, const Seen* b) {
    const int by_value = way.before(*a, *b);
    if (by_value != 0) return by_value < 0;
    return way.descending ? b->key() < a->key() : a->key() < b->key();
  });
  Ids ids;
  for (const auto* seen : found) ids.push_back(seen->id);
  return ids;
}

inline std::string url_of(const Question& question, const Way& way) {
  std::string url = "Observation?" + std::string(question.criteria);
  if (*way.sort != '\0') url.append(url.back() == '?' ? "" : "&").append("_sort=").append(way.sort);
  return url;
}

/// Whether nothing is asked for but the newest first.
inline bool is_newest(const std::vector<Order>& order) { return order.size() == 1 && order.front().kind == Order::Kind::date && order.front().descending; }

/// The lists of ids, values and texts by which a first page may be found at once.
inline std::vector<store::Access> short_lists_of(const Branch& branch) {
  std::vector<store::Access> all;
  const auto add = [&](const Condition& condition) {
    if (condition.kind == Condition::Kind::ids || condition.kind == Condition::Kind::ranges || condition.kind == Condition::Kind::texts) all.push_back({store::Access::Kind::few, &condition, 50});
  };
  if (!is_newest(store::order_of(branch))) return all;
  add(branch.where);
  if (branch.where.kind == Condition::Kind::all) {
    for (const auto& child : branch.where.children) add(child);
  }
  return all;
}

/// Every other way to reach a branch's matches that makes sense.
inline std::vector<store::Access> accesses_of(const Branch& branch) {
  std::vector<store::Access> all{{}};
  const auto order = store::order_of(branch);
  const bool natural = order.front().kind == Order::Kind::date;
  const bool newest = is_newest(order);
  constexpr std::int64_t glance = 1'000'000;  // over all there is
  if (newest) all.push_back({store::Access::Kind::walk, nullptr, glance});
  const auto add = [&](const Condition& condition) {
    if (!store::is_drivable(condition)) return;
    all.push_back({store::Access::Kind::set, &condition});
    if (natural && (condition.kind == Condition::Kind::tokens || condition.kind == Condition::Kind::chain)) all.push_back({store::Access::Kind::arms, &condition});
    if (newest && condition.kind == Condition::Kind::tokens && condition.tokens.size() == 1) all.push_back({store::Access::Kind::arms, &condition, glance});
  };
  add(branch.where);
  if (branch.where.kind == Condition::Kind::all) {
    for (const auto& child : branch.where.children) add(child);
  }
  return all;
}

}  // namespace engine::search
