#include <chrono>
#include <map>
#include <thread>

#include "tests/engine/search/fixture.h"

using namespace engine::search;

// https://hl7.org/fhir/R4/search.html#date and #prefix

TEST_CASE("dates of any precision are compared by what they cover") {
  Fixture store{
      R"({"resourceType":"Patient","id":"y1984","birthDate":"1984"})",
      R"({"resourceType":"Patient","id":"m1984-05","birthDate":"1984-05"})",
      R"({"resourceType":"Patient","id":"d1984-05-17","birthDate":"1984-05-17"})",
      R"({"resourceType":"Patient","id":"d1984-06-01","birthDate":"1984-06-01"})",
      R"({"resourceType":"Patient","id":"d1990","birthDate":"1990-12-31"})",
      R"({"resourceType":"Patient","id":"none"})",
  };
  check(store, {
      {"Patient?birthdate=1984", {"y1984", "m1984-05", "d1984-05-17", "d1984-06-01"}},
      {"Patient?birthdate=eq1984-05", {"m1984-05", "d1984-05-17"}},
      {"Patient?birthdate=1984-05-17", {"d1984-05-17"}},
      {"Patient?birthdate=1984-05-17,1990-12-31", {"d1984-05-17", "d1990"}},
      {"Patient?birthdate=ne1984-05", {"y1984", "d1984-06-01", "d1990"}},
      {"Patient?birthdate=ne1984-05-17", {"y1984", "m1984-05", "d1984-06-01", "d1990"}},
      {"Patient?birthdate:missing=true", {"none"}},
      {"Patient?birthdate:missing=false", {"y1984", "m1984-05", "d1984-05-17", "d1984-06-01", "d1990"}},
      {"Patient?birthdate=gt1984-05-17", {"y1984", "m1984-05", "d1984-06-01", "d1990"}},
      {"Patient?birthdate=gt1984-05", {"y1984", "d1984-06-01", "d1990"}},
      {"Patient?birthdate=gt1984", {"d1990"}},
      {"Patient?birthdate=lt1984-05-17", {"y1984", "m1984-05"}},
      {"Patient?birthdate=lt1984-05", {"y1984"}},
      {"Patient?birthdate=lt1984", {}},
      {"Patient?birthdate=ge1984-05-17", {"y1984", "m1984-05", "d1984-05-17", "d1984-06-01", "d1990"}},
      {"Patient?birthdate=ge1984-06-02", {"y1984", "d1990"}},
      {"Patient?birthdate=le1984-05", {"y1984", "m1984-05", "d1984-05-17"}},
      {"Patient?birthdate=le1984-05-16", {"y1984", "m1984-05"}},
      {"Patient?birthdate=sa1984-05", {"d1984-06-01", "d1990"}},
      {"Patient?birthdate=sa1984", {"d1990"}},
      {"Patient?birthdate=sa1983", {"y1984", "m1984-05", "d1984-05-17", "d1984-06-01", "d1990"}},
      {"Patient?birthdate=eb1984-06", {"m1984-05", "d1984-05-17"}},
      {"Patient?birthdate=eb1985", {"y1984", "m1984-05", "d1984-05-17", "d1984-06-01"}},
      {"Patient?birthdate=eb1984", {}},
      {"Patient?birthdate=ge1984-05-17&birthdate=le1984-05-31", {"y1984", "m1984-05", "d1984-05-17"}},
      {"Patient?birthdate=ge2000,lt1984-05-10", {"y1984", "m1984-05"}},
  });
}

