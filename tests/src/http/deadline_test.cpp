#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

#include "tests/src/http/raw_client.h"
#include "tests/src/http/served.h"

using namespace setu;
using namespace std::chrono_literals;

namespace {

const support::Http::Headers json = {{"Content-Type", "application/fhir+json"}};
bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

std::string patient(const std::string& id) { return R"({"resourceType":"Patient","id":")" + id + R"(","identifier":[{"value":"1"}]})"; }

http::Limits limits_of(std::chrono::milliseconds request, std::chrono::milliseconds bundle = 120s, std::chrono::milliseconds background = 600s) {
  http::Limits limits;
  limits.database_time = request;
  limits.bundle_time = bundle;
  limits.background_time = background;
  return limits;
}

struct Timed {
  support::Response response;
  std::chrono::steady_clock::duration took;
};
Timed timed(support::Http& client, std::string_view method, std::string_view target, std::string_view body = {}, const support::Http::Headers& headers = {}) {
  const auto began = std::chrono::steady_clock::now();
  auto response = client.send(method, target, body, headers);
  return {std::move(response), std::chrono::steady_clock::now() - began};
}

/// Whether it is refused as one statement that takes too long is.
bool is_too_costly(const support::Response& response) { return response.status == 403 && has(response.body, R"("code":"too-costly")"); }

}  // namespace

TEST_CASE("a search ends in too-costly within the limit of all its statements, and nothing runs after it") {
  SlowFixture fixture(limits_of(1s));
  support::Http client(fixture.port());
  for (const char* id : {"a", "b", "c", "d", "e", "f", "g", "h"}) REQUIRE(client.send("PUT", "/fhir/Patient/" + std::string(id), patient(id), json).status == 201);
  const std::string search = "/fhir/Patient?_id=a,b,c,d,e,f,g,h&_sort=family&_count=4&_total=accurate";
  CHECK(client.get(search).status == 200);
  // Without the limit it is done.
  SlowFixture unhurried;
  support::Http other(unhurried.port());
  for (const char* id : {"a", "b", "c", "d", "e", "f", "g", "h"}) REQUIRE(other.send("PUT", "/fhir/Patient/" + std::string(id), patient(id), json).status == 201);
  unhurried.slow("setu.res", "0.07");
  const auto whole = timed(other, "GET", search);
  CHECK(whole.response.status == 200);
  CHECK(whole.took > 1s);
  // One statement that alone takes longer, and several.
  for (const char* seconds : {"60", "0.07"}) {
    CAPTURE(seconds);
    fixture.slow("setu.res", seconds);
    const auto late = timed(client, "GET", search);
    CAPTURE(late.response.body);
    CHECK(is_too_costly(late.response));
    CHECK(late.took < 5s);
    CHECK(fixture.in_transaction() == 0);
    CHECK(fixture.stays_at_none(1s));
    fixture.quick();
    CHECK(client.get(search).status == 200);
  }
}

