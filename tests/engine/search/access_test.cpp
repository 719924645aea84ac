#include <algorithm>
#include <chrono>
#include <functional>
#include <limits>
#include <optional>

#include "engine/index/key.h"
#include "engine/store/connection.h"
#include "engine/store/search_statement.h"
#include "engine/store/version.h"
#include "tests/engine/search/fixture.h"

using namespace engine::search;
using engine::index::ResourceKey;

namespace {

/// What was stored, as the tests themselves understand it.
struct Seen {
  std::string id;
  std::string code;
  std::string patient;
  std::optional<int> day;       ///< of 2024
  std::optional<double> value;
  bool final = true;
  std::int64_t updated = 0;

  ResourceKey key() const { return engine::index::key_of(engine::store::observation_type, id); }
};

std::string date_of(int day) {
  const std::chrono::year_month_day date(std::chrono::sys_days(std::chrono::year(2024) / 1 / 1) + std::chrono::days(day));
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", int(date.year()), unsigned(date.month()), unsigned(date.day()));
  return text;
}

std::string json_of(const Seen& seen) {
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
    std::vector<engine::store::Write> writes;
    const auto flush = [&] {
      const auto written = must(session->write(1, writes));
      for (std::size_t i = 0; i < written.size(); ++i) {
        all[all.size() - written.size() + i].updated = std::chrono::duration_cast<std::chrono::microseconds>(written[i].last_updated.time_since_epoch()).count();
      }
      writes.clear();
    };
    for (int i = 0; i < size; ++i) {
      Seen seen;
      seen.id = random(3) == 0 ? "o" + std::to_string(i) : engine::index::new_id();
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

const Way ways[] = {
    {"", [](const Seen& a, const Seen& b) { return compare_optional(a.day, b.day, true); }, true},
    {"date", [](const Seen& a, const Seen& b) { return compare_optional(a.day, b.day, false); }, false},
    {"-date", [](const Seen& a, const Seen& b) { return compare_optional(a.day, b.day, true); }, true},
    {"_id", [](const Seen&, const Seen&) { return 0; }, false},
    {"-_id", [](const Seen&, const Seen&) { return 0; }, true},
    {"_lastUpdated", [](const Seen& a, const Seen& b) { return compare(a.updated, b.updated); }, false},
    {"-_lastUpdated", [](const Seen& a, const Seen& b) { return compare(b.updated, a.updated); }, true},
    {"value-quantity", [](const Seen& a, const Seen& b) { return compare_optional(a.value, b.value, false); }, false},
    {"-value-quantity", [](const Seen& a, const Seen& b) { return compare_optional(a.value, b.value, true); }, true},
    {"date,-value-quantity", [](const Seen& a, const Seen& b) { const int day = compare_optional(a.day, b.day, false); return day != 0 ? day : compare_optional(a.value, b.value, true); }, true},
    {"-value-quantity,date,_id", [](const Seen& a, const Seen& b) { const int value = compare_optional(a.value, b.value, true); return value != 0 ? value : compare_optional(a.day, b.day, false); }, false},
};

struct Question {
  const char* criteria;
  Holds holds;
};

const Question questions[] = {
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

Ids expected(const Crowd& crowd, const Holds& holds, const Way& way) {
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

std::string url_of(const Question& question, const Way& way) {
  std::string url = "Observation?" + std::string(question.criteria);
  if (*way.sort != '\0') url.append(url.back() == '?' ? "" : "&").append("_sort=").append(way.sort);
  return url;
}

}  // namespace

TEST_CASE("many are found and paged in every order as if one had looked through them all") {
  // More than the lists that are read whole and sorted, so that every way to reach them is taken.
  Crowd crowd(12'000);
  for (const auto& question : questions) {
    for (const auto& way : ways) {
      const std::string url = url_of(question, way);
      CAPTURE(url);
      const Ids all = expected(crowd, question.holds, way);
      // About five pages, and the end of a page in every part of the order.
      const std::size_t count = std::clamp<std::size_t>(all.size() / 5 + 1, 2, SearchLimits::count_max);
      const std::string paged = url + (url.back() == '?' ? "" : "&") + "_count=" + std::to_string(count);
      Ids found;
      std::string cursor;
      do {
        const auto page = crowd.page(paged + (cursor.empty() ? "" : "&_cursor=" + cursor));
        for (const auto& version : page.matches) found.push_back(version.id);
        cursor = page.next;
      } while (!cursor.empty() && found.size() <= all.size());
      const auto differ = std::mismatch(found.begin(), found.end(), all.begin(), all.end());
      CAPTURE(count, found.size(), all.size(), differ.first - found.begin());
      CHECK((found == all));
    }
    const auto counted = crowd.page("Observation?" + std::string(question.criteria) + (*question.criteria == '\0' ? "" : "&") + "_count=0");
    CAPTURE(question.criteria);
    CHECK(counted.total == expected(crowd, question.holds, ways[0]).size());
  }
}

TEST_CASE("every way to reach a search's matches gives the same pages") {
  Crowd crowd(240);
  engine::store::Connection connection(crowd.url);
  const auto run = [&](const engine::store::Statement& statement) { return must(connection.run(1, statement.sql, statement.arguments)); };
  for (const auto& question : questions) {
    for (const auto& way : ways) {
      const auto plan = crowd.plan(url_of(question, way));
      const auto& branch = plan.branches[0];
      const auto order = engine::store::order_of(branch);
      const Ids all = expected(crowd, question.holds, way);

      std::vector<engine::store::Access> accesses{{}};
      const auto add = [&](const Condition& condition) {
        if (!engine::store::is_drivable(condition)) return;
        accesses.push_back({engine::store::Access::Kind::set, &condition});
        const bool natural = order[0].kind == Order::Kind::date;
        if (natural && (condition.kind == Condition::Kind::tokens || condition.kind == Condition::Kind::chain)) accesses.push_back({engine::store::Access::Kind::arms, &condition});
      };
      add(branch.where);
      if (branch.where.kind == Condition::Kind::all) {
        for (const auto& child : branch.where.children) add(child);
      }
      for (const auto& access : accesses) {
        INFO(url_of(question, way) << " by " << static_cast<int>(access.kind));
        CHECK(run(engine::store::total_statement(1, branch, access, 1'000'000))[0].int8(0) == static_cast<std::int64_t>(all.size()));
        const std::size_t count = all.size() / 6 + 2;
        Ids found;
        std::optional<engine::store::Place> place;
        for (bool more = true; more && found.size() <= all.size();) {
          std::size_t rows_of_page = 0;
          for (int part = 0; part < engine::store::parts_of(branch, access) && rows_of_page < count; ++part) {
            const auto rows = run(engine::store::page_statement(1, branch, access, part, place ? &*place : nullptr, static_cast<std::int64_t>(count - rows_of_page)));
            rows_of_page += rows.size();
            for (std::size_t at = 0; at < rows.size(); ++at) {
              found.push_back(must(engine::store::version_of(rows[at])).id);
              if (rows_of_page < count || at + 1 < rows.size()) continue;
              place = engine::store::Place{};
              place->key = rows[at].int8(1);
              for (std::size_t key = 0; key < order.size(); ++key) place->values.emplace_back(rows[at].int8(engine::store::version_columns + static_cast<int>(key)));
            }
          }
          more = rows_of_page == count;
        }
        CHECK((found == all));
      }
    }
  }
}