TEST_CASE("times are compared to the fraction of a second and in their zone") {
  Fixture store{
      R"({"resourceType":"Observation","id":"z","status":"final","code":{"text":"x"},"effectiveDateTime":"2024-05-17T09:30:00Z"})",
      R"({"resourceType":"Observation","id":"ist","status":"final","code":{"text":"x"},"effectiveDateTime":"2024-05-17T15:00:00+05:30"})",
      R"({"resourceType":"Observation","id":"ms","status":"final","code":{"text":"x"},"effectiveDateTime":"2024-05-17T09:30:00.250Z"})",
      R"({"resourceType":"Observation","id":"late","status":"final","code":{"text":"x"},"effectiveDateTime":"2024-05-17T23:30:00-05:00"})",
      R"({"resourceType":"Observation","id":"day","status":"final","code":{"text":"x"},"effectiveDateTime":"2024-05-17"})",
      R"({"resourceType":"Observation","id":"instant","status":"final","code":{"text":"x"},"effectiveInstant":"2024-05-18T00:00:00Z"})",
  };
  check(store, {
      {"Observation?date=2024-05-17T09:30:00Z", {"z", "ist", "ms"}},
      {"Observation?date=2024-05-17T09:30:00", {"z", "ist", "ms"}},
      {"Observation?date=2024-05-17T09:30", {"z", "ist", "ms"}},
      {"Observation?date=2024-05-17T15:00:00%2B05:30", {"z", "ist", "ms"}},
      {"Observation?date=2024-05-17T09:30:00.250Z", {"ms"}},
      {"Observation?date=2024-05-17T09:30:00.25Z", {"ms"}},
      {"Observation?date=2024-05-17", {"z", "ist", "ms", "day"}},
      {"Observation?date=2024-05-18", {"late", "instant"}},
      {"Observation?date=gt2024-05-17T09:30:00Z", {"late", "day", "instant"}},
      {"Observation?date=lt2024-05-17T09:30:00Z", {"day"}},
      {"Observation?date=sa2024-05-17", {"late", "instant"}},
      {"Observation?date=ge2024-05-18", {"late", "instant"}},
      {"Observation?date=eb2024-05-17T10:00:00Z", {"z", "ist", "ms"}},
  });
}

TEST_CASE("an instant is a point, and so is a time with a fraction of a second") {
  Fixture store{
      R"({"resourceType":"Slot","id":"slot","schedule":{"display":"x"},"status":"free","start":"2015-02-07T11:28:17Z","end":"2015-02-07T11:38:17Z"})",
      R"({"resourceType":"Observation","id":"half","status":"final","code":{"text":"x"},"effectiveDateTime":"2024-05-17T10:00:30.5Z"})",
      R"({"resourceType":"Observation","id":"second","status":"final","code":{"text":"x"},"effectiveDateTime":"2024-05-17T10:00:30Z"})",
  };
  check(store, {
      {"Slot?start=2015-02-07T11:28:17.000Z", {"slot"}},
      {"Slot?start=le2015-02-07T11:28:17.000Z", {"slot"}},
      {"Slot?start=gt2015-02-07T11:28:17.239Z", {}},
      {"Slot?start=2015-02-07T11:28", {"slot"}},
      {"Observation?date=2024-05-17T10:00:30.500Z", {"half"}},
      {"Observation?date=le2024-05-17T10:00:30.500Z", {"half", "second"}},
      {"Observation?date=2024-05-17T10:00:30Z", {"half", "second"}},
      {"Observation?date=2024-05-17T10:00:30.000Z", {}},
  });
}

TEST_CASE("a search for a time between two days finds all that goes on then") {  // https://hl7.org/fhir/R4/search.html#date
  const auto procedure = [](const std::string& id, const std::string& period) {
    return R"({"resourceType":"Procedure","id":")" + id + R"(","status":"completed","subject":{"display":"x"},"performedPeriod":)" + period + "}";
  };
  Fixture store;
  store.put(procedure("into", R"({"start":"2009-12-31T22:00:00Z","end":"2010-01-01T02:00:00Z"})"));
  store.put(procedure("until", R"({"end":"2010-01-01"})"));
  store.put(procedure("out", R"({"start":"2011-12-31T22:00:00Z","end":"2012-01-01T02:00:00Z"})"));
  store.put(procedure("from", R"({"start":"2011-12-31"})"));
  store.put(procedure("before", R"({"end":"2009-12-31"})"));
  store.put(procedure("after", R"({"start":"2012-01-01"})"));
  check(store, {{"Procedure?date=ge2010-01-01&date=le2011-12-31", {"into", "until", "out", "from"}}});
}

