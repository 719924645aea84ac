#include <catch2/catch.hpp>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <random>
#include <thread>

#include "tests/support/http.h"
#include "tests/support/process.h"

using namespace support;
namespace fs = std::filesystem;

namespace {

constexpr int rounds = 20;
constexpr int bundles_per_round = 24;
constexpr int observations_per_bundle = 99;
const std::string tag_system = "http://example.org/bundle";

/// A patient with observations that refer to it by urn:uuid, all tagged with the bundle's name.
std::string bundle(const std::string& name) {
  const std::string meta = R"("meta":{"tag":[{"system":")" + tag_system + R"(","code":")" + name + R"("}]})";
  std::string out = R"({"resourceType":"Bundle","type":"transaction","entry":[)";
  out += R"({"fullUrl":"urn:uuid:11111111-1111-4111-8111-111111111111","resource":{"resourceType":"Patient",)" + meta +
         R"(,"name":[{"family":"Rao"}]},"request":{"method":"POST","url":"Patient"}})";
  for (int i = 0; i < observations_per_bundle; ++i) {
    out += R"(,{"resource":{"resourceType":"Observation",)" + meta +
           R"(,"status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]},)"
           R"("subject":{"reference":"urn:uuid:11111111-1111-4111-8111-111111111111"},)"
           R"("effectiveDateTime":"2024-01-02T03:04:05Z","valueQuantity":{"value":)" +
           std::to_string(60 + i) + R"(,"unit":"/min","system":"http://unitsofmeasure.org","code":"/min"}},)"
           R"("request":{"method":"POST","url":"Observation"}})";
  }
  return out + "]}";
}

/// The number a search counts, by `_summary=count`; -1 if the server does not answer.
int count(Http& http, const std::string& search) {
  const Response response = http.get("/fhir/" + search + "&_summary=count");
  const std::size_t at = response.body.find("\"total\":");
  return response.status == 200 && at != std::string::npos ? std::atoi(response.body.c_str() + at + 8) : -1;
}

