#include <catch2/catch.hpp>

#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

#include "engine/interaction/searchset.h"
#include "fhir/r4/patient.h"
#include "src/http/gzip.h"
#include "src/http/server.h"
#include "tests/src/http/raw_client.h"
#include "tests/src/worker/session.h"
#include "tests/support/http.h"

using namespace setu;
using namespace std::chrono_literals;
using engine::Interaction;
using engine::Reply;

namespace {

const std::string large(std::size_t{32} << 20, ' ');

/// Holds the requests of the type Basic until it is opened, and says when one has come in.
struct Gate {
  std::mutex mutex;
  std::condition_variable changed;
  int entered = 0;
  bool opened = false;

  void pass() {
    std::unique_lock lock(mutex);
    ++entered;
    changed.notify_all();
    changed.wait(lock, [this] { return opened; });
  }
  void wait_entered(int count) {
    std::unique_lock lock(mutex);
    changed.wait_for(lock, 5s, [&] { return entered >= count; });
  }
  void open() {
    const std::lock_guard lock(mutex);
    opened = true;
    changed.notify_all();
  }
};

/// A server on a port of its own, with an engine that answers every read with one patient and says in XML or JSON what it was sent.
struct Fixture {
  Gate gate;
  metrics::Registry registry;
  worker::Pool pool;
  http::Server server;

  static http::Settings with_defaults(http::Settings settings, Gate& gate) {
    settings.port = 0;
    settings.log_requests = false;
    settings.tenant = [](std::string_view name) { return name == "default" ? std::optional<std::int32_t>(1) : std::nullopt; };
    settings.perform = [&gate](Interaction interaction, const engine::Environment&) {
      if (interaction.type != nullptr && interaction.type->name == "Basic") gate.pass();
      Reply reply;
      if (interaction.id == "large") reply.body = large;
      if (!reply.body.empty()) return reply;
      if (interaction.if_none_match == std::vector{3u}) {
        reply.status = engine::Status::not_modified;
        reply.version = 3;
        return reply;
      }
      reply.type = &fhir::r4::Patient::descriptor;
      reply.version = 3;
      reply.id = interaction.id;
      reply.body = R"({"resourceType":"Patient","id":")" + interaction.id + "\"}";
      return reply;
    };
    return settings;
  }

  explicit Fixture(http::Settings settings = {}, worker::Limits limits = {2, 64, 64 * 1024 * 1024}, worker::Sessions sessions = empty_sessions())
      : pool(limits, std::move(sessions)), server(with_defaults(std::move(settings), gate), pool, registry) {
    const auto started = server.start();
    REQUIRE(started);
  }
  ~Fixture() {
    gate.open();
    server.stop(0ms);
  }
  int port() const { return server.port(); }
};

const std::string get = "GET /fhir/Patient/17 HTTP/1.1\r\nHost: a\r\n\r\n";
constexpr std::string_view patient = R"({"resourceType":"Patient","id":"17"})";

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) ++found;
  return found;
}
bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

}  // namespace