TEST_CASE("periods and timings are compared by their ends, open ends without end") {
  const auto encounter = [](const char* id, const char* period) {
    return R"({"resourceType":"Encounter","id":")" + std::string(id) + R"(","status":"finished","class":{"code":"AMB"},"period":)" + period + "}";
  };
  Fixture store;
  store.put(encounter("may", R"({"start":"2024-05-01","end":"2024-05-31"})"));
  store.put(encounter("hour", R"({"start":"2024-05-10T09:00:00Z","end":"2024-05-10T10:00:00Z"})"));
  store.put(encounter("since", R"({"start":"2024-05-20"})"));
  store.put(encounter("until", R"({"end":"2024-04-30"})"));
  store.put(encounter("years", R"({"start":"2010-01-01","end":"2024-06-15"})"));
  store.put(R"({"resourceType":"Encounter","id":"none","status":"finished","class":{"code":"AMB"}})");
  check(store, {
      {"Encounter?date=2024-05", {"may", "hour"}},
      {"Encounter?date=2024-05-10", {"hour"}},
      {"Encounter?date=ne2024-05", {"since", "until", "years"}},
      {"Encounter?date=gt2024-05-15", {"may", "since", "years"}},
      {"Encounter?date=gt2024-06-15", {"since"}},
      {"Encounter?date=gt2090", {"since"}},
      {"Encounter?date=lt2024-05-10", {"may", "until", "years"}},
      {"Encounter?date=lt1900", {"until"}},
      {"Encounter?date=lt2012", {"until", "years"}},
      // "The specified value and up": what goes on on that day, and what is behind it.
      {"Encounter?date=ge2024-05-31", {"may", "since", "years"}},
      {"Encounter?date=le2024-05-01", {"may", "until", "years"}},
      {"Encounter?date=ge2024-05-31&date=le2024-05-31", {"may", "since", "years"}},
      {"Encounter?date=gt2024-05-30", {"may", "since", "years"}},
      {"Encounter?date=le2024-04-30", {"until", "years"}},
      {"Encounter?date=sa2024-05-09", {"hour", "since"}},
      {"Encounter?date=sa2009", {"may", "hour", "since", "years"}},
      {"Encounter?date=eb2024-06-16", {"may", "hour", "until", "years"}},
      {"Encounter?date=eb2024-05-01", {"until"}},
      {"Encounter?date=ap2024-05-10T09:30:00Z", {"may", "hour", "years", "since", "until"}},
      {"Encounter?date:missing=true", {"none"}},
      // Who was here on that day: those that go on after the day before, and begin before the day after.
      {"Encounter?date=gt2024-05-30&date=lt2024-06-01", {"may", "since", "years"}},
      {"Encounter?date=gt2024-05-09&date=lt2024-05-11", {"may", "hour", "years"}},
  });

  Fixture timings{
      R"({"resourceType":"ServiceRequest","id":"events","status":"active","intent":"order","subject":{"display":"x"},"occurrenceTiming":{"event":["2024-03-01","2024-01-01"]}})",
      R"({"resourceType":"ServiceRequest","id":"bounds","status":"active","intent":"order","subject":{"display":"x"},"occurrenceTiming":{"repeat":{"boundsPeriod":{"start":"2024-02-01","end":"2024-02-29"},"frequency":1}}})",
      R"({"resourceType":"ServiceRequest","id":"daily","status":"active","intent":"order","subject":{"display":"x"},"occurrenceTiming":{"repeat":{"frequency":1,"period":1,"periodUnit":"d"}}})",
  };
  check(timings, {
      {"ServiceRequest?occurrence=2024-02", {"bounds"}},
      {"ServiceRequest?occurrence=gt2024-02-29", {"events"}},
      {"ServiceRequest?occurrence=2024", {"events", "bounds"}},
      {"ServiceRequest?occurrence:missing=true", {"daily"}},
  });
}

