#include "engine/store/reindex.h"
#include "engine/store/verify.h"
#include "tests/engine/search/fixture.h"

using namespace engine::search;

// "Where both search parameters and resource element date times do not have time zones, the servers local time zone should be
// assumed." https://hl7.org/fhir/R4/search.html#date

namespace {

/// Resources and searches of a tenant in India.
struct India : Fixture {
  India() {
    move("Asia/Kolkata");
    work();
  }
  void move(const char* zone) { must(session->set_time_zone(1, *fhir::TimeZone::named(zone))); }
  void work() {
    while (must(reindexer.step())) {}
  }
  fhir::Result<engine::store::Page> tried(std::string_view url, engine::store::Session& by) {
    CAPTURE(url);
    TRY(const auto custom, by.current_parameters(1));
    TRY(const auto plan, plan_of(must(parse(interaction_of(url), custom)), 1, base_url));
    return by.search(plan);
  }
  Ids found(std::string_view url) { return sorted(ids_of(must(tried(url, *session)).matches)); }
  /// What a search is refused with.
  std::string refused(std::string_view url) {
    const auto page = tried(url, *session);
    return page ? "" : fhir::to_text(page.outcome());
  }
  engine::store::Reindexer reindexer{url};
};

std::string observation(const char* id, const char* effective) {
  return R"({"resourceType":"Observation","id":")" + std::string(id) + R"(","status":"final","code":{"coding":[{"code":"x"}]},)" + effective + "}";
}

}  // namespace

TEST_CASE("dates without a zone are the tenant's, stored and searched") {
  India store;
  store.put(observation("night", R"("effectiveDateTime":"2024-05-17T02:00:00+05:30")"));  // the 16th in UTC
  store.put(observation("utc", R"("effectiveDateTime":"2024-05-16T19:00:00Z")"));        // the 17th in India
  store.put(observation("day", R"("effectiveDateTime":"2024-05-17")"));
  store.put(observation("before", R"("effectiveDateTime":"2024-05-16")"));
  store.put(observation("period", R"("effectivePeriod":{"start":"2024-05-17","end":"2024-05-17"})"));
  store.put(R"({"resourceType":"Patient","id":"born","birthDate":"2024-05-17"})");
  store.put(R"({"resourceType":"Patient","id":"year","birthDate":"2023"})");
  const auto check = [&](const char* url, Ids ids) {
    CAPTURE(url);
    CHECK(store.found(url) == sorted(std::move(ids)));
  };
  check("Observation?date=2024-05-17", {"night", "utc", "day", "period"});
  check("Observation?date=2024-05-16", {"before"});
  check("Observation?date=lt2024-05-17", {"before"});
  check("Observation?date=2024-05-17T02:00", {"night"});
  check("Observation?date=2024-05-16T20:30:00Z", {"night"});
  check("Observation?date=2024-05-17T00:30", {"utc"});
  check("Observation?date=ge2024-05-17T00:00:00", {"night", "utc", "day", "period"});
  check("Observation?date=2024-05", {"night", "utc", "day", "before", "period"});
  check("Observation?code-value-date=x$2024", {});
  check("Observation?_filter=date eq 2024-05-17", {"night", "utc", "day", "period"});
  check("Patient?birthdate=2024-05-17", {"born"});
  check("Patient?birthdate=2024", {"born"});
  check("Patient?birthdate=2023", {"year"});
  check("Patient?birthdate=lt2024", {"year"});
  check("Patient?_lastUpdated=gt2020", {"born", "year"});
}