TEST_CASE("a bundle has a longer limit in all: a batch's entries behind it are too costly, and a transaction is undone") {
  SlowFixture fixture(limits_of(300ms, 1s));
  support::Http client(fixture.port());
  REQUIRE(client.send("PUT", "/fhir/Patient/a", patient("a"), json).status == 201);
  fixture.slow("setu.res", "0.1");
  std::string reads;
  for (int i = 0; i < 100; ++i) reads += R"(,{"request":{"method":"GET","url":"Patient/a"}})";
  const auto batch = timed(client, "POST", "/fhir", R"({"resourceType":"Bundle","type":"batch","entry":[)" + reads.substr(1) + "]}", json);
  CHECK(batch.response.status == 200);
  CHECK(batch.took >= 1s);
  CHECK(batch.took < 5s);
  CHECK(has(batch.response.body, R"("status":"200)"));
  CHECK(has(batch.response.body, R"("status":"403)"));
  CHECK(has(batch.response.body, R"("code":"too-costly")"));
  CHECK(fixture.in_transaction() == 0);

  const std::string write = R"({"resource":{"resourceType":"Patient","id":"b"},"request":{"method":"PUT","url":"Patient/b"}})";
  std::string searches;
  for (int i = 0; i < 100; ++i) searches += R"(,{"request":{"method":"GET","url":"Patient?_id=a&_count=)" + std::to_string(i + 1) + R"("}})";
  const auto transaction = timed(client, "POST", "/fhir", R"({"resourceType":"Bundle","type":"transaction","entry":[)" + write + searches + "]}", json);
  CAPTURE(transaction.response.body);
  CHECK(is_too_costly(transaction.response));
  CHECK(transaction.took < 5s);
  CHECK(fixture.in_transaction() == 0);
  fixture.quick();
  CHECK(client.get("/fhir/Patient/b").status == 404);
}

TEST_CASE("an asynchronous request has the longest limit, and ends by it") {
  SlowFixture fixture(limits_of(300ms, 300ms, 1s));
  support::Http client(fixture.port());
  REQUIRE(client.send("PUT", "/fhir/Patient/a", patient("a"), json).status == 201);
  const auto collected = [&](const std::string& target) {
    const auto accepted = client.get(target, {{"Prefer", "respond-async"}});
    REQUIRE(accepted.status == 202);
    const std::string url(accepted.header("content-location"));
    const std::string path = url.substr(url.find('/', url.find("://") + 3));
    auto answer = client.get(path);
    for (int i = 0; i < 300 && answer.status == 202; ++i) {
      std::this_thread::sleep_for(10ms);
      answer = client.get(path);
    }
    return answer;
  };
  fixture.slow("setu.res", "0.4");
  CHECK(is_too_costly(client.get("/fhir/Patient/a")));
  CHECK(collected("/fhir/Patient/a/_history?_count=1").status == 200);
  CHECK(collected("/fhir/Patient?_id=a").status == 200);
  fixture.quick();
  fixture.slow();
  CHECK(is_too_costly(collected("/fhir/Patient?_id=a")));
  CHECK(fixture.in_transaction() == 0);
}

TEST_CASE("readiness and reads by id do not wait for searches that hold all workers") {
  SlowFixture fixture({}, {2, 64, 64 * 1024 * 1024, 1, 1});
  support::Http client(fixture.port());
  REQUIRE(client.send("PUT", "/fhir/Patient/a", patient("a"), json).status == 201);
  fixture.slow("setu.tok");
  {
    std::vector<std::unique_ptr<RawClient>> searches;
    for (int i = 0; i < 6; ++i) {
      searches.push_back(std::make_unique<RawClient>(fixture.port()));
      searches.back()->send("GET /fhir/Patient?identifier=1 HTTP/1.1\r\nHost: a\r\n\r\n");
    }
    REQUIRE(fixture.comes_to(2, 2s));
    for (int i = 0; i < 5; ++i) {
      const auto ready = timed(client, "GET", "/health/ready");
      CHECK(ready.response.status == 200);
      CHECK(ready.took < 1s);
      CHECK(client.get("/fhir/Patient/a").status == 200);
      CHECK(client.get("/fhir/metadata?_summary=true").status == 200);
    }
    CHECK(fixture.running() == 2);
  }
  CHECK(fixture.stays_at_none(3s));
}

TEST_CASE("readiness and reads by id do not wait for writes that hold all workers for one another") {
  SlowFixture fixture({}, {2, 64, 64 * 1024 * 1024, 1, 1});
  support::Http client(fixture.port());
  REQUIRE(client.send("PUT", "/fhir/Patient/a", patient("a"), json).status == 201);
  support::Sql other(fixture.url);
  other.run("begin; lock table setu.res, setu.hist in share mode");
  std::vector<std::unique_ptr<RawClient>> writes;
  for (int i = 0; i < 6; ++i) {
    const std::string body = patient("b");
    writes.push_back(std::make_unique<RawClient>(fixture.port()));
    writes.back()->send("PUT /fhir/Patient/b HTTP/1.1\r\nHost: a\r\nContent-Type: application/fhir+json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  }
  REQUIRE(fixture.comes_to(2, 2s));
  for (int i = 0; i < 5; ++i) {
    const auto ready = timed(client, "GET", "/health/ready");
    CHECK(ready.response.status == 200);
    CHECK(ready.took < 1s);
    const auto read = timed(client, "GET", "/fhir/Patient/a");
    CHECK(read.response.status == 200);
    CHECK(read.took < 1s);
  }
  CHECK(fixture.running() == 2);
  other.run("rollback");
  CHECK(fixture.stays_at_none(3s));
  CHECK(client.get("/fhir/Patient/b").status == 200);
}

TEST_CASE("a readiness probe that the database keeps waiting is over with its answer") {
  SlowFixture fixture;
  support::Http client(fixture.port());
  REQUIRE(client.get("/health/ready").status == 200);
  fixture.sql.run("begin; lock table setu.res in access exclusive mode");
  const auto ready = timed(client, "GET", "/health/ready");
  CHECK(ready.response.status == 503);
  CHECK(ready.took < 4s);
  CHECK(fixture.stays_at_none(2s));
  fixture.sql.run("rollback");
  CHECK(client.get("/health/ready").status == 200);
}

TEST_CASE("after a volley of hostile searches no query runs, and the server answers") {
  SlowFixture fixture(limits_of(2s), {2, 64, 64 * 1024 * 1024, 1, 1});
  support::Http client(fixture.port());
  REQUIRE(client.send("PUT", "/fhir/Patient/a", patient("a"), json).status == 201);
  const auto repeated = [](const std::string& text, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += text;
    return out;
  };
  const std::string hostile[] = {
      // Not ASCII, and not UTF-8.
      "name=M\xc3\xbcller", "name=\xff\xfe", "n\xc3\xa4me=a", "name=%C3%28", "name=%ED%A0%80", "name=%F4%90%80%80", "%00=%00", "name=%E2%80%AE%00",
      // Percent-encoded, well and badly.
      "%6e%61%6d%65=%61", "name=%", "name=%2", "name=%zz", "name=%252525", "name%3Aexact=a", "name=a%0d%0aX:%20y", "%5f%69%64=a",
      // Truncated.
      "=", "&&&", "?", ":", "name:", ":exact=a", "link:", "link:Patient.", "link.", "_has:", "_has:Observation", "_has:Observation:subject", "_has:Observation:subject:=a",
      "_sort=", "_sort=-", "_sort=,", "_include=Patient:", "_include=:", "_revinclude=Observation", "birthdate=ge", "birthdate=2020-13", "birthdate=2020-", "identifier=|",
      "identifier=|||", "_cursor=abc", "_cursor=", "_count=-1", "_count=99999999999999999999", "_filter=((((", "_filter=name eq", "_filter=name%20eq%20%22", "_text=%22", "_lastUpdated=gt",
      // Over-long.
      "name=" + std::string(8'000, 'a'), "name=" + std::string(80'000, 'a'), "_id=" + repeated("a,", 3'000), "identifier=" + repeated("u|x,", 1'500), "identifier:not=" + repeated("x,", 2'000),
      "name=" + repeated("%C3%A4", 1'200), repeated("name=a&", 63), repeated("name=a&", 500), repeated("_include=Patient:link&", 60), "_filter=" + repeated("(", 3'000), "_elements=" + repeated("a,", 3'000),
      // Deeply chained.
      repeated("link:Patient.", 3) + "name=a", repeated("link:Patient.", 12) + "name=a", repeated("link:Patient.", 300) + "name=a", repeated("_has:Patient:link:", 3) + "name=a",
      repeated("_has:Patient:link:", 12) + "name=a", repeated("_has:Patient:link:", 200) + "name=a", repeated("link:Patient.", 4) + repeated("_has:Patient:link:", 4) + "identifier:not=1",
      // What is no one's language here.
      "name=';drop%20table%20setu.res;--", "name=$1", "name=%25%5f%5c", "name:contains=%25%25", "_query=*", "name:below(x)=a", "identifier:in=http://nowhere.example/x",
  };
  std::atomic<std::size_t> next = 0, answered = 0, failed = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (std::size_t at = next++; at < 2 * std::size(hostile); at = next++) {
        RawClient one(fixture.port());
        one.send("GET /fhir/Patient?" + hostile[at % std::size(hostile)] + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        if (at % 3 == 2) continue;  // and leaves
        const std::string answer = one.read_until("\r\n\r\n", 10s);
        answer.starts_with("HTTP/1.1 2") || answer.starts_with("HTTP/1.1 4") ? ++answered : ++failed;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(answered > std::size(hostile));
  CHECK(failed == 0);
  CHECK(fixture.stays_at_none(5s));
  CHECK(fixture.in_transaction() == 0);
  CHECK(client.get("/health/ready").status == 200);
  CHECK(client.get("/fhir/Patient?identifier=1").status == 200);
}