TEST_CASE("ap is a tenth of the time between now and the date") {
  Fixture store{
      R"({"resourceType":"Patient","id":"p1920","birthDate":"1920-01-01"})",
      R"({"resourceType":"Patient","id":"p1930","birthDate":"1930-01-01"})",
      R"({"resourceType":"Patient","id":"p1945","birthDate":"1945-01-01"})",
  };
  check(store, {
      {"Patient?birthdate=ap1925", {"p1920", "p1930"}},
      {"Patient?birthdate=ap1930-01-01", {"p1930"}},
      {"Patient?birthdate=ap2010", {}},
  });
}

TEST_CASE("_lastUpdated is the time of the version that is served") {
  Fixture store;
  store.put(R"({"resourceType":"Basic","id":"old","code":{"text":"x"}})");
  const auto at = must(store.session->read(std::vector<engine::store::Key>{{1, fhir::r4::resource_type("Basic"), "old"}})).front()->last_updated;
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  store.put(R"({"resourceType":"Basic","id":"new","code":{"text":"x"}})");
  const auto stamp = [&](std::chrono::microseconds later) {
    const auto time = at + later;
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(std::chrono::duration_cast<std::chrono::milliseconds>(time - day));
    char text[64];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", int(date.year()), unsigned(date.month()), unsigned(date.day()),
                  int(clock.hours().count()), int(clock.minutes().count()), int(clock.seconds().count()), int(clock.subseconds().count()));
    return std::string(text);
  };
  using std::chrono::milliseconds;
  CHECK(store.found("Basic?_lastUpdated=" + stamp(milliseconds(0))) == Ids{"old"});
  CHECK(store.found("Basic?_lastUpdated=gt" + stamp(milliseconds(0))) == Ids{"new"});
  CHECK(store.found("Basic?_lastUpdated=ge" + stamp(milliseconds(0))) == Ids{"new", "old"});
  CHECK(store.found("Basic?_lastUpdated=lt" + stamp(milliseconds(1))) == Ids{"old"});
  CHECK(store.found("Basic?_lastUpdated=ne" + stamp(milliseconds(0))) == Ids{"new"});
  CHECK(store.found("Basic?_lastUpdated=lt2020") == Ids{});
  CHECK(store.found("?_lastUpdated=gt2020") == Ids{"new", "old"});

  store.put(R"({"resourceType":"Basic","id":"old","code":{"text":"y"}})");
  CHECK(store.found("Basic?_lastUpdated=" + stamp(milliseconds(0))) == Ids{});
  CHECK(store.in_order("Basic?_sort=-_lastUpdated") == Ids{"old", "new"});
}

TEST_CASE("several dates asked of an element that repeats may each be of another value, of one that does not of the same") {
  Fixture store{R"({"resourceType":"CarePlan","id":"two","status":"active","intent":"plan","subject":{"reference":"Patient/1"},"activity":[
                    {"detail":{"status":"completed","scheduledPeriod":{"start":"2020-03-01","end":"2020-03-02"}}},
                    {"detail":{"status":"scheduled","scheduledPeriod":{"start":"2024-03-01","end":"2024-03-02"}}}]})",
                R"({"resourceType":"Observation","id":"long","status":"final","code":{"text":"x"},"effectivePeriod":{"start":"2019-03-01","end":"2024-03-02"}})",
                R"({"resourceType":"Observation","id":"short","status":"final","code":{"text":"x"},"effectiveDateTime":"2020-06-01"})"};
  check(store, {
                   {"CarePlan?activity-date=lt2021&activity-date=ge2023", {"two"}},
                   {"CarePlan?activity-date=gt2021&activity-date=lt2023", {"two"}},
                   {"CarePlan?activity-date=gt2025&activity-date=lt2023", {}},
                   {"Observation?date=lt2021&date=ge2023", {"long"}},
                   {"Observation?date=ge2020&date=lt2021", {"long", "short"}},
                   {"Observation?date=ge2020,ge2030&date=lt2021&date=gt2020-05", {"long", "short"}},
                   {"Observation?date=sa2020&date=lt2021", {}},
                   {"Observation?date=2020&date=2020-06&date=2020-06-01", {"short"}},
                   {"Observation?date=2020-06-01&date=ne2020-06-01", {}},
               });
}