TEST_CASE("a read over a socket has its body and every header it should") {
  Fixture fixture;
  support::Http client(fixture.port());
  const auto response = client.get("/fhir/Patient/17", {{"X-Request-Id", "abc-1"}});
  CHECK(response.status == 200);
  CHECK(response.body == patient);
  CHECK(response.header("content-type") == "application/fhir+json; charset=utf-8");
  CHECK(response.header("etag") == "W/\"3\"");
  CHECK(response.header("x-request-id") == "abc-1");
  CHECK(response.header("x-content-type-options") == "nosniff");
  CHECK(response.header("cache-control") == "no-store");
  CHECK(response.header("server") == "Setu");
  CHECK_FALSE(response.header("date").empty());
  CHECK_FALSE(response.header("vary").empty());
  CHECK(response.header("x-correlation-id").empty());
  CHECK(client.get("/fhir/Patient/17", {{"X-Correlation-Id", "run-7.a"}}).header("x-correlation-id") == "run-7.a");
  CHECK(client.get("/nothing", {{"X-Correlation-Id", "run-7.b"}}).header("x-correlation-id") == "run-7.b");
  CHECK(client.get("/fhir/Patient/17", {{"X-Correlation-Id", "a b<script>"}}).header("x-correlation-id").empty());
  const std::string urn = "urn:uuid:53fefa32-fcbb-4ff8-8a92-55ee120877b7/a+b=c";
  CHECK(client.get("/fhir/Patient/17", {{"X-Correlation-Id", urn}}).header("x-correlation-id") == urn);
  CHECK(client.get("/fhir/Patient/17", {{"X-Request-Id", urn}}).header("x-request-id") == urn);
  CHECK(client.get("/fhir/Patient/17", {{"X-Request-Id", std::string(128, 'a')}}).header("x-request-id").size() == 128);
  CHECK(client.get("/fhir/Patient/17", {{"X-Request-Id", std::string(129, 'a')}}).header("x-request-id").size() == 16);
  for (const char* other : {"a\"b", "a'b", "a\\b", "a<b", "a>b"}) {
    CHECK(client.get("/fhir/Patient/17", {{"X-Correlation-Id", other}}).header("x-correlation-id").empty());
  }
  const auto unfit = client.get("/fhir/Patient/17", {{"X-Request-Id", "a b<script>"}});
  CHECK(unfit.header("x-request-id").size() == 16);
}

TEST_CASE("a client's name for its request comes back as X-Correlation-Id where the server makes another") {
  Fixture fixture;
  support::Http client(fixture.port());
  for (const std::string& given : {std::string("a\"b"), std::string("a b"), std::string("<a>"), std::string(129, 'x'), std::string(256, 'x')}) {
    CAPTURE(given);
    for (const char* place : {"/fhir/Patient/17", "/nothing", "/health/live", "/fhir/Patient/17?=1"}) {
      const auto response = client.get(place, {{"X-Request-Id", given}});
      CHECK(response.header("x-request-id").size() == 16);
      CHECK(response.header("x-correlation-id") == given);
    }
    // A name of its own for what the request belongs to is not mixed up with that.
    CHECK(client.get("/fhir/Patient/17", {{"X-Request-Id", given}, {"X-Correlation-Id", "run-7"}}).header("x-correlation-id") == "run-7");
    CHECK(client.get("/fhir/Patient/17", {{"X-Request-Id", given}, {"X-Correlation-Id", "<run>"}}).header("x-correlation-id").empty());
  }
  for (const std::string& given : {std::string(257, 'x'), std::string("a\xe9"), std::string("a\xc3\xa9"), std::string("a\tb"), std::string()}) {
    CAPTURE(given);
    const auto response = client.get("/fhir/Patient/17", {{"X-Request-Id", given}});
    CHECK(response.status == 200);
    CHECK(response.header("x-request-id").size() == 16);
    CHECK(response.header("x-correlation-id").empty());
  }
  CHECK(client.get("/fhir/Patient/17", {{"X-Request-Id", "a-1"}}).header("x-correlation-id").empty());
  // Two names are none that the log could have, and both come back.
  const auto two = client.get("/fhir/Patient/17", {{"X-Request-Id", "a"}, {"X-Request-Id", "b"}});
  CHECK(two.header("x-request-id").size() == 16);
  CHECK(two.header("x-correlation-id") == "a, b");
  CHECK(client.get("/fhir/Patient/17", {{"X-Correlation-Id", "a"}, {"X-Correlation-Id", "b"}}).header("x-correlation-id").empty());
}

TEST_CASE("a connection is kept for many requests, and pipelined requests are answered in order") {
  Fixture fixture;
  RawClient client(fixture.port());
  std::string all;
  for (int i = 0; i < 50; ++i) all += "GET /fhir/Patient/" + std::to_string(100 + i) + " HTTP/1.1\r\nHost: a\r\n\r\n";
  REQUIRE(client.send(all));
  const std::string answers = client.read_until("\"id\":\"149\"}");
  CHECK(count(answers, "HTTP/1.1 200 OK") == 50);
  std::size_t at = 0;
  for (int i = 0; i < 50; ++i) {
    at = answers.find("\"id\":\"" + std::to_string(100 + i) + "\"", at);
    REQUIRE(at != std::string::npos);
  }
  CHECK_FALSE(client.closed());
}

