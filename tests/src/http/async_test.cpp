#include <catch2/catch.hpp>

#include <thread>

#include "src/http/async.h"
#include "tests/src/http/raw_client.h"
#include "tests/src/http/served.h"
#include "tests/src/worker/session.h"

using namespace setu;
using namespace std::chrono_literals;

// https://hl7.org/fhir/R4/async.html

namespace {

const support::Http::Headers json = {{"Content-Type", "application/fhir+json"}};
const support::Http::Headers async = {{"Prefer", "respond-async"}};
bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

/// The path of the status URL that a request was accepted with.
std::string status_path(const support::Response& accepted) {
  INFO(accepted.body);
  REQUIRE(accepted.status == 202);
  const std::string url(accepted.header("content-location"));
  REQUIRE(has(url, "/fhir/_async/"));
  return url.substr(url.find('/', url.find("://") + 3));
}

/// Asks until the request is no longer under way.
support::Response collected(support::Http& client, const std::string& path, const support::Http::Headers& headers = {}) {
  for (int i = 0; i < 500; ++i) {
    auto answer = client.get(path, headers);
    if (answer.status != 202) return answer;
    CHECK_FALSE(answer.header("x-progress").empty());
    CHECK(answer.header("x-progress").size() <= 100);
    CHECK(answer.header("retry-after") == "1");
    std::this_thread::sleep_for(10ms);
  }
  FAIL("it never came to an end");
  return {};
}

std::string raw_get(const std::string& path) { return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n"; }

}  // namespace

TEST_CASE("a search that is asked for asynchronously is accepted, and answered at its status URL as it would have been") {
  Fixture fixture;
  support::Http client(fixture.port());
  REQUIRE(client.send("PUT", "/fhir/Patient/a", R"({"resourceType":"Patient","id":"a","birthDate":"1984"})", json).status == 201);
  const auto at_once = client.get("/fhir/Patient?birthdate=1984");

  const auto accepted = client.get("/fhir/Patient?birthdate=1984", async);
  const std::string path = status_path(accepted);
  CHECK(accepted.header("preference-applied") == "respond-async");
  CHECK(has(accepted.body, "OperationOutcome"));
  const auto done = collected(client, path);
  CHECK(done.status == 200);
  CHECK(done.body == at_once.body);
  CHECK_FALSE(done.header("expires").empty());
  CHECK(collected(client, path).body == at_once.body);  // as often as it is asked for
  CHECK(client.send("HEAD", path).status == 200);
  CHECK(has(collected(client, path, {{"Accept", "application/fhir+xml"}}).body, "<Bundle"));
  CHECK(has(collected(client, status_path(client.get("/fhir/Patient?_format=xml", async))).body, "<Bundle"));

  // Another of the same is another; a tenant sees its own alone.
  CHECK(status_path(client.get("/fhir/Patient?birthdate=1984", async)) != path);
  REQUIRE(engine::store::create_tenant(fixture.url, "north"));
  Fixture other;
  CHECK(support::Http(other.port()).get(path).status == 404);  // and another server, or this one after a restart, does not know it

  CHECK(client.send("DELETE", path).status == 202);
  const auto gone = client.get(path);
  CHECK(gone.status == 404);
  CHECK(has(gone.body, "send the request again"));
  CHECK(client.send("DELETE", path).status == 404);
  CHECK(client.send("POST", path).status == 405);
  CHECK(client.get("/fhir/_async/0123").status == 404);
}

TEST_CASE("an asynchronous answer that indentation makes too long is collected without it") {
  Fixture fixture;
  support::Http client(fixture.port());
  std::string deep = R"({"resourceType":"Basic","id":"b","code":{"text":"x"},)";
  for (int i = 0; i < 50; ++i) deep += R"("extension":[{"url":"u",)";
  deep += R"("extension":[{"url":"a","valueCode":"b"})";
  for (int i = 0; i < 90'000; ++i) deep += R"(,{"url":"a","valueCode":"b"})";
  deep += "]";
  for (int i = 0; i < 50; ++i) deep += "}]";
  REQUIRE(client.send("PUT", "/fhir/Basic/b", deep + "}", json).status == 201);
  CHECK(client.get("/fhir/Basic?_pretty=true").status == 413);
  // It cannot be asked for in another way than it was accepted with.
  const auto done = collected(client, status_path(client.get("/fhir/Basic?_pretty=true", async)));
  CHECK(done.status == 200);
  CHECK(has(done.body, R"({"url":"a","valueCode":"b"})"));
}

TEST_CASE("batches, transactions, histories, forms and operations may be asynchronous; what is quick is not") {
  Fixture fixture;
  support::Http client(fixture.port());
  auto both = json;
  both.push_back(async.front());
  const auto transaction = client.send("POST", "/fhir", R"({"resourceType":"Bundle","type":"transaction","entry":[
    {"resource":{"resourceType":"Patient","id":"a"},"request":{"method":"PUT","url":"Patient/a"}}]})", both);
  CHECK(has(collected(client, status_path(transaction)).body, "transaction-response"));
  CHECK(client.get("/fhir/Patient/a").status == 200);
  const auto batch = client.send("POST", "/fhir", R"({"resourceType":"Bundle","type":"batch","entry":[{"request":{"method":"GET","url":"Patient/a"}}]})", both);
  CHECK(has(collected(client, status_path(batch)).body, "batch-response"));
  CHECK(has(collected(client, status_path(client.get("/fhir/_history", async))).body, R"("type":"history")"));
  CHECK(has(collected(client, status_path(client.get("/fhir/Patient/a/$everything", async))).body, "searchset"));
  const auto form = client.send("POST", "/fhir/Patient/_search", "_id=a", {{"Content-Type", "application/x-www-form-urlencoded"}, {"Prefer", "respond-async"}});
  CHECK(has(collected(client, status_path(form)).body, R"("total":1)"));
  CHECK(client.get("/fhir/Patient/a", async).status == 200);
  CHECK(client.get("/fhir/metadata", async).status == 200);
}

