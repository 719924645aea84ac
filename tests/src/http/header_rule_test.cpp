#include <catch2/catch.hpp>

#include <algorithm>
#include <cctype>

#include "src/http/header_rule.h"
#include "tests/src/http/raw_client.h"
#include "tests/src/http/served.h"

using namespace setu;
using Headers = support::Http::Headers;

namespace {

bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

const std::pair<std::string, std::string> json = {"Content-Type", "application/fhir+json"};
constexpr const char* patient = R"({"resourceType":"Patient"})";

/// A server, and what was ever written to it.
struct Asked : Fixture {
  support::Http client{port()};
  support::Sql sql{url};
  std::string versions() { return sql.value("select count(*) from setu.hist"); }
  support::Response create(Headers headers) { return client.send("POST", "/fhir/Patient", patient, headers); }
};

}  // namespace

TEST_CASE("a header of which a request has one is refused by name if it is there twice, also where both are equal") {
  Asked server;
  const std::pair<std::string, std::pair<std::string, std::string>> cases[] = {
      {"X-Setu-Tenant", {"default", "north"}},     {"X-Setu-Tenant", {"default", "default"}},
      {"x-setu-tenant", {"", "default"}},          {"If-None-Exist", {"identifier=a", "identifier=b"}},
      {"If-None-Exist", {"", "identifier=b"}},     {"Content-Type", {"application/fhir+json", "application/fhir+xml"}},
      {"content-type", {"application/fhir+json", "application/fhir+json"}},
      {"X-Security-Context", {"Patient/a", "Patient/b"}}, {"Idempotency-Key", {"a", "a"}},
      {"If-Match", {"W/\"1\"", "W/\"2\""}},        {"If-None-Match", {"*", "*"}},
  };
  for (const auto& [name, values] : cases) {
    CAPTURE(name, values.first, values.second);
    Headers headers = {{name, values.first}, {name, values.second}};
    if (!http::same_word(name, "Content-Type")) headers.push_back(json);
    const auto refused = server.create(headers);
    CHECK(refused.status == 400);
    CHECK(has(refused.header("content-type"), "application/fhir+json"));
    std::string folded = refused.body, word = name;
    for (std::string* text : {&folded, &word}) std::transform(text->begin(), text->end(), text->begin(), [](unsigned char c) { return std::tolower(c); });
    CHECK(has(folded, word));
    // Other headers between them change nothing, and it is said in the form that was asked for.
    headers.insert(headers.begin() + 1, {"Accept", "application/fhir+xml"});
    CHECK(has(server.create(headers).body, "<OperationOutcome"));
  }
  CHECK(server.versions() == "0");
}

TEST_CASE("a header that is a list may be there several times, and is read as one") {
  Asked server;
  const auto created = server.create({json, {"Prefer", "return=representation"}, {"Prefer", "handling=lenient"}, {"Accept", "text/html"}, {"Accept", "application/fhir+xml"},
                                      {"Accept-Encoding", "gzip"}, {"Accept-Encoding", "br"}, {"X-Other", "a"}, {"X-Other", "\xe9"}});
  CHECK(created.status == 201);
  CHECK(has(created.body, "<Patient"));
  const std::string location(created.header("location"));
  const std::string path = location.substr(location.find("/fhir/"), location.find("/_history") - location.find("/fhir/"));
  CHECK(server.client.get(path, {{"If-None-Match", "W/\"7\""}, {"If-None-Match", "W/\"1\""}}).status == 304);
}

TEST_CASE("the header that names the tenant is known by its configured name") {
  CHECK_FALSE(http::fault_of({{"X-Setu-Tenant", "a"}, {"X-Setu-Tenant", "b"}}, "X-Clinic"));
  CHECK(has(http::fault_of({{"x-clinic", "a"}, {"X-Clinic", "b"}}, "X-Clinic").value_or(""), "X-Clinic"));
  CHECK_FALSE(http::fault_of({{"X-Clinic", "a"}}, "X-Clinic"));
  CHECK_FALSE(http::fault_of({{"X-Clinic", "a"}, {"X-Clinic", "b"}}, ""));
}