bool ready(Http& http) {
  for (int i = 0; i < 3000; ++i) {
    if (http.get("/health/ready").status == 200) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// Kills what runs PostgreSQL under this data directory as well: power loss takes both.
void kill_postgres(const fs::path& data) {
  for (const auto& entry : fs::recursive_directory_iterator(data, fs::directory_options::skip_permission_denied)) {
    if (entry.path().filename() != "postmaster.pid") continue;
    std::ifstream stream(entry.path());
    pid_t pid = 0;
    if (stream >> pid; pid > 0) ::kill(pid, SIGKILL);
    return;
  }
}

}  // namespace

TEST_CASE("killed in the middle of a load, twenty times over, no bundle is lost and none is half there", "[chaos]") {
  const TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  const int port = free_port();
  const std::string server = "http://127.0.0.1:" + std::to_string(port) + "/fhir";
  const std::vector<std::string> serve = {SETU_BINARY, "serve", "--data", data, "--port", std::to_string(port), "--no-demo"};
  std::mt19937 random(20240229);

  int acknowledged = 0, absent = 0, interrupted = 0;
  for (int round = 0; round < rounds; ++round) {
    const fs::path bundles = folder.path() / ("round-" + std::to_string(round));
    const fs::path journal = folder.path() / ("journal-" + std::to_string(round));
    fs::create_directories(bundles);
    std::vector<std::string> names;
    for (int i = 0; i < bundles_per_round; ++i) {
      names.push_back("bundle-" + std::to_string(round) + "-" + std::to_string(100 + i));
      std::ofstream(bundles / (names.back() + ".json")) << bundle(names.back());
    }

    {
      Process running(serve, folder.path() / "serve.log");
      Http http(port);
      INFO(running.output());
      REQUIRE(ready(http));
      Process load({SETU_BINARY, "load", bundles, "--server", server, "--journal", journal}, folder.path() / "load.log");
      // Killed once some bundles are in, at a moment that differs each time.
      for (int i = 0; i < 10'000 && load.running() && text_of(journal).empty(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(2));
      std::this_thread::sleep_for(std::chrono::milliseconds(random() % 120));
      running.signal(SIGKILL);
      if (round % 2 == 1) kill_postgres(data);
      const auto status = load.wait(std::chrono::seconds(150));
      REQUIRE(status);
      if (*status != 0) ++interrupted;
    }

    Process running(serve, folder.path() / "serve.log");
    Http http(port);
    INFO(running.output());
    REQUIRE(ready(http));
    const std::string journaled = fs::exists(journal) ? text_of(journal) : std::string();
    for (const std::string& name : names) {
      const std::string tag = "_tag=" + tag_system + "%7C" + name;
      const int patients = count(http, "Patient?" + tag);
      const int observations = count(http, "Observation?" + tag);
      const int linked = count(http, "Observation?subject:Patient._tag=" + tag_system + "%7C" + name);
      CAPTURE(round, name, patients, observations, linked);
      const bool whole = patients == 1 && observations == observations_per_bundle && linked == observations_per_bundle;
      if (journaled.find(name) != std::string::npos) {
        CHECK(whole);
        ++acknowledged;
      } else {
        const bool none = patients == 0 && observations == 0;
        CHECK((whole || none));
        absent += none;
      }
    }
    running.signal(SIGTERM);
    const auto stopped = running.wait(std::chrono::seconds(30));
    REQUIRE(stopped);
    CHECK(*stopped == 0);
    const Finished verified = run({SETU_BINARY, "db", "verify", "--data", data});
    INFO(verified.output);
    CHECK(verified.status == 0);
  }
  // The test proves nothing if no kill hit a load.
  WARN("bundles acknowledged: " << acknowledged << ", absent: " << absent << ", loads interrupted: " << interrupted << " of " << rounds);
  CHECK(acknowledged > 0);
  CHECK(interrupted > rounds / 2);
}

TEST_CASE("killed while requests with an Idempotency-Key are written, each is done once when all are sent again", "[chaos]") {
  const TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  const int port = free_port();
  const std::vector<std::string> serve = {SETU_BINARY, "serve", "--data", data, "--port", std::to_string(port), "--no-demo"};
  constexpr int clients = 4, keys = 400;
  // Every third is a batch of three, which is cut off between its entries now and then.
  const auto send = [](Http& http, const std::string& key, bool batch) {
    const std::string patient = R"({"resourceType":"Patient","identifier":[{"system":"urn:x","value":")" + key + R"("}]})";
    const std::string entry = R"({"resource":)" + patient + R"(,"request":{"method":"POST","url":"Patient"}})";
    const std::string bundle = R"({"resourceType":"Bundle","type":"batch","entry":[)" + entry + "," + entry + "," + entry + "]}";
    return http.send("POST", batch ? "/fhir" : "/fhir/Patient", batch ? bundle : patient, {{"Content-Type", "application/fhir+json"}, {"Idempotency-Key", key}});
  };
  int interrupted = 0;
  for (int round = 0; round < 4; ++round) {
    const auto key_of = [&](int client, int i) { return std::to_string(round) + "-" + std::to_string(client) + "-" + std::to_string(i); };
    std::vector<std::vector<std::string>> answers(clients);  // those that arrived
    {
      Process running(serve, folder.path() / "serve.log");
      Http http(port);
      REQUIRE(ready(http));
      std::vector<std::thread> threads;
      for (int client = 0; client < clients; ++client) {
        threads.emplace_back([&, client] {
          Http own(port);
          for (int i = 0; i < keys; ++i) {
            const auto answer = send(own, key_of(client, i), i % 3 == 0);
            if (answer.status != 200 && answer.status != 201) return;
            answers[static_cast<std::size_t>(client)].push_back(answer.body);
          }
        });
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(100 + 60 * round));
      running.signal(SIGKILL);
      if (round % 2 == 1) kill_postgres(data);
      for (auto& thread : threads) thread.join();
    }
    Process running(serve, folder.path() / "serve.log");
    Http http(port);
    INFO(running.output());
    REQUIRE(ready(http));
    for (int client = 0; client < clients; ++client) {
      const auto& arrived = answers[static_cast<std::size_t>(client)];
      interrupted += arrived.size() < keys;
      const int sent = std::min<int>(keys, static_cast<int>(arrived.size()) + 1);
      for (int i = 0; i < sent; ++i) {
        const auto answer = send(http, key_of(client, i), i % 3 == 0);
        CAPTURE(round, client, i, answer.body);
        CHECK((answer.status == 200 || answer.status == 201));
        if (i < static_cast<int>(arrived.size())) CHECK(answer.body == arrived[static_cast<std::size_t>(i)]);
        CHECK(count(http, "Patient?identifier=urn:x%7C" + key_of(client, i)) == (i % 3 == 0 ? 3 : 1));
      }
    }
    running.signal(SIGTERM);
    REQUIRE(running.wait(std::chrono::seconds(30)));
  }
  CHECK(interrupted > 0);
}
