#include <catch2/catch.hpp>

#include <malloc.h>

#include <thread>

#include "tests/src/http/raw_client.h"
#include "tests/src/http/served.h"

// What the server holds for clients that do not take their answers.

using namespace setu;
using namespace std::chrono_literals;

namespace {

const support::Http::Headers json = {{"Content-Type", "application/fhir+json"}};
constexpr std::size_t mib = std::size_t{1} << 20;
bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

/// Finds four Patients of 4 MiB: more than the system takes for a client that reads nothing.
const std::string search = "/fhir/Patient?_id=a,b,c,d";
constexpr std::size_t found_bytes = 16 * mib;

std::string patient(const std::string& id, std::size_t bytes) {
  std::string text = R"({"resourceType":"Patient","id":")" + id + R"(","extension":[{"url":"urn:x","valueString":"x"})";
  for (; bytes > 0; bytes -= std::min(bytes, mib / 2)) text += R"(,{"url":"urn:x","valueString":")" + std::string(std::min(bytes, mib / 2), 'x') + "\"}";
  return text + "]}";
}

http::Limits limits_of(std::chrono::milliseconds crowded_stall_time, std::size_t crowded_answer_rate = 1) {
  http::Limits limits;
  limits.answers_bytes = 2 * found_bytes + found_bytes / 2;
  limits.crowded_stall_time = crowded_stall_time;
  limits.crowded_answer_rate = crowded_answer_rate;
  return limits;
}

/// A server with the Patients, and clients that hold answers.
struct Crowd : Fixture {
  std::vector<std::unique_ptr<RawClient>> holders;

  explicit Crowd(const http::Limits& limits) : Fixture(limits) {
    support::Http client(port());
    for (const char* id : {"a", "b", "c", "d"}) REQUIRE(client.send("PUT", "/fhir/Patient/" + std::string(id), patient(id, 4 * mib), json).status == 201);
    REQUIRE(client.send("PUT", "/fhir/Patient/small", patient("small", 0), json).status == 201);
  }

  /// Of answers that are not taken yet, as /metrics has it.
  std::size_t bytes() const {
    const std::string text = registry.text(), name = "\nsetu_answers_bytes ";
    const std::size_t at = text.find(name);
    return at == text.npos ? 0 : static_cast<std::size_t>(std::stod(text.substr(at + name.size())));
  }
  /// Whether so many answers of `search` come to be held, and no more.
  bool come_to_be_held(std::size_t count, std::chrono::milliseconds patience = 10s) const {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (bytes() < count * found_bytes || bytes() >= (count + 1) * found_bytes || (count == 0 && bytes() > 0)) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::this_thread::sleep_for(10ms);
    }
    return true;
  }
  /// One more client asks.
  RawClient& ask() {
    holders.push_back(std::make_unique<RawClient>(port(), 64 * 1024));
    holders.back()->send("GET " + search + " HTTP/1.1\r\nHost: a\r\n\r\n");
    return *holders.back();
  }
  /// One more asks, and reads nothing.
  void hold() {
    ask();
    REQUIRE(come_to_be_held(holders.size()));
  }
};

}  // namespace

TEST_CASE("past the limit of all answers that are not taken, what may be large is refused before it begins, and all else is answered") {
  Crowd crowd(limits_of(60s));
  support::Http client(crowd.port());
  for (int i = 0; i < 3; ++i) {
    CHECK(client.get("/fhir/Patient?_id=small").status == 200);
    crowd.hold();
  }
  const auto refused = client.get("/fhir/Patient?_id=small");
  CHECK(refused.status == 503);
  CHECK(refused.header("retry-after") == "1");
  CHECK(refused.header("content-type").starts_with("application/fhir+json"));
  CHECK(has(refused.body, R"("resourceType":"OperationOutcome")"));
  CHECK(has(refused.body, R"("code":"throttled")"));
  CHECK(has(refused.body, "answers that clients have not taken yet"));
  CHECK(has(client.get("/fhir/Patient?_id=small&_format=xml").body, "<OperationOutcome"));
  CHECK(client.send("POST", "/fhir/Patient/_search", "_id=small", {{"Content-Type", "application/x-www-form-urlencoded"}}).status == 503);
  CHECK(client.get("/fhir/Patient/small/_history").status == 503);
  CHECK(client.get("/fhir/Patient/a").status == 503);  // a read, but large

  CHECK(client.get("/fhir/Patient/small").status == 200);
  CHECK(client.get("/fhir/Patient/small/_history/1").status == 200);
  CHECK(client.get("/fhir/Patient/none").status == 404);
  CHECK(client.get("/fhir/Nothing").status == 404);
  CHECK(client.get("/fhir/Patient/small?_format=pdf").status == 406);
  CHECK(client.get("/health/ready").status == 200);
  CHECK(client.get("/metrics").status == 200);

  // A write that is refused has done nothing.
  CHECK(client.send("PUT", "/fhir/Patient/new", patient("new", 0), json).status == 503);
  const std::string transaction = R"({"resourceType":"Bundle","type":"transaction","entry":[{"resource":)" + patient("new", 0) +
                                  R"(,"request":{"method":"PUT","url":"Patient/new"}},{"request":{"method":"GET","url":"Patient/a"}}]})";
  CHECK(client.send("POST", "/fhir", transaction, json).status == 503);
  CHECK(client.send("DELETE", "/fhir/Patient/small").status == 503);
  CHECK(client.get("/fhir/Patient/new").status == 404);
  CHECK(client.get("/fhir/Patient/small").status == 200);

  // The connection that was refused lives on.
  RawClient one(crowd.port());
  one.send("GET " + search + " HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(one.read_until("]}").starts_with("HTTP/1.1 503"));
  one.send("GET /fhir/Patient/small HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(one.read_until("]}").starts_with("HTTP/1.1 200"));

  // The answer of a holder is whole, and once it is taken there is room.
  CHECK(crowd.bytes() >= 3 * found_bytes);
  CHECK(crowd.holders.back()->read_bytes(found_bytes) == found_bytes);
  CHECK(crowd.come_to_be_held(2));
  CHECK(client.send("POST", "/fhir", transaction, json).status == 200);
  crowd.holders.clear();
  CHECK(crowd.come_to_be_held(0));
  const auto found = client.get(search);
  CHECK(found.status == 200);
  CHECK(found.body.size() > found_bytes);
  CHECK(crowd.come_to_be_held(0));
}

