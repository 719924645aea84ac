#include <catch2/catch.hpp>

#include <algorithm>

#include "tests/src/http/served.h"

using namespace setu;
using namespace std::chrono_literals;

namespace {

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

TEST_CASE("a resource is patched over HTTP in each of the four forms") {
  Fixture fixture;
  support::Http client(fixture.port());
  REQUIRE(client.send("PUT", "/fhir/Patient/p", R"({"resourceType":"Patient","id":"p","identifier":[{"value":"1"}],"birthDate":"1984-05"})", json).status == 201);

  const auto options = client.send("OPTIONS", "/fhir/Patient/p", "", {});
  CHECK(has(options.header("allow"), "PATCH"));
  CHECK(has(options.header("accept-patch"), "application/json-patch+json"));

  const auto patch = [&](const std::string& type, const std::string& body, support::Http::Headers more = {}, const std::string& place = "/fhir/Patient/p") {
    more.push_back({"Content-Type", type});
    return client.send("PATCH", place, body, more);
  };
  const auto by_json = patch("application/json-patch+json", R"([{"op":"replace","path":"/birthDate","value":"1985"}])", {{"If-Match", "W/\"1\""}});
  INFO(by_json.body);
  CHECK(by_json.status == 200);
  CHECK(by_json.header("etag") == "W/\"2\"");
  CHECK(has(by_json.body, R"("birthDate":"1985")"));
  CHECK(by_json.header("location").ends_with("/fhir/Patient/p/_history/2"));

  const auto by_xml = patch("application/xml-patch+xml", R"(<diff xmlns:f="http://hl7.org/fhir"><replace sel="f:Patient/f:birthDate/@value">1986</replace></diff>)");
  INFO(by_xml.body);
  CHECK(by_xml.status == 200);
  CHECK(has(by_xml.body, R"("birthDate":"1986")"));

  const auto by_fhir_json = patch("application/fhir+json",
      R"({"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"replace"},)"
      R"({"name":"path","valueString":"Patient.birthDate"},{"name":"value","valueDate":"1987"}]}]})");
  INFO(by_fhir_json.body);
  CHECK(by_fhir_json.status == 200);
  CHECK(has(by_fhir_json.body, R"("birthDate":"1987")"));

  const auto by_fhir_xml = patch("application/fhir+xml",
      R"(<Parameters xmlns="http://hl7.org/fhir"><parameter><name value="operation"/><part><name value="type"/><valueCode value="delete"/></part>)"
      R"(<part><name value="path"/><valueString value="Patient.birthDate"/></part></parameter></Parameters>)", {{"Accept", "application/fhir+xml"}});
  INFO(by_fhir_xml.body);
  CHECK(by_fhir_xml.status == 200);
  CHECK(by_fhir_xml.header("etag") == "W/\"5\"");
  CHECK_FALSE(has(by_fhir_xml.body, "birthDate"));
  CHECK(has(by_fhir_xml.body, "<Patient"));

  const auto conditional = patch("application/json-patch+json", R"([{"op":"add","path":"/active","value":true}])", {}, "/fhir/Patient?identifier=1");
  INFO(conditional.body);
  CHECK(conditional.status == 200);
  CHECK(conditional.header("etag") == "W/\"6\"");

  const auto unknown = patch("application/merge-patch+json", "{}");
  CHECK(unknown.status == 415);
  CHECK(has(unknown.header("accept-patch"), "application/xml-patch+xml"));
  CHECK(patch("application/json-patch+json", "").status == 400);
  CHECK(patch("application/json-patch+json", "[{").status == 400);
  CHECK(patch("application/json-patch+json", "[]", {{"If-Match", "W/\"1\""}}).status == 412);
  CHECK(patch("application/json-patch+json", R"([{"op":"remove","path":"/gender"}])").status == 422);
  CHECK(patch("application/fhir+json", R"({"resourceType":"Patient"})").status == 400);
  CHECK(patch("application/json-patch+json", "[]", {}, "/fhir/Patient/q").status == 404);
  CHECK(patch("application/json-patch+json", "[]", {}, "/fhir/Patient/p/_history/1").status == 405);
}

TEST_CASE("a POST with an Idempotency-Key is done once over HTTP") {
  Fixture fixture;
  support::Http client(fixture.port());
  const std::string body = R"({"resourceType":"Patient","birthDate":"1984"})";
  const auto with_key = [](std::string key) {
    auto headers = json;
    headers.emplace_back("Idempotency-Key", std::move(key));
    return headers;
  };
  const auto first = client.send("POST", "/fhir/Patient", body, with_key("a"));
  REQUIRE(first.status == 201);
  const auto again = client.send("POST", "/fhir/Patient", body, with_key("a"));
  CHECK(again.status == 201);
  CHECK(again.body == first.body);
  for (const char* name : {"location", "etag", "last-modified"}) CHECK(again.header(name) == first.header(name));

  const auto other_body = client.send("POST", "/fhir/Patient", R"({"resourceType":"Patient"})", with_key("a"));
  CHECK(other_body.status == 422);
  CHECK(has(other_body.body, "OperationOutcome"));
  CHECK(client.send("POST", "/fhir/Patient?_pretty=true", body, with_key("a")).status == 422);
  for (const std::string& bad : {std::string(), std::string("a b"), std::string("\xc3\xa9"), std::string(256, 'a')}) {
    CHECK(client.send("POST", "/fhir/Patient", body, with_key(bad)).status == 400);
  }
  CHECK(client.send("POST", "/fhir/Patient", body, with_key(std::string(255, 'a'))).status == 201);
  CHECK(client.send("POST", "/fhir/Patient", body, json).header("location") != first.header("location"));
  CHECK(client.send("POST", "/fhir/Patient/_search", "_summary=count", {{"Content-Type", "application/x-www-form-urlencoded"}, {"Idempotency-Key", "a"}}).status == 200);
}

TEST_CASE("the forms that the capability statement names are those that are read and written") {
  Fixture fixture;
  support::Http http{fixture.port()};
  const auto statement = http.get("/fhir/metadata").body;
  const auto listed = [&](const std::string& name) {
    const auto begin = statement.find("\"" + name + "\":[") + name.size() + 4;
    std::string list = statement.substr(begin, statement.find(']', begin) - begin);
    list.erase(std::remove(list.begin(), list.end(), '"'), list.end());
    return list;
  };
  std::string patches(http.send("OPTIONS", "/fhir/Patient/1").header("accept-patch"));
  patches.erase(std::remove(patches.begin(), patches.end(), ' '), patches.end());
  CHECK(listed("patchFormat") == patches);
  CHECK(listed("format") == "json,application/fhir+json,xml,application/fhir+xml");
  for (const char* format : {"json", "application/fhir%2Bjson"}) CHECK(http.get("/fhir/metadata?_pretty=true&_format=" + std::string(format)).body.starts_with("{\n"));
  for (const char* format : {"xml", "application/fhir%2Bxml"}) {
    CHECK(http.get("/fhir/metadata?mode=terminology&_format=" + std::string(format)).body.find("<TerminologyCapabilities") != std::string::npos);
  }
  CHECK(http.get("/fhir/metadata?mode=none").status == 400);
}
