#include <catch2/catch.hpp>

#include "tests/src/http/served.h"

using namespace setu;
using Headers = support::Http::Headers;

// https://hl7.org/fhir/R4/binary.html

namespace {

bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

/// Bytes that are no text.
const std::string pdf("%PDF-1.7\n\x00\xff\xfe\x80\r\n%%EOF", 20);

}  // namespace

TEST_CASE("content that is sent to Binary becomes one, and is read as it was sent") {
  Fixture fixture;
  support::Http client(fixture.port());
  const auto created = client.send("POST", "/fhir/Binary", pdf, {{"Content-Type", "application/pdf"}, {"X-Security-Context", "Patient/a"}});
  INFO(created.body);
  REQUIRE(created.status == 201);
  CHECK(has(created.body, R"("contentType":"application/pdf")"));
  const std::string location(created.header("location"));
  const std::string version = location.substr(location.find("/fhir/")), path = version.substr(0, version.find("/_history"));

  for (const Headers& headers : {Headers{}, Headers{{"Accept", "*/*"}}, Headers{{"Accept", "application/pdf"}}, Headers{{"Accept", "application/json"}},
                                 Headers{{"Accept", "text/html, application/xml;q=0.9, */*;q=0.8"}}, Headers{{"Accept", "application/pdf, application/fhir+json;q=0.5"}},
                                 Headers{{"Accept", "application/fhir+json;q=0.5,*/*"}}, Headers{{"Accept", "application/fhir+xml;q=0.8, application/*;q=0.9"}}}) {
    for (const std::string& place : {path, version}) {
      const auto read = client.get(place, headers);
      CHECK(read.status == 200);
      CHECK(read.header("content-type") == "application/pdf");
      CHECK(read.body == pdf);
      CHECK(read.header("etag") == "W/\"1\"");
      CHECK(read.header("x-security-context") == "Patient/a");
      CHECK(read.header("x-content-type-options") == "nosniff");
    }
  }
  CHECK(client.get(path, {{"If-None-Match", "W/\"1\""}}).status == 304);
  CHECK(client.send("HEAD", path).header("content-length") == std::to_string(pdf.size()));

  // In a form of FHIR for those who name one.
  for (const Headers& headers : {Headers{{"Accept", "application/fhir+json"}}, Headers{{"Accept", "application/fhir+json, */*;q=0.5"}}, Headers{{"Accept", "application/fhir+json, */*"}}}) {
    const auto read = client.get(path, headers);
    CHECK(has(read.header("content-type"), "application/fhir+json"));
    CHECK(has(read.body, R"("securityContext":{"reference":"Patient/a"})"));
    CHECK(has(read.body, R"("data":"JVBERi0xLjcKAP/+gA0KJSVFT0Y)"));
  }
  CHECK(has(client.get(path, {{"Accept", "application/fhir+xml"}}).body, "<Binary"));
  CHECK(has(client.get(path + "?_format=xml").body, "<Binary"));
  CHECK(has(client.get(path + "?_summary=true").body, R"("resourceType":"Binary")"));
  CHECK(has(client.get("/fhir/Binary?_id=" + path.substr(path.rfind('/') + 1)).body, R"("resourceType":"Binary")"));

  const auto missing = client.get("/fhir/Binary/none", {{"Accept", "application/pdf"}});
  CHECK(missing.status == 404);
  CHECK(has(missing.body, "OperationOutcome"));
  CHECK(client.get("/fhir/Patient/none", {{"Accept", "application/pdf"}}).status == 406);
}

TEST_CASE("PUT of content makes a Binary under its id, and versions of it") {
  Fixture fixture;
  support::Http client(fixture.port());
  const Headers text = {{"Content-Type", "text/plain; charset=utf-8"}};
  CHECK(client.send("PUT", "/fhir/Binary/note", "one", text).status == 201);
  CHECK(client.send("PUT", "/fhir/Binary/note", "two", text).status == 200);
  CHECK(client.send("PUT", "/fhir/Binary/note", "three", {{"Content-Type", "text/plain"}, {"If-Match", "W/\"1\""}}).status == 412);
  const auto read = client.get("/fhir/Binary/note");
  CHECK(read.body == "two");
  CHECK(read.header("content-type") == "text/plain; charset=utf-8");
  CHECK(client.get("/fhir/Binary/note/_history/1").body == "one");
  CHECK(client.send("POST", "/fhir/Patient", pdf, {{"Content-Type", "application/pdf"}}).status == 415);
}

TEST_CASE("under a general name of JSON or XML, a Binary is a Binary and all else is content") {
  Fixture fixture;
  support::Http client(fixture.port());
  const auto type_of = [&](const std::string& body, const std::string& type) {
    const auto created = client.send("PUT", "/fhir/Binary/x", body, {{"Content-Type", type}});
    INFO(created.body);
    CHECK(created.status / 100 == 2);
    return std::string(client.get("/fhir/Binary/x").header("content-type"));
  };
  const std::string in_json = R"({"resourceType":"Binary","id":"x","contentType":"image/png","data":"AAAA"})";
  const std::string in_xml = R"(<?xml version="1.0"?><!-- one --><Binary xmlns="http://hl7.org/fhir"><id value="x"/><contentType value="image/gif"/><data value="AAAA"/></Binary>)";
  CHECK(type_of(in_json, "application/fhir+json") == "image/png");
  CHECK(type_of(in_json, "application/json") == "image/png");
  CHECK(type_of(in_xml, "text/xml") == "image/gif");
  CHECK(type_of(R"({"resourceType":"Patient"})", "application/json") == "application/json");
  CHECK(client.get("/fhir/Binary/x").body == R"({"resourceType":"Patient"})");
  CHECK(type_of("{ no JSON", "application/json") == "application/json");
  CHECK(type_of(R"(<ClinicalDocument xmlns="urn:hl7-org:v3"/>)", "text/xml") == "text/xml");
  CHECK(type_of("<Binary/>", "application/xml") == "application/xml");
  CHECK(client.send("PUT", "/fhir/Binary/x", R"({"resourceType":"Patient"})", {{"Content-Type", "application/fhir+json"}}).status == 400);
}