TEST_CASE("text of a header that cannot be stored or answered is a 400 that names the header") {
  Asked server;
  const std::pair<const char*, const char*> cases[] = {
      {"If-None-Exist", "name=\xe9"},       {"If-None-Exist", "\xff"},        {"If-None-Exist", "name=%FF"},       {"If-None-Exist", "name=%00"},
      {"If-None-Exist", "%FF=a"},           {"If-None-Exist", "name=%"},      {"X-Setu-Tenant", "d\xe9"},         {"X-Setu-Tenant", "d\xc3\xa9"},
      {"X-Security-Context", "Patient/\xe9"}, {"Idempotency-Key", "\xe9"},    {"Idempotency-Key", "\xc3\xa9"},
  };
  for (const auto& [name, value] : cases) {
    CAPTURE(name, value);
    const auto refused = server.create({json, {name, value}});
    CHECK(refused.status == 400);
    CHECK(has(refused.body, name));
  }
  for (const char* place : {"/fhir/Patient", "/fhir", "/fhir/Patient/$validate", "/fhir/Patient/_search"}) {
    const auto refused = server.client.send("POST", place, patient, {{"Content-Type", "application/fhir+json; a=\"\xe9\""}});
    CHECK(refused.status == 400);
    CHECK(has(refused.body, "Content-Type"));
  }
  CHECK(server.versions() == "0");
  // Criteria may be pasted as they are read.
  CHECK(server.create({json, {"If-None-Exist", "name=J\xc3\xbcrgen"}}).status == 201);
}

TEST_CASE("text that names nothing that is known is compared, and no more") {
  Asked server;
  for (const char* value : {"a\xe9", "a\xc3\xa9", "%FF", "%00", "a\tb"}) {
    CAPTURE(value);
    for (const char* ignored : {"Prefer", "Accept-Encoding", "X-Request-Id", "X-Correlation-Id", "If-None-Match", "If-Modified-Since", "User-Agent", "X-Other"}) {
      CAPTURE(ignored);
      CHECK(server.create({json, {ignored, value}}).status == 201);
    }
    CHECK(server.create({json, {"Accept", value}}).status == 406);
    CHECK(server.create({json, {"Content-Encoding", value}}).status == 415);
    CHECK(server.create({json, {"If-Match", value}}).status == 412);
  }
}

TEST_CASE("bytes that are no UTF-8, and NUL, are a 400 in every part of a URL and in a form") {
  Asked server;
  for (const std::string bytes : {"%FF", "%C3", "%C0%80", "%ED%A0%80", "%F4%90%80%80", "%00", "a%00b", "\xff", "\xc3("}) {
    CAPTURE(bytes);
    for (const std::string place : {"/fhir/Patient?name=@", "/fhir/Patient?@=a", "/fhir/Patient?_id=@", "/fhir/Patient?_format=@", "/fhir/@", "/fhir/Patient/@", "/fhir/Patient/a/_history/@",
                                    "/fhir/$@", "/fhir/Patient/$@", "/fhir/Patient/a/@", "/t/@/fhir/Patient/a", "/fhir/_async/@", "/fhir/metadata?mode=@"}) {
      std::string target = place;
      target.replace(target.find('@'), 1, bytes);
      CAPTURE(target);
      CHECK(server.client.get(target).status == 400);
    }
    for (const char* place : {"/fhir/Patient/_search", "/fhir/_search", "/fhir/$reindex"}) {
      for (const std::string& form : {"name=" + bytes, bytes + "=a"}) {
        CAPTURE(place, form);
        CHECK(server.client.send("POST", place, form, {{"Content-Type", "application/x-www-form-urlencoded"}}).status == 400);
      }
    }
  }
}

TEST_CASE("a connection whose headers were refused is closed, and its body read as no request") {
  Asked server;
  RawClient client(server.port());
  REQUIRE(client.send("POST /fhir/Patient HTTP/1.1\r\nHost: a\r\nX-Setu-Tenant: default\r\nX-Setu-Tenant: north\r\nContent-Length: 44\r\n\r\n"
                      "GET /fhir/metadata HTTP/1.1\r\nHost: a\r\n\r\n\r\n"));
  const std::string answer = client.read_all();
  CHECK(answer.starts_with("HTTP/1.1 400"));
  CHECK(answer.find("HTTP/1.1", 1) == answer.npos);
  CHECK(client.closed());
}
