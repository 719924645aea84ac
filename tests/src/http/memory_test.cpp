#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>
#include <thread>

#include "engine/interaction/interaction.h"
#include "fhir/json/tree.h"
#include "src/http/settings.h"
#include "tests/support/http.h"
#include "tests/support/process.h"

// What a server takes of the machine is bounded by what it takes of a request and gives in an answer.

namespace {

/// A server as it is run, so that its memory is its own and not the test's.
struct Server {
  support::TemporaryFolder folder;
  int port = support::free_port();
  support::Process process{{SETU_BINARY, "serve", "--data", folder.path() / "data", "--port", std::to_string(port), "--no-demo", "--log-level", "warning"}, folder.path() / "log"};
  support::Http http{port};

  Server() {
    for (int i = 0; i < 3000 && http.get("/health/ready").status != 200; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    INFO(process.output());
    REQUIRE(http.get("/health/ready").status == 200);
  }
  /// The most that was ever in memory, in bytes.
  std::size_t most() const {
    std::ifstream status("/proc/" + std::to_string(process.pid()) + "/status");
    for (std::string line; std::getline(status, line);) {
      if (line.starts_with("VmHWM:")) return std::strtoull(line.c_str() + 6, nullptr, 10) * 1024;
    }
    return 0;
  }
};

std::string number(int entry) { return std::to_string(entry); }

/// Entries of three kinds in turn: made by POST, made by PUT, and that read again. The whole is as large as a body may be.
std::string bundle(const std::string& type, int entries) {
  const std::size_t room = setu::http::Limits().body_bytes * 49 / 50 / static_cast<std::size_t>(entries) * 3 / 2;
  std::string text = R"({"resourceType":"Bundle","type":")" + type + R"(","entry":[)";
  for (int entry = 0; entry < entries; ++entry) {
    if (entry > 0) text += ',';
    const std::string id = type + "-" + number(entry - entry % 3 + 1);
    if (entry % 3 == 2) {
      text += R"({"request":{"method":"GET","url":"Patient/)" + id + R"("}})";
      continue;
    }
    std::string one = R"({"resource":{"resourceType":"Patient",)" + (entry % 3 == 1 ? R"("id":")" + id + "\"," : std::string()) + R"("identifier":[{"system":"urn:x","value":")" + type + number(entry) +
                      R"("}],"name":[)";
    while (one.size() + 200 < room) one += R"({"use":"usual","family":"Krishnamurthy","given":["Asha","Devi"],"period":{"start":"1984-05-12"}},)";
    one += R"({"family":"Rao"}]},"request":)";
    one += entry % 3 == 1 ? R"({"method":"PUT","url":"Patient/)" + id + R"("}})" : std::string(R"({"method":"POST","url":"Patient"}})");
    text += one;
  }
  return text + "]}";
}

/// Checks that each entry has the answer to what was asked at its place.
void check_order(const std::string& body, const std::string& type, int entries, bool again) {
  fhir::Arena arena;
  const auto tree = fhir::json::parse(body, arena);
  REQUIRE(tree);
  const auto* list = (*tree)->find("entry");
  REQUIRE(list != nullptr);
  int at = 0, wrong = 0;
  for (const auto* entry = list->first; entry != nullptr; entry = entry->next, ++at) {
    const auto* resource = entry->find("resource");
    const auto* response = entry->find("response");
    const int told = at % 3 == 2 ? at - 1 : at;
    const bool right = resource != nullptr && response != nullptr && resource->find("identifier") != nullptr &&
                       resource->find("identifier")->first->text_of("value") == type + number(told) &&
                       response->text_of("status").starts_with(at % 3 == 2 || (again && at % 3 == 1) ? "200" : "201");
    if (!right && ++wrong == 1) UNSCOPED_INFO("entry " << at << " is the first wrong one");
  }
  CHECK(wrong == 0);
  CHECK(at == entries);
}

#ifdef __SANITIZE_ADDRESS__
constexpr bool is_measured = false;  // what sanitizers keep of memory is more than the server's
#else
constexpr bool is_measured = true;
#endif

}  // namespace

TEST_CASE("a batch of 5,000 entries and a transaction of 2,000 are answered in order, in memory that the limits bound") {
  Server server;
  const setu::http::Limits limits;
  const std::size_t idle = server.most();
  // The body as text, as it was read and as it is written, with what is indexed of it: a name of a hundred bytes has a dozen
  // postings. And the answer as it is made and sent.
  const std::size_t bound = idle + 32 * limits.body_bytes + 2 * engine::reply_bytes_max;
  std::size_t after_first = 0;
  for (int round = 0; round < 2; ++round) {
    for (const auto& [type, entries] : {std::pair("batch", 5'000), std::pair("transaction", 2'000)}) {
      CAPTURE(type, round);
      const std::string body = bundle(type, entries);
      REQUIRE(body.size() <= limits.body_bytes);
      CHECK(body.size() > limits.body_bytes * 9 / 10);
      const auto answer = server.http.send("POST", "/fhir", body, {{"Content-Type", "application/fhir+json"}, {"Prefer", "return=representation"}});
      INFO(answer.body.substr(0, 500));
      REQUIRE(answer.status == 200);
      check_order(answer.body, type, entries, round > 0);
      const std::size_t most = server.most();
      UNSCOPED_INFO("idle " << idle / 1'048'576 << " MiB, at most " << most / 1'048'576 << " MiB of " << bound / 1'048'576 << " MiB");
      if (is_measured) CHECK(most <= bound);
    }
    if (round == 0) after_first = server.most();
  }
  // What was needed once is enough, whichever worker has the next: nothing piles up.
  if (is_measured) CHECK(server.most() <= after_first + 4 * limits.body_bytes);
}
