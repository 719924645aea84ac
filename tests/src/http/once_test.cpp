#include <catch2/catch.hpp>

#include <thread>

#include "tests/src/http/served.h"

using namespace setu;
using Headers = support::Http::Headers;

// Idempotency-Key over HTTP: https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/

namespace {

constexpr const char* of_json = "application/fhir+json";

/// A POST that writes, and the same with another body.
struct Row {
  const char* name;
  std::string target;
  std::string body, other;
  int status;
  Headers headers = {{"Content-Type", of_json}};
};

std::string bundle(const std::string& type, const std::string& text) {
  return R"({"resourceType":"Bundle","type":")" + type + R"(","entry":[{"resource":{"resourceType":"Basic","code":{"text":")" + text + R"("}},"request":{"method":"POST","url":"Basic"}},)" +
         R"({"resource":{"resourceType":"Basic","id":"b","code":{"text":")" + text + R"("}},"request":{"method":"PUT","url":"Basic/b"}}]})";
}

std::string tags(const std::string& code) {
  return R"({"resourceType":"Parameters","parameter":[{"name":"meta","valueMeta":{"tag":[{"system":"urn:t","code":")" + code + R"("}]}}]})";
}

std::string patient(const std::string& family) { return R"({"resourceType":"Patient","name":[{"family":")" + family + R"("}]})"; }

const std::string nothing = R"({"resourceType":"Parameters"})", commented = R"({"resourceType":"Parameters","id":"x"})";

const Row rows[] = {
    {"create", "Patient", patient("Rao"), patient("Iyer"), 201},
    {"create in XML", "Patient", R"(<Patient xmlns="http://hl7.org/fhir"><active value="true"/></Patient>)", R"(<Patient xmlns="http://hl7.org/fhir"><active value="false"/></Patient>)", 201,
     {{"Content-Type", "application/fhir+xml"}}},
    {"conditional create", "Patient", patient("Das"), patient("Sen"), 201, {{"Content-Type", of_json}, {"If-None-Exist", "family=Das"}}},
    {"create that is answered briefly", "Patient", patient("Nair"), patient("Bose"), 201, {{"Content-Type", of_json}, {"Prefer", "return=minimal"}}},
    {"create of a Binary as a resource", "Binary", R"({"resourceType":"Binary","contentType":"text/plain","data":"YQ=="})", R"({"resourceType":"Binary","contentType":"text/plain","data":"Yg=="})", 201},
    {"create of a Binary from its bytes", "Binary", std::string("%PDF-1.7\0\xff", 10), std::string("%PDF-1.7\0\xfe", 10), 201, {{"Content-Type", "application/pdf"}}},
    {"transaction", "", bundle("transaction", "1"), bundle("transaction", "2"), 200},
    {"batch", "", bundle("batch", "3"), bundle("batch", "4"), 200},
    {"$meta-add", "Patient/a/$meta-add", tags("x"), tags("y"), 200},
    {"$meta-delete", "Patient/a/$meta-delete", tags("x"), tags("z"), 200},
    {"$reindex of all", "$reindex", nothing, commented, 202},
    {"$reindex of a type", "Patient/$reindex", nothing, commented, 202},
    {"$reindex of one", "Patient/a/$reindex", nothing, commented, 200},
};

struct Keyed : Fixture {
  support::Http client{port()};
  support::Sql sql{url};

  Keyed() { REQUIRE(client.send("PUT", "/fhir/Patient/a", R"({"resourceType":"Patient","id":"a"})", {{"Content-Type", of_json}}).status == 201); }

  support::Response post(const std::string& target, const std::string& body, Headers headers, const std::string& key) {
    if (!key.empty()) headers.emplace_back("Idempotency-Key", key);
    return client.send("POST", "/fhir/" + target, body, headers);
  }
  /// All that was ever written or begun.
  std::string effects() { return sql.value("select (select count(*) from setu.hist) || ' versions, ' || (select count(*) from setu.reindex) || ' reindexings'"); }
};

}  // namespace

