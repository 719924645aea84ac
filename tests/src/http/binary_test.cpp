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

TEST_CASE("white space in a Content-Type that means nothing is dropped, and the Binary is read in every way") {
  Fixture fixture;
  support::Http client(fixture.port());
  const std::pair<const char*, const char*> types[] = {
      {"text/plain;  charset=utf-8", "text/plain; charset=utf-8"},
      {"text/plain  ;a=b", "text/plain; a=b"},
      {"text/plain;\t\tcharset=x", "text/plain; charset=x"},
      {"text/plain;a = b; ;c=d;", "text/plain; a=b; c=d"},
      {"multipart/form-data; boundary=\"a b c\"", "multipart/form-data; boundary=\"a b c\""},
      {"application/json;  a=b", "application/json; a=b"},
  };
  for (const auto& [sent, kept] : types) {
    CAPTURE(sent);
    const auto created = client.send("POST", "/fhir/Binary", "one", {{"Content-Type", sent}, {"Accept", "application/fhir+xml"}});
    CHECK(created.status == 201);
    CHECK(has(created.body, "<Binary"));
    const std::string location(created.header("location"));
    const std::string version = location.substr(location.find("/fhir/")), path = version.substr(0, version.find("/_history")), id = path.substr(path.rfind('/') + 1);
    for (const Headers& headers : {Headers{}, Headers{{"Accept", "*/*"}}, Headers{{"Accept", "text/plain"}}}) {
      const auto read = client.get(path, headers);
      CHECK(read.status == 200);
      CHECK(read.body == "one");
      CHECK(read.header("content-type") == kept);
    }
    CHECK(client.get(path, {{"Accept", "application/fhir+xml"}}).status == 200);
    CHECK(client.get("/fhir/Binary?_id=" + id + "&_format=xml").status == 200);
    CHECK(client.get(path + "/$meta").status == 200);
    CHECK(client.send("POST", path + "/$reindex", R"({"resourceType":"Parameters"})").status == 200);
    CHECK(client.send("PATCH", path, R"([{"op":"add","path":"/language","value":"en"}])", {{"Content-Type", "application/json-patch+json"}}).status == 200);
    CHECK(client.send("PUT", path, "two", {{"Content-Type", sent}}).status == 200);
    CHECK(client.get(path).header("content-type") == kept);
  }
}

TEST_CASE("a Content-Type or security context that a Binary cannot hold is refused by name, and nothing is written") {
  Fixture fixture;
  support::Http client(fixture.port());
  support::Sql sql(fixture.url);
  struct Row {
    const char* type;
    const char* context;
    int status;
    const char* named;
  };
  const Row rows[] = {
      {"multipart/form-data; boundary=\"a b  c\"", "Patient/a", 415, "'boundary' of Content-Type"},
      {"multipart/form-data; boundary=\"a\tb\"", "Patient/a", 415, "'boundary' of Content-Type"},
      {"application/json; a=\"b  c\"", "Patient/a", 415, "'a' of Content-Type"},
      {"text/plain; a=\"\xe9\"", "Patient/a", 400, "Content-Type"},
      {"text/plain; a=\"\xc3\xa9\"", "Patient/a", 400, "Content-Type"},
      {"text/plain; a", "Patient/a", 415, "Content-Type"},
      {"text/plain", "Patient/\xe9", 400, "X-Security-Context"},
      {"text/plain", "Patient/\xc3\xa9", 400, "X-Security-Context"},
      {"text/plain", "Patient/a\tb", 400, "X-Security-Context"},
      {"text/plain", "Patient?identifier=1", 422, "securityContext"},
  };
  for (const auto& [type, context, status, named] : rows) {
    CAPTURE(type, context);
    for (const char* method : {"POST", "PUT"}) {
      const auto refused = client.send(method, std::string("/fhir/Binary") + (method == std::string_view("PUT") ? "/x" : ""), "one", {{"Content-Type", type}, {"X-Security-Context", context}});
      CHECK(refused.status == status);
      CHECK(has(refused.body, named));
    }
  }
  CHECK(sql.value("select count(*) from setu.hist") == "0");
}
