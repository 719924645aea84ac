#include <catch2/catch.hpp>

#include "engine/store/connect.h"
#include "engine/store/tenant.h"
#include "src/http/server.h"
#include "tests/support/http.h"
#include "tests/support/postgres.h"

using namespace setu;
using namespace std::chrono_literals;

namespace {

/// The server as it runs, on a database of its own.
struct Fixture {
  std::string url = support::postgres().fresh_database();
  metrics::Registry registry;
  worker::Pool pool{{2, 64, 64 * 1024 * 1024}, [this] { return engine::store::connect(url); }};
  http::Server server;

  http::Settings settings() {
    http::Settings all;
    all.port = 0;
    all.log_requests = false;
    const auto tenants = engine::store::tenants(url);
    REQUIRE(tenants);
    all.tenant = [known = *tenants](std::string_view name) -> std::optional<std::int32_t> {
      for (const auto& tenant : known) {
        if (tenant.name == name) return tenant.number;
      }
      return std::nullopt;
    };
    return all;
  }

  Fixture() : server(settings(), pool, registry) {
    const auto started = server.start();
    REQUIRE(started);
  }
  int port() const { return server.port(); }
};

const support::Http::Headers json = {{"Content-Type", "application/fhir+json"}};
bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

}  // namespace

TEST_CASE("a resource lives its whole life over HTTP") {
  Fixture fixture;
  support::Http client(fixture.port());
  CHECK(client.get("/health/ready").status == 200);

  const auto created = client.send("POST", "/fhir/Patient", R"({"resourceType":"Patient","name":[{"family":"Krishnamūrthy"}],"birthDate":"1984-05"})", json);
  INFO(created.body);
  REQUIRE(created.status == 201);
  CHECK(created.header("etag") == "W/\"1\"");
  const std::string location(created.header("location"));
  const std::string base = "http://127.0.0.1:" + std::to_string(fixture.port());
  REQUIRE(location.starts_with(base + "/fhir/Patient/"));
  const std::string version = location.substr(base.size());
  const std::string place = version.substr(0, version.find("/_history"));

  const auto read = client.get(place);
  CHECK(read.status == 200);
  CHECK(has(read.body, R"("birthDate":"1984-05")"));
  CHECK(client.get(version).body == read.body);
  CHECK(client.get(place, {{"If-None-Match", "W/\"1\""}}).status == 304);
  CHECK(client.get(place, {{"If-Modified-Since", std::string(read.header("last-modified"))}}).status == 304);
  CHECK(client.get(place, {{"If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT"}}).status == 200);
  const auto xml = client.get(place + "?_format=xml");
  CHECK(has(xml.body, "<birthDate value=\"1984-05\"/>"));

  const std::string id = place.substr(place.rfind('/') + 1);
  const std::string changed = R"(<Patient xmlns="http://hl7.org/fhir"><id value=")" + id + R"("/><birthDate value="1985"/></Patient>)";
  const support::Http::Headers as_xml = {{"Content-Type", "application/fhir+xml"}, {"If-Match", "W/\"1\""}};
  const auto updated = client.send("PUT", place, changed, as_xml);
  INFO(updated.body);
  CHECK(updated.status == 200);
  CHECK(updated.header("etag") == "W/\"2\"");
  CHECK(client.send("PUT", place, changed, as_xml).status == 412);
  CHECK(client.get(version).status == 200);

  CHECK(client.send("DELETE", place).status / 100 == 2);
  CHECK(client.get(place).status == 410);
  const auto history = client.get(place + "/_history");
  CHECK(history.status == 200);
  CHECK(has(history.body, R"("type":"history")"));
}

TEST_CASE("what must not be stored is refused over HTTP, and other tenants see nothing") {
  Fixture fixture;
  support::Http client(fixture.port());
  CHECK(client.send("PUT", "/fhir/Patient/a", R"({"resourceType":"Patient","id":"b"})", json).status == 400);
  CHECK(client.send("PUT", "/fhir/Patient/a", R"({"resourceType":"Observation","id":"a"})", json).status / 100 == 4);
  CHECK(client.send("PUT", "/fhir/Patient/a", R"({"resourceType":"Patient","id":"a","famly":"x"})", json).status == 400);
  CHECK(client.get("/fhir/Patient/a").status == 404);
  CHECK(client.get("/fhir/metadata").status == 200);
}
