#include "engine/store/reindex.h"
#include "engine/store/tenant.h"
#include "tests/engine/interaction/fixture.h"

using namespace engine;

namespace {

/// A server with a tenant in India beside that in UTC. Every request is the first of its session.
struct India : Server {
  India() {
    auto made = store::create_tenant(url, "mumbai", "Asia/Kolkata");
    REQUIRE(made);
    tenant = *made;
  }
  Reply there(std::string_view method, std::string_view target, std::string_view json = {}) { return there(asked(method, target, json)); }
  Reply there(Interaction interaction) {
    session = connected();
    interaction.tenant = tenant;
    return perform(std::move(interaction));
  }
  std::size_t count_there(std::string_view search) { return all(there("GET", search), "Bundle.entry.where(search.mode = 'match')").size(); }
  std::int32_t tenant = 0;
};

}  // namespace

TEST_CASE("whatever writes and searches does so in the tenant's time zone") {
  India server;
  const std::string utc = R"({"resourceType":"Observation","id":"o","status":"final","code":{"text":"x"},"effectiveDateTime":"2024-05-16T19:00:00Z"})";
  CHECK(server.there("PUT", "Observation/o", utc).status == Status::created);
  CHECK(all(server.there("GET", "Observation?date=2024-05-17"), "Bundle.entry.resource.id") == Texts{"o"});
  CHECK(server.ask("PUT", "Observation/o", utc).status == Status::created);
  CHECK(server.count("Observation?date=2024-05-17") == 0);

  // A day in India, by each way that it can be written.
  const auto day = [](const char* id) { return R"({"resourceType":"Observation","id":")" + std::string(id) + R"(","status":"final","code":{"text":"x"},"effectiveDateTime":"2024-06-01"})"; };
  const char* midnight = "Observation?date=ge2024-05-31T18:30:00Z&date=lt2024-05-31T18:30:01Z&_id=";
  CHECK(server.there("PUT", "Observation/put", day("put")).status == Status::created);
  CHECK(server.there("PATCH", "Observation/put", R"({"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"replace"},{"name":"path","valueString":"Observation.status"},{"name":"value","valueCode":"amended"}]}]})").status == Status::ok);
  CHECK(server.there("POST", "", R"({"resourceType":"Bundle","type":"transaction","entry":[{"resource":)" + day("bundle") + R"(,"request":{"method":"PUT","url":"Observation/bundle"}}]})").status == Status::ok);
  CHECK(server.there("PUT", "Observation?date=2024-06-01&_id=conditional", day("conditional")).status == Status::created);
  for (const char* id : {"put", "bundle", "conditional"}) {
    CAPTURE(id);
    CHECK(server.count_there(std::string(midnight) + id) == 1);
  }
  // Within a transaction, a criterion and a read see the same.
  CHECK(server.there("POST", "", R"({"resourceType":"Bundle","type":"transaction","entry":[{"resource":)" + day("other") + R"(,"request":{"method":"POST","url":"Observation","ifNoneExist":"date=2024-06-01&_id=put"}}]})").status == Status::ok);
  CHECK(server.count_there("Observation") == 4);
  const std::string created = R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"effectiveDateTime":"2024-07-01T01:00:00+05:30"})";
  auto once = asked("POST", "Observation", created);
  once.if_none_exist = Parameters{{"date", "2024-07-01"}};
  CHECK(server.there(once).status == Status::created);
  CHECK(server.there(once).status == Status::ok);
}

TEST_CASE("a change of the time zone is known to sessions that were there before, and told in /metadata") {
  Server server;
  CHECK(server.ask("PUT", "Observation/o", R"({"resourceType":"Observation","id":"o","status":"final","code":{"text":"x"},"effectiveDateTime":"2024-05-17"})").status == Status::created);
  const std::string_view day = "Observation?date=2024-05-17";
  CHECK(server.count(day) == 1);
  const auto set = store::set_time_zone(server.url, "default", "Asia/Kolkata");
  REQUIRE(set);
  server.policy.operator_operations = true;
  CHECK_THAT(issues(server.ask("GET", "$explain?search=Observation%3Fdate%3D2024-05-17")), Catch::Contains("in the time zone Asia/Kolkata yet"));
  const auto refused = server.ask("GET", day);
  CHECK(refused.status == Status::bad_request);
  CHECK_THAT(issues(refused), Catch::Contains("Observation cannot be searched by \"date\" in the time zone Asia/Kolkata yet"));
  auto once = asked("POST", "Observation", R"({"resourceType":"Observation","status":"final","code":{"text":"x"}})");
  once.if_none_exist = Parameters{{"date", "2024-05-17"}};
  CHECK(server.perform(once).status == Status::bad_request);
  const auto metadata = [&] { return one(server.ask("GET", "metadata"), "CapabilityStatement.rest.documentation"); };
  CHECK_THAT(metadata(), Catch::Contains("dates in the time zone Asia/Kolkata (being indexed"));
  {
    store::Reindexer reindexer(server.url);
    for (;;) {
      const auto step = reindexer.step();
      REQUIRE(step);
      if (!*step) break;
    }
  }
  CHECK(server.count(day) == 1);
  CHECK(server.count("Observation?date=ge2024-05-16T18:30:00Z&date=lt2024-05-16T18:30:01Z") == 1);
  CHECK(server.perform(once).status == Status::ok);
  CHECK_THAT(metadata(), !Catch::Contains("time zone"));
}