TEST_CASE("answers that are held are closed sooner past the limit of all, until they are within it") {
  Crowd crowd(limits_of(1s));
  crowd.hold();
  crowd.hold();
  std::this_thread::sleep_for(2s);
  CHECK(crowd.come_to_be_held(2, 0ms));
  CHECK(crowd.ask().read_until("\r\n\r\n").starts_with("HTTP/1.1 200"));
  CHECK(crowd.come_to_be_held(2, 5s));
  CHECK(support::Http(crowd.port()).get("/fhir/Patient?_id=small").status == 200);
  std::this_thread::sleep_for(1500ms);
  CHECK(crowd.come_to_be_held(2, 0ms));
  std::size_t whole = 0;
  for (auto& holder : crowd.holders) whole += holder->read_bytes(found_bytes - mib) == found_bytes - mib;
  CHECK(whole == 2);
  CHECK(crowd.come_to_be_held(0));
}

TEST_CASE("past the limit of all answers, one that trickles is closed, and one that is taken apace is whole") {
  Crowd crowd(limits_of(3s, 6 * mib));
  for (int i = 0; i < 3; ++i) crowd.hold();
  RawClient& apace = *crowd.holders[2];
  std::size_t taken = 0;
  const auto began = std::chrono::steady_clock::now();
  while (crowd.bytes() >= 3 * found_bytes && std::chrono::steady_clock::now() < began + 10s) {
    // 1 MiB/s: the system has room for another piece often enough that it is not taken for one that stalls.
    for (int i = 0; i < 2; ++i) crowd.holders[static_cast<std::size_t>(i)]->read_bytes(mib / 20);
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began).count();
    taken += apace.read_bytes(std::min(static_cast<std::size_t>(ms) * mib / 500, found_bytes) - taken);
    std::this_thread::sleep_for(50ms);
  }
  CHECK(taken < found_bytes);
  CHECK(crowd.come_to_be_held(2, 0ms));
  CHECK(taken + apace.read_bytes(found_bytes - taken) == found_bytes);
  crowd.holders.pop_back();
  std::size_t closed = 0;
  for (auto& holder : crowd.holders) closed += holder->read_bytes(found_bytes / 2) < found_bytes / 2;
  CHECK(closed == 1);
}

TEST_CASE("a connection holds nothing of an answer that was taken, nor a body that nobody read while one is") {
  Crowd crowd({});
  const auto in_use = [] {
    const auto memory = ::mallinfo2();  // zeros under sanitizers
    return memory.uordblks + memory.hblkhd;
  };
  const auto comes_below = [&](std::size_t bytes) {  // once the worker has let go of what it made the answer from
    const auto end = std::chrono::steady_clock::now() + 5s;
    while (in_use() >= bytes && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(10ms);
    return in_use() < bytes;
  };
  RawClient client(crowd.port(), 64 * 1024);
  const std::size_t before = in_use();
  client.send("GET " + search + " HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(client.read_bytes(found_bytes) == found_bytes);
  client.read_until("]}", 1s);
  CHECK(crowd.come_to_be_held(0));
  CHECK_FALSE(client.closed());
  CHECK(comes_below(before + found_bytes / 2));

  const std::string body(12 * mib, ' ');
  client.send("GET " + search + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  CHECK(crowd.come_to_be_held(1));
  CHECK(comes_below(before + body.size() + found_bytes + body.size() / 2));  // the first is the test's own
}