TEST_CASE("HEAD is GET without its body, and the connection goes on") {
  Fixture fixture;
  RawClient client(fixture.port());
  client.send("HEAD /fhir/Patient/17 HTTP/1.1\r\nHost: a\r\n\r\n" + get);
  const std::string answers = client.read_until(patient);
  CHECK(count(answers, "Content-Length: 36\r\n") == 2);
  CHECK(count(answers, patient) == 1);
}

TEST_CASE("304 has no body and no length") {
  Fixture fixture;
  RawClient client(fixture.port());
  client.send("GET /fhir/Patient/17 HTTP/1.1\r\nHost: a\r\nIf-None-Match: W/\"3\"\r\nConnection: close\r\n\r\n");
  const std::string answer = client.read_all();
  CHECK(answer.starts_with("HTTP/1.1 304 Not Modified\r\n"));
  CHECK(has(answer, "ETag: W/\"3\"\r\n"));
  CHECK_FALSE(has(answer, "Content-Length"));
  CHECK(answer.ends_with("\r\n\r\n"));
}

TEST_CASE("garbage is answered with 400 and the end of the connection") {
  Fixture fixture;
  for (const std::string& bytes : {std::string("garbage\r\n\r\n"), std::string("\0\0\0\0\r\n\r\n", 8), std::string("GET /fhir HTTP/1.1\r\n\r\n"),
                                  std::string("POST /fhir HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"),
                                  std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n")}) {
    RawClient client(fixture.port());
    client.send(bytes + get);
    const std::string answer = client.read_all();
    CHECK(answer.starts_with("HTTP/1.1 400 "));
    CHECK(count(answer, "HTTP/1.1 ") == 1);  // what came behind is not taken for a request
    CHECK(has(answer, "OperationOutcome"));
    CHECK(client.closed());
  }
  CHECK(support::Http(fixture.port()).get("/fhir/Patient/17").status == 200);
}

TEST_CASE("the limits of line, header and body answer over a socket") {
  http::Settings settings;
  settings.limits.body_bytes = 100'000;
  Fixture fixture(settings);
  const auto answer = [&](const std::string& bytes) {
    RawClient client(fixture.port());
    client.send(bytes);
    return client.read_until("}]}").substr(9, 3);
  };
  CHECK(answer("GET /fhir/Patient?name=" + std::string(70'000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n") == "414");
  CHECK(answer("GET /fhir/Patient?name=" + std::string(900'000, 'a')) == "414");
  CHECK(answer("GET /fhir/Patient HTTP/1.1\r\nHost: a\r\nX: " + std::string(17'000, 'a') + "\r\n\r\n") == "431");
  RawClient long_line(fixture.port());
  long_line.send("GET /fhir/Patient?name=" + std::string(65'000, 'a') + " HTTP/1.1\r\nHost: a\r\nX: " + std::string(15'000, 'a') + "\r\n\r\n");
  CHECK(long_line.read_until("\r\n\r\n").starts_with("HTTP/1.1 200"));
  CHECK(engine::link_bytes_max + std::string_view("GET  HTTP/1.1\r\n").size() <= http::Limits().request_line_bytes);
  const std::string post = "POST /fhir/Patient HTTP/1.1\r\nHost: a\r\nContent-Type: application/fhir+json\r\n";
  CHECK(answer(post + "Content-Length: 100001\r\n\r\n" + std::string(100'001, ' ')) == "413");
  CHECK(answer(post + "Content-Length: 10000000\r\n\r\n" + std::string(3'000'000, ' ')) == "413");
  std::string chunks;
  for (int i = 0; i < 200; ++i) chunks += "400\r\n" + std::string(1024, ' ') + "\r\n";
  CHECK(answer(post + "Transfer-Encoding: chunked\r\n\r\n" + chunks) == "413");
  const std::string body = R"({"resourceType":"Patient"})";
  RawClient client(fixture.port());
  client.send(post + "Content-Length: 100000\r\n\r\n" + body + std::string(100'000 - body.size(), ' '));
  CHECK(client.read_until("\r\n\r\n").starts_with("HTTP/1.1 200"));
}

TEST_CASE("a bomb in gzip is refused at once") {
  Fixture fixture;
  support::Http client(fixture.port());
  const std::string bomb = http::gzip(std::string(200 * 1024 * 1024, '0'), 9);
  const auto before = std::chrono::steady_clock::now();
  const auto response = client.send("POST", "/fhir/Patient", bomb, {{"Content-Type", "application/fhir+json"}, {"Content-Encoding", "gzip"}});
  CHECK(response.status == 413);
  CHECK(std::chrono::steady_clock::now() - before < 5s);
}

TEST_CASE("a client that waits for 100 Continue gets it, or the refusal at once") {
  http::Settings settings;
  settings.limits.body_bytes = 1000;
  Fixture fixture(settings);
  const std::string head = "POST /fhir/Patient HTTP/1.1\r\nHost: a\r\nContent-Type: application/fhir+json\r\nExpect: 100-continue\r\n";
  RawClient client(fixture.port());
  client.send(head + "Content-Length: 26\r\n\r\n");
  CHECK(client.read_until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
  client.send(R"({"resourceType":"Patient"})");
  CHECK(client.read_until("}").starts_with("HTTP/1.1 200"));
  RawClient large(fixture.port());
  large.send(head + "Content-Length: 1001\r\n\r\n");
  CHECK(large.read_until("}]}").starts_with("HTTP/1.1 413"));
}

TEST_CASE("slow clients are closed in time and others do not notice") {
  http::Settings settings;
  settings.limits.header_time = 300ms;
  settings.limits.idle_time = 300ms;
  settings.limits.body_grace = 300ms;
  settings.limits.body_rate = 1'000'000;
  Fixture fixture(settings);
  RawClient header(fixture.port()), body(fixture.port()), idle(fixture.port()), ending(fixture.port()), silent(fixture.port());
  header.send("GET /fhir/Pat");
  body.send("POST /fhir/Patient HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nab");
  idle.send(get);
  idle.read_until(patient);
  // An empty line behind a request begins no other.
  ending.send(get + "\r\n");
  ending.read_until(patient);
  CHECK(support::Http(fixture.port()).get("/fhir/Patient/17").status == 200);
  CHECK(header.read_all(2000ms).starts_with("HTTP/1.1 408"));
  CHECK(body.read_all(2000ms).starts_with("HTTP/1.1 408"));
  CHECK(idle.read_all(2000ms).empty());
  CHECK(idle.closed());
  CHECK(ending.read_all(2000ms).empty());
  CHECK(ending.closed());
  CHECK(silent.read_all(2000ms).empty());
  CHECK(silent.closed());
}

TEST_CASE("an answer may be taken slowly, but a client that takes none of it or hardly any is closed") {
  http::Settings settings;
  settings.limits.stall_time = 500ms;
  settings.limits.answer_rate = 4'000'000;
  Fixture fixture(settings);
  const std::string get_large = "GET /fhir/Patient/large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  const auto is_closed = [&](std::chrono::milliseconds patience) {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!has(fixture.registry.text(), "setu_http_connections 0\n")) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::this_thread::sleep_for(10ms);
    }
    return true;
  };
  {
    RawClient held(fixture.port(), 64 * 1024);
    held.send(get_large);
    while (has(fixture.registry.text(), "setu_http_connections 0\n")) std::this_thread::sleep_for(1ms);
    CHECK(is_closed(6000ms));
    CHECK(held.read_bytes(large.size()) < large.size() / 2);
  }
  {
    RawClient trickling(fixture.port(), 64 * 1024);
    trickling.send(get_large);
    std::size_t got = 0;
    const auto end = std::chrono::steady_clock::now() + 8s;
    while (!trickling.closed() && std::chrono::steady_clock::now() < end) {
      got += trickling.read_bytes(64 * 1024);
      std::this_thread::sleep_for(100ms);
    }
    CHECK(trickling.closed());
    CHECK(got < large.size() / 2);
  }
  RawClient slow(fixture.port(), 64 * 1024);
  slow.send(get_large);
  std::size_t got = 0;
  while (!slow.closed()) {
    got += slow.read_bytes(std::size_t{1} << 20);
    std::this_thread::sleep_for(50ms);
  }
  CHECK(got > large.size());
}

TEST_CASE("a full queue is a 503 at once, with when to come again") {
  Fixture fixture({}, {1, 1, 64 * 1024 * 1024});
  std::vector<std::unique_ptr<RawClient>> held;
  const std::string wait = "GET /fhir/Basic/1 HTTP/1.1\r\nHost: a\r\n\r\n";
  held.push_back(std::make_unique<RawClient>(fixture.port()));
  held.back()->send(wait);
  fixture.gate.wait_entered(1);
  held.push_back(std::make_unique<RawClient>(fixture.port()));
  held.back()->send(wait);
  while (fixture.pool.queued() < 1) std::this_thread::sleep_for(1ms);
  support::Http client(fixture.port());
  const auto refused = client.get("/fhir/Patient/17", {{"Accept", "application/fhir+xml"}});
  CHECK(refused.status == 503);
  CHECK(refused.header("retry-after") == "1");
  CHECK(has(refused.body, "<OperationOutcome"));
  CHECK(client.get("/health/live").status == 200);
  CHECK(client.get("/health/ready").status == 503);
  CHECK(client.get("/metrics").status == 200);
  fixture.gate.open();
  for (auto& one : held) CHECK(one->read_until("}").starts_with("HTTP/1.1 200"));
  CHECK(client.get("/fhir/Patient/17").status == 200);
}

TEST_CASE("connections past the limit are closed at once") {
  http::Settings settings;
  settings.limits.connections = 3;
  Fixture fixture(settings);
  std::vector<std::unique_ptr<RawClient>> open;
  for (int i = 0; i < 3; ++i) {
    open.push_back(std::make_unique<RawClient>(fixture.port()));
    open.back()->send(get);
    CHECK(has(open.back()->read_until(patient), patient));
  }
  RawClient fourth(fixture.port());
  fourth.send(get);
  CHECK(fourth.read_all().empty());
  open.pop_back();
  std::this_thread::sleep_for(50ms);
  RawClient fifth(fixture.port());
  fifth.send(get);
  CHECK(has(fifth.read_until(patient), patient));
}

TEST_CASE("a server that stops finishes the request in flight and takes no more") {
  auto fixture = std::make_unique<Fixture>();
  RawClient flying(fixture->port()), idle(fixture->port());
  idle.send(get);
  idle.read_until(patient);
  flying.send("GET /fhir/Basic/1 HTTP/1.1\r\nHost: a\r\n\r\n");
  fixture->gate.wait_entered(1);
  auto stopped = std::async(std::launch::async, [&] { return fixture->server.stop(5s); });
  CHECK(idle.read_all().empty());
  CHECK(idle.closed());
  std::this_thread::sleep_for(50ms);
  RawClient late(fixture->port());
  late.send(get);
  CHECK(late.read_all(200ms).empty());
  fixture->gate.open();
  const std::string answer = flying.read_all();
  CHECK(answer.starts_with("HTTP/1.1 200"));
  CHECK(has(answer, "Connection: close\r\n"));
  CHECK(stopped.get());
}

TEST_CASE("a server out of patience says that it cut requests off") {
  auto fixture = std::make_unique<Fixture>();
  RawClient flying(fixture->port());
  flying.send("GET /fhir/Basic/1 HTTP/1.1\r\nHost: a\r\n\r\n");
  fixture->gate.wait_entered(1);
  auto stopped = std::async(std::launch::async, [&] { return fixture->server.stop(20ms); });
  CHECK(flying.read_all(2000ms).empty());
  fixture->gate.open();
  CHECK_FALSE(stopped.get());
}

TEST_CASE("health and metrics answer beside the FHIR interface") {
  std::atomic<bool> has_database = true;
  Fixture fixture({}, {1, 10, 1'000'000}, [&]() -> fhir::Result<std::unique_ptr<engine::store::Session>> {
    if (!has_database) return fhir::Outcome(fhir::IssueType::transient, "No database.");
    return empty_sessions()();
  });
  support::Http client(fixture.port());
  has_database = false;
  CHECK(client.get("/health/ready").status == 503);
  CHECK(client.get("/health/live").status == 200);
  CHECK(client.get("/fhir/Patient/1").status == 503);
  has_database = true;
  CHECK(client.get("/health/ready").status == 200);
  CHECK(client.get("/fhir/Patient/17").status == 200);
  CHECK(client.get("/nothing").status == 404);
  CHECK(client.get("/nothing").header("content-type") == "application/json");
  CHECK(client.send("POST", "/metrics").status == 405);
  const auto metrics = client.get("/metrics");
  CHECK(metrics.header("content-type").starts_with("text/plain; version=0.0.4"));
  CHECK(has(metrics.body, "setu_http_requests_total{action=\"read\",status=\"2xx\"} 1\n"));
  CHECK(has(metrics.body, "setu_http_requests_total{action=\"read\",status=\"5xx\"} 1\n"));
  CHECK(has(metrics.body, "setu_http_request_seconds_count{action=\"read\"} 2\n"));
  CHECK(has(metrics.body, "setu_http_connections 1\n"));
  CHECK(has(metrics.body, "setu_queue_length 0\n"));
  CHECK(has(metrics.body, "setu_answers_bytes 0\n"));
  CHECK(has(metrics.body, "setu_store_failures_total 2\n"));
  CHECK(has(metrics.body, "setu_build_info{version="));
}

TEST_CASE("a port that is taken, or no address, is said in a sentence") {
  Fixture fixture;
  metrics::Registry registry;
  http::Settings settings;
  settings.port = fixture.server.port();
  http::Server second(settings, fixture.pool, registry);
  const auto started = second.start();
  REQUIRE_FALSE(started);
  CHECK(has(started.outcome().issues.at(0).text, "Another program listens on 127.0.0.1 port"));
  settings.address = "not an address";
  http::Server third(settings, fixture.pool, registry);
  CHECK_FALSE(third.start());
}

TEST_CASE("many clients at once get each their own answer") {
  http::Settings settings;
  settings.io_threads = 2;
  Fixture fixture(settings, {4, 1000, 64 * 1024 * 1024});
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 16; ++t) {
    threads.emplace_back([&, t] {
      support::Http client(fixture.port());
      for (int i = 0; i < 200; ++i) {
        const std::string id = std::to_string(t * 1000 + i);
        if (client.get("/fhir/Patient/" + id).body == R"({"resourceType":"Patient","id":")" + id + "\"}") ++right;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(right == 16 * 200);
}

TEST_CASE("clients that leave in the middle leave nothing behind") {
  Fixture fixture;
  for (int i = 0; i < 200; ++i) {
    RawClient client(fixture.port());
    client.send(i % 2 == 0 ? get : get.substr(0, static_cast<std::size_t>(i) % get.size()));
  }
  CHECK(support::Http(fixture.port()).get("/health/live").status == 200);  // which comes in behind them all
  for (int i = 0; i < 200 && !has(fixture.registry.text(), "setu_http_connections 0\n"); ++i) std::this_thread::sleep_for(10ms);
  CHECK(has(fixture.registry.text(), "setu_http_connections 0\n"));
  CHECK(fixture.server.stop(1s));
}