TEST_CASE("what is wrong with an asynchronous request is said at once, or at its status URL") {
  Fixture fixture;
  support::Http client(fixture.port());
  auto both = json;
  both.push_back(async.front());
  CHECK(client.send("POST", "/fhir", "{", both).status == 400);
  CHECK(client.get("/fhir/Nothing?x=1", async).status == 404);
  const auto unknown = collected(client, status_path(client.get("/fhir/Patient?nonsense=1", async)));
  CHECK(unknown.status == 400);
  CHECK(has(unknown.body, "OperationOutcome"));
  CHECK(has(unknown.body, "nonsense"));
}

TEST_CASE("asynchronous requests leave workers for those who wait, and are cancelled down to their query") {
  SlowFixture fixture;
  support::Http client(fixture.port());
  REQUIRE(client.send("PUT", "/fhir/Patient/a", R"({"resourceType":"Patient","id":"a"})", json).status == 201);
  fixture.slow();
  std::vector<std::string> paths;
  for (int i = 0; i < 6; ++i) paths.push_back(status_path(client.get("/fhir/Patient?_id=a", async)));
  REQUIRE(fixture.comes_to(1, 2s));
  // One of the two workers is at it, and the other is free.
  std::this_thread::sleep_for(100ms);
  CHECK(fixture.running() == 1);
  CHECK(client.get("/fhir/metadata").status == 200);
  CHECK(has(client.get(paths.front()).header("x-progress"), "under way"));
  CHECK(has(client.get(paths.back()).header("x-progress"), "waits"));
  for (auto path = paths.rbegin(); path != paths.rend(); ++path) CHECK(client.send("DELETE", *path).status == 202);
  CHECK(fixture.comes_to(0, 2s));
  CHECK(client.get(paths.front()).status == 404);
  fixture.quick();
  CHECK(collected(client, status_path(client.get("/fhir/Patient?_id=a", async))).status == 200);
}

TEST_CASE("a server that stops does not wait for asynchronous requests") {
  SlowFixture fixture;
  support::Http client(fixture.port());
  REQUIRE(client.send("PUT", "/fhir/Patient/a", R"({"resourceType":"Patient","id":"a"})", json).status == 201);
  fixture.slow();
  status_path(client.get("/fhir/Patient?_id=a", async));
  REQUIRE(fixture.comes_to(1, 2s));
  const auto began = std::chrono::steady_clock::now();
  fixture.server.stop(100ms);
  CHECK(std::chrono::steady_clock::now() - began < 3s);
  CHECK(fixture.running() == 0);
}