TEST_CASE("while dates are indexed for another zone, what depends on them is refused by name") {
  India store;
  for (int i = 0; i < 3; ++i) store.put(observation(("o" + std::to_string(i)).c_str(), R"("effectiveDateTime":"2024-05-17")"));
  store.put(R"({"resourceType":"Patient","id":"p","birthDate":"2024-05-17"})");
  const auto before = must(store.tried("Observation?code=x&_count=2", *store.session));
  REQUIRE_FALSE(before.next.empty());
  const std::string by_id = must(store.tried("Observation?code=x&_sort=_id&_count=2", *store.session)).next;
  store.move("America/New_York");
  for (const char* url : {"Observation?date=2024-05-17", "Patient?birthdate=2024", "Observation?patient.birthdate=2024", "Observation?_sort=date",
                          "Patient?_sort=-birthdate", "Observation?_filter=date eq 2024-05-17", "Patient?_has:Observation:patient:date=2024"}) {
    CHECK_THAT(store.refused(url), Catch::Contains("in the time zone America/New_York yet: it is being indexed"));
  }
  CHECK_THAT(store.refused("Observation?code=x&_count=2&_cursor=" + before.next), Catch::Contains("Results cannot be put into the order of their dates"));
  // The others go on.
  CHECK(store.found("Observation?code=x").size() == 3);
  CHECK(store.found("Observation?date:missing=false").size() == 3);
  CHECK(store.found("Patient?_lastUpdated=gt2020") == Ids{"p"});
  CHECK(store.found("Observation?code=x&_sort=_id&_count=2&_cursor=" + by_id) == Ids{"o2"});

  const auto meanwhile = must(store.tried("Observation?code=x&_count=2", *store.session));
  store.work();
  CHECK(store.found("Observation?date=2024-05-17T12:00:00-04:00").empty());
  CHECK(store.found("Observation?date=ge2024-05-17T04:00:00Z&date=lt2024-05-18T04:00:00Z").size() == 3);
  CHECK(store.found("Observation?date=2024-05-17").size() == 3);
  for (const auto& page : {before, meanwhile}) {
    CHECK_THAT(store.refused("Observation?code=x&_count=2&_cursor=" + page.next), Catch::Contains("The time zone of dates was changed since the first page"));
  }
  const auto after = must(store.tried("Observation?code=x&_count=2", *store.session));
  CHECK(store.found("Observation?code=x&_count=2&_cursor=" + after.next).size() == 1);
  CHECK(must(engine::store::verify(store.url, {})).mismatches == 0);
}

TEST_CASE("a session that knows a former zone searches and writes by none but the tenant's") {
  India store;
  const auto other = engine::store::must(engine::store::connect(store.url));
  store.put(observation("utc", R"("effectiveDateTime":"2024-05-16T19:00:00Z")"));
  const auto known = must(parse(interaction_of("Observation?date=2024-05-17"), must(other->current_parameters(1))));
  CHECK(must(other->search(must(plan_of(known, 1, base_url)))).matches.size() == 1);
  store.move("UTC");
  store.work();
  const auto late = other->search(must(plan_of(known, 1, base_url)));
  REQUIRE_FALSE(late);
  CHECK(late.outcome().issues.front().type == fhir::IssueType::incomplete);
  CHECK(must(store.tried("Observation?date=2024-05-17", *other)).matches.empty());

  store.move("Asia/Kolkata");
  const auto write = Fixture::write_of(observation("day", R"("effectiveDateTime":"2024-06-01")"));
  must(other->write(1, {&write, 1}));
  store.work();
  CHECK(store.found("Observation?date=2024-05-31T18:30:00Z").empty());
  CHECK(store.found("Observation?date=sa2024-05-31T18:29:59Z") == Ids{"day"});
  CHECK(must(engine::store::verify(store.url, {})).mismatches == 0);
}

TEST_CASE("a zone whose index could not be made is tried again by a reindexing of everything") {
  India store;
  store.put(observation("o", R"("effectiveDateTime":"2024-05-17")"));
  store.sql.run("update setu.res set doc = '\\x7b7d7d' where cid = 'o'");
  store.move("UTC");
  store.work();
  CHECK_THAT(store.refused("Observation?date=2024-05-17"), Catch::Contains("in the time zone UTC: its indexing failed"));
  for (int i = 0; i < 25; ++i) {  // which are many enough for old ones to be forgotten
    const auto* type = fhir::r4::resource_type("Patient");
    must(store.session->reindex(1, {&type, 1}, "$reindex"));
    store.work();
  }
  CHECK_THAT(store.refused("Observation?date=2024-05-17"), Catch::Contains("in the time zone UTC: its indexing failed"));
  store.sql.run("update setu.res r set doc = h.doc from setu.hist h where h.rid = r.rid and r.cid = 'o'");
  must(store.session->reindex(1, {}, "$reindex"));
  store.work();
  CHECK(store.found("Observation?date=2024-05-17") == Ids{"o"});
}