TEST_CASE("every POST that writes is done once under its key, answered the same again, and refused with another body") {
  Keyed server;
  // The table has every operation that writes; a new one is to be added.
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const std::string key = "key of " + std::to_string(&row - rows);
    const std::string name = "key-" + std::to_string(&row - rows);
    const auto first = server.post(row.target, row.body, row.headers, name);
    CAPTURE(first.body);
    CHECK(first.status == row.status);
    const std::string done = server.effects();
    for (int again = 0; again < 2; ++again) {
      const auto same = server.post(row.target, row.body, row.headers, name);
      CHECK(same.status == first.status);
      CHECK(same.body == first.body);
      for (const char* header : {"location", "etag", "last-modified", "content-type"}) CHECK(same.header(header) == first.header(header));
    }
    CHECK(server.effects() == done);

    const auto refused = server.post(row.target, row.other, row.headers, name);
    CHECK(refused.status == 422);
    CHECK(refused.body.find("Idempotency-Key") != std::string::npos);
    CHECK(refused.body.find("OperationOutcome") != std::string::npos);
    CHECK(server.effects() == done);
    // Elsewhere it is another request as well.
    CHECK(server.post("Basic", R"({"resourceType":"Basic","code":{"text":"x"}})", {{"Content-Type", of_json}}, name).status == 422);
    CHECK(server.effects() == done);
    CHECK(server.post(row.target, row.body, row.headers, key).status == 400);  // with spaces
    CHECK(server.effects() == done);

    // Another key stands for another request. The conditional create finds what the first one made.
    const int other = row.name == std::string("conditional create") ? 200 : row.status;
    CHECK(server.post(row.target, row.other, row.headers, name + "-other").status == other);
  }
}

TEST_CASE("a $reindex without a body is done once under its key, and the key is of that place alone") {
  Keyed server;
  const char* places[] = {"$reindex", "Patient/$reindex", "Patient/a/$reindex"};
  for (const char* place : places) {
    CAPTURE(place);
    const auto first = server.post(place, "", {}, place + 1);
    const std::string done = server.effects();
    const auto second = server.post(place, "", {}, place + 1);
    CHECK(first.status == (place == places[2] ? 200 : 202));
    CHECK(second.status == first.status);
    CHECK(second.body == first.body);
    for (const char* other : places) {
      if (other != place) CHECK(server.post(other, "", {}, place + 1).status == 422);
    }
    CHECK(server.effects() == done);
  }
}

TEST_CASE("the same bytes as another kind of content are another request under a key") {
  Keyed server;
  const auto send = [&](const char* type, const char* context) { return server.post("Binary", "1,2,3", {{"Content-Type", type}, {"X-Security-Context", context}}, "k"); };
  const auto first = send("text/csv", "Patient/a");
  REQUIRE(first.status == 201);
  CHECK(send("text/csv", "Patient/a").body == first.body);
  const std::string done = server.effects();
  CHECK(send("text/plain", "Patient/a").status == 422);
  CHECK(send("text/csv", "Patient/b").status == 422);
  CHECK(server.effects() == done);
}

TEST_CASE("a transaction that is asked for in the background twice under a key is done once") {
  Keyed server;
  const std::string body = bundle("transaction", "1");
  std::string answers[2];
  for (std::string& answer : answers) {
    const auto accepted = server.post("", body, {{"Content-Type", of_json}, {"Prefer", "respond-async"}}, "k");
    REQUIRE(accepted.status == 202);
    const std::string url(accepted.header("content-location"));
    for (int i = 0; i < 500; ++i) {
      const auto look = server.client.get(url.substr(url.find('/', url.find("://") + 3)));
      answer = look.body;
      if (look.status != 202) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }
  CHECK(answers[0].find("transaction-response") != std::string::npos);
  CHECK(answers[1] == answers[0]);
  CHECK(server.effects() == "3 versions, 0 reindexings");
}