TEST_CASE("asynchronous requests are bounded in number, size and time") {
  http::Limits limits;
  limits.async_requests = 2;
  limits.async_answer_bytes = 100;
  limits.async_bytes = 150;
  limits.async_time = 0s;
  worker::Pool pool({2, 64, 1024 * 1024}, empty_sessions());
  http::AsyncRequests requests(pool, limits);
  const auto answering = [](std::size_t bytes) {
    return [bytes](fhir::Result<engine::store::Session*>) {
      engine::Reply reply;
      reply.body = std::string(bytes, 'x');
      return reply;
    };
  };
  const auto reply_of = [&](const std::string& id) {
    for (int i = 0; i < 500; ++i) {
      const auto look = requests.look(1, id);
      if (!look || look->reply) return look ? look->reply : nullptr;
      std::this_thread::sleep_for(2ms);
    }
    return std::shared_ptr<const engine::Reply>();
  };
  // An answer whose time is over is forgotten.
  auto id = requests.begin(1, {}, 0, answering(10));
  REQUIRE(id);
  CHECK_FALSE(reply_of(*id));

  limits.async_time = 60s;
  id = requests.begin(1, {}, 0, answering(101));
  REQUIRE(id);
  auto reply = reply_of(*id);
  REQUIRE(reply);
  CHECK(reply->status == engine::Status::payload_too_large);
  CHECK(requests.remove(1, *id));

  id = requests.begin(1, {}, 0, answering(100));
  const auto second = requests.begin(1, {}, 0, answering(60));
  REQUIRE(id);
  REQUIRE(second);
  REQUIRE(reply_of(*id));
  REQUIRE(reply_of(*second));
  CHECK((reply_of(*id)->body.empty() != reply_of(*second)->body.empty()));  // there is room for one
  const auto third = requests.begin(1, {}, 0, answering(1));
  REQUIRE_FALSE(third);
  CHECK(engine::status_of(third.outcome()) == engine::Status::too_many_requests);
  CHECK(requests.begin(2, {}, 0, answering(1)));  // of another tenant
  CHECK_FALSE(requests.look(2, *id));
  CHECK(requests.remove(1, *id));
  CHECK(requests.begin(1, {}, 0, answering(1)));
}

TEST_CASE("what is done for a client that leaves is cancelled within two seconds, down to its query") {
  SlowFixture fixture;
  support::Http other(fixture.port());
  REQUIRE(other.send("PUT", "/fhir/Patient/a", R"({"resourceType":"Patient","id":"a"})", json).status == 201);
  fixture.slow();
  std::string entries;
  for (int i = 0; i < 200; ++i) entries += R"({"request":{"method":"GET","url":"Patient/a"}},)";
  const std::string batch = R"({"resourceType":"Bundle","type":"batch","entry":[)" + entries.substr(0, entries.size() - 1) + "]}";
  const std::string requests[] = {
      raw_get("/fhir/Patient/a"),
      raw_get("/fhir/Patient?_id=a") + raw_get("/fhir/Patient/a"),  // with another sent ahead
      "POST /fhir HTTP/1.1\r\nHost: a\r\nContent-Type: application/fhir+json\r\nContent-Length: " + std::to_string(batch.size()) + "\r\n\r\n" + batch,
  };
  for (const std::string& request : requests) {
    {
      RawClient client(fixture.port());
      REQUIRE(client.send(request));
      REQUIRE(fixture.comes_to(1, 2s));
    }
    CHECK(fixture.stays_at_none(2s));
  }
  // What waits behind the workers' hands is not begun.
  {
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 6; ++i) {
      clients.push_back(std::make_unique<RawClient>(fixture.port()));
      REQUIRE(clients.back()->send(raw_get("/fhir/Patient/a")));
    }
    REQUIRE(fixture.comes_to(2, 2s));
  }
  CHECK(fixture.comes_to(0, 2s));
  fixture.quick();
  for (int i = 0; i < 4; ++i) CHECK(other.get("/fhir/Patient/a").status == 200);
}

TEST_CASE("a client that ends its half of the connection still gets its answer") {
  Fixture fixture;
  RawClient client(fixture.port());
  REQUIRE(client.send(raw_get("/fhir/metadata?_summary=true")));
  client.finish_sending();
  CHECK(client.read_all().starts_with("HTTP/1.1 200"));
}