TEST_CASE("what began nobody knows when began before all else, on every page of every order of dates") {
  Fixture store;
  Ids open, dated;
  for (int i = 100; i < 170; ++i) {
    const std::string number = std::to_string(i);
    store.put(R"({"resourceType":"Observation","id":"open)" + number + R"(","status":"final","code":{"text":"x"},"effectivePeriod":{"end":"2022-05-)" + std::to_string(10 + i % 20) + "\"}}");
    store.put(R"({"resourceType":"Observation","id":"dated)" + number + R"(","status":"final","code":{"text":"x"},"effectiveDateTime":"2021-05-)" + std::to_string(10 + i % 20) + "\"}");
    open.push_back("open" + number);
    dated.push_back("dated" + number);
  }
  const auto all_pages = [&](const std::string& url) {
    Ids found;
    std::string cursor;
    do {
      const auto page = store.page(url + (cursor.empty() ? "" : "&_cursor=" + cursor));
      for (const auto& version : page.matches) found.push_back(version.id);
      cursor = page.next;
    } while (!cursor.empty());
    return found;
  };
  for (const std::string order : {"", "&_sort=-date", "&_sort=date"}) {
    CAPTURE(order);
    CHECK(sorted(all_pages("Observation?date=lt2020&_count=20" + order)) == open);
    CHECK(sorted(all_pages("Observation?date=ge2021-05&date=lt2021-06&_count=20" + order)) == sorted([&] { Ids both = open; both.insert(both.end(), dated.begin(), dated.end()); return both; }()));
    CHECK(sorted(all_pages("Observation?date=gt2022-04&_count=20" + order)) == open);
    const Ids all = all_pages("Observation?date=lt2023&_count=20" + order);
    REQUIRE(all.size() == 140);
    CHECK(all.front().starts_with(order == "&_sort=date" ? "open" : "dated"));
    CHECK(all.back().starts_with(order == "&_sort=date" ? "dated" : "open"));
  }
}

TEST_CASE("what happens on a day is looked for near that day, and only what lasts longer further back") {
  Fixture store;
  const auto plan = store.plan("Observation?date=ge2024-05-17");
  const auto day = [](int days) { return (std::chrono::sys_days(std::chrono::year(2024) / 5 / 17) + std::chrono::days(days)).time_since_epoch() / std::chrono::microseconds(1); };
  const auto own = engine::index::range_key("Observation", "date");
  std::map<std::int64_t, std::int64_t> from;  // by key: where the index is read from
  for (const auto& range : plan.branches[0].where.ranges) {
    const auto [known, first] = from.try_emplace(range.key, range.low_min);
    if (!first) known->second = std::min(known->second, range.low_min);
  }
  REQUIRE(from.size() == 3);
  CHECK(from[own] > day(-2));
  CHECK(from[engine::index::long_key(own)] < day(-300));
  CHECK(from[engine::index::long_key(own)] > day(-400));
  CHECK(from[engine::index::wide_key(own)] < day(-100'000));
}

TEST_CASE("long lists of dates, one after another, are planned in the size that they are written in") {
  Fixture store{R"({"resourceType":"Observation","id":"in","status":"final","code":{"text":"x"},"effectiveDateTime":"1700-06-01"})",
                R"({"resourceType":"Observation","id":"out","status":"final","code":{"text":"x"},"effectiveDateTime":"0900-06-01"})"};
  std::string url = "Observation?";
  for (int parameter = 0; parameter < 6; ++parameter) {
    url += "&date=";
    for (int value = 0; value < 300; ++value) {
      url += (value > 0 ? "," : "") + std::string(parameter % 2 == 0 ? "ge" : "lt") + std::to_string((parameter % 2 == 0 ? 1000 : 2000) + value);
    }
  }
  std::size_t ranges = 0;
  const auto plan = store.plan(url);
  for (const auto& child : plan.branches[0].where.children) ranges += child.ranges.size();
  CHECK(ranges <= 6 * 300 * 6);
  CHECK(store.found(url) == Ids{"in"});
}
