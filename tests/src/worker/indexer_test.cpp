#include "src/worker/indexer.h"

#include <thread>

#include "tests/src/http/served.h"

using namespace setu;

namespace {

const support::Http::Headers json = {{"Content-Type", "application/fhir+json"}};
bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

const std::string blood =
    R"({"resourceType":"SearchParameter","url":"http://example.org/blood","name":"Blood","status":"active","description":"d","code":"blood","base":["Patient"],)"
    R"x("type":"token","expression":"Patient.extension('http://example.org/blood')"})x";

struct Ward : Fixture {
  support::Http http{port()};
  Ward() {
    for (const std::string id : {"a", "b"}) {
      const auto answer = http.send("PUT", "/fhir/Patient/" + id, R"({"resourceType":"Patient","id":")" + id + R"(","extension":[{"url":"http://example.org/blood","valueCode":")" + id + "\"}]}", json);
      INFO(answer.body);
      REQUIRE(answer.status == 201);
    }
  }
  /// Asks until the answer has the text; the last answer.
  support::Response until(const std::string& target, std::string_view text) {
    support::Response answer;
    for (int i = 0; i < 600; ++i) {
      answer = http.get(target);
      if (has(answer.body, text)) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    INFO(answer.body);
    CHECK(has(answer.body, text));
    return answer;
  }
};

}  // namespace

TEST_CASE("a search parameter that is posted over HTTP is indexed in the background, and everybody can see how far it is") {
  Ward ward;
  const auto refused = ward.http.send("POST", "/fhir/SearchParameter", R"({"resourceType":"SearchParameter","url":"http://x","name":"X","status":"active","description":"d","code":"x","base":["Patient"],"type":"token","expression":"Patient.nothing"})", json);
  CHECK(refused.status == 422);
  CHECK(has(refused.body, "SearchParameter.expression"));

  const auto posted = ward.http.send("POST", "/fhir/SearchParameter", blood, json);
  INFO(posted.body);
  REQUIRE(posted.status == 201);
  const auto early = ward.http.get("/fhir/Patient?blood=a");
  CHECK(early.status == 400);
  CHECK(has(early.body, "being indexed"));
  auto metadata = ward.http.get("/fhir/metadata");
  CHECK(has(metadata.body, "Not searched by yet: blood"));
  CHECK_FALSE(has(metadata.body, "http://example.org/blood"));
  CHECK(has(ward.http.get("/fhir/$reindex").body, R"({"name":"state","valueCode":"waiting"})"));

  {
    worker::Indexer indexer(ward.url);
    ward.until("/fhir/$reindex", R"({"name":"state","valueCode":"ready"})");
  }
  const auto found = ward.http.get("/fhir/Patient?blood=a");
  CHECK(found.status == 200);
  CHECK(has(found.body, R"("total":1)"));
  metadata = ward.http.get("/fhir/metadata");
  CHECK(has(metadata.body, R"("definition":"http://example.org/blood")"));
  CHECK_FALSE(has(metadata.body, "Not searched by yet"));
}

TEST_CASE("words are indexed in the background for who asks for it, and found with their scores in every form") {
  Ward ward;
  const auto narrated = R"({"resourceType":"Patient","id":"told","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">Pain in the <b>left</b> hip</div>"}})";
  CHECK(ward.http.send("PUT", "/fhir/Patient/told", narrated, json).status == 201);
  CHECK(has(ward.http.get("/fhir/Patient?_text=hip").body, "POST a SearchParameter with the code"));
  const auto posted = ward.http.send("POST", "/fhir/SearchParameter",
                                     R"({"resourceType":"SearchParameter","url":"http://example.org/text","name":"Text","status":"active","description":"d","code":"_text","base":["DomainResource"],"type":"string"})", json);
  INFO(posted.body);
  REQUIRE(posted.status == 201);
  worker::Indexer indexer(ward.url);
  ward.until("/fhir/metadata", "http://example.org/text");
  CHECK(has(ward.http.get("/fhir/Patient?_text=left%20(hip%20or%20knee)").body, R"("search":{"mode":"match","score":0.471333})"));
  CHECK(has(ward.http.get("/fhir/Patient?_text=hip&_format=xml").body, R"(<search><mode value="match"/><score value="0.707"/></search>)"));
  const auto formed = ward.http.send("POST", "/fhir/Patient/_search", "_text=hip&_sort=_score", {{"Content-Type", "application/x-www-form-urlencoded"}});
  CHECK(has(formed.body, R"("id":"told")"));
  const auto refused = ward.http.get("/fhir/Patient?_text=(hip");
  CHECK(refused.status == 400);
  CHECK(has(refused.body, "that is not closed"));
}

TEST_CASE("$reindex is asked by POST and tells how far it is by GET") {
  Ward ward;
  for (const char* place : {"/fhir/$reindex", "/fhir/Patient/$reindex"}) {
    const auto begun = ward.http.send("POST", place, "", {});
    INFO(begun.body);
    CHECK(begun.status == 202);
    CHECK(has(begun.body, R"({"name":"reason","valueString":"$reindex"})"));
  }
  const auto one = ward.http.send("POST", "/fhir/Patient/a/$reindex", "", {});
  INFO(one.body);
  CHECK(one.status == 200);
  CHECK(ward.http.send("POST", "/fhir/Patient/nobody/$reindex", "", {}).status == 404);
  CHECK(ward.http.get("/fhir/Patient/$reindex").status == 405);
  CHECK(ward.http.get("/fhir/Patient/a/$reindex").status == 405);
  worker::Indexer indexer(ward.url);
  const auto told = ward.until("/fhir/$reindex", R"({"name":"state","valueCode":"done"})");
  CHECK(told.status == 200);
  CHECK(has(told.body, R"({"name":"done","valueDecimal":2})"));
  CHECK(has(ward.http.get("/fhir/metadata").body, "urn:setu:operation:reindex"));
}
