#include <atomic>
#include <thread>

#include "engine/operation/operation.h"
#include "fhir/r4/registry.h"
#include "tests/engine/interaction/bundle.h"
#include "tests/engine/interaction/fixture.h"

using namespace engine;

// Idempotency-Key: https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/

namespace {

Interaction keyed(Interaction interaction, std::string key, std::string request = "the same") {
  interaction.once = Once{std::move(key), std::move(request), std::chrono::seconds(3600)};
  return interaction;
}

Interaction create(std::string_view identifier, std::string key, std::string request = "the same") {
  return keyed(asked("POST", "Patient", patient(identifier)), std::move(key), std::move(request));
}

void check_same(const Reply& first, const Reply& second) {
  CHECK(second.status == first.status);
  CHECK(second.id == first.id);
  CHECK(second.version == first.version);
  CHECK(second.last_updated == first.last_updated);
  CHECK(second.location == first.location);
  CHECK(second.body == first.body);
}

/// How many answers are kept, of all tenants.
std::string kept(const Server& server) { return support::Sql(server.url).value("select count(*) from setu.answer"); }

}  // namespace

TEST_CASE("a create with a key is done once, and answered the same again") {
  Server server;
  const Reply first = server.perform(create("1", "k"));
  REQUIRE(first.status == Status::created);
  check_same(first, server.perform(create("1", "k")));
  server.session = server.connected();  // as after a restart
  check_same(first, server.perform(create("1", "k")));
  CHECK(server.count("Patient?identifier=urn:x|1") == 1);

  // What is asked by the way of the answer may change; what was done stays.
  auto minimal = create("1", "k");
  minimal.prefer_return = Return::minimal;
  CHECK(server.perform(std::move(minimal)).body.empty());
  REQUIRE(server.ask("PUT", "Patient/" + first.id, patient("2", "Rao", first.id)).status == Status::ok);
  check_same(first, server.perform(create("1", "k")));

  CHECK(server.perform(create("1", "another key")).id != first.id);
}

TEST_CASE("a key stands for one request: another is refused, and changes nothing") {
  Server server;
  REQUIRE(server.perform(create("1", "k")).status == Status::created);
  const Reply other = server.perform(create("2", "k", "another"));
  CHECK(other.status == Status::unprocessable);
  CHECK(issues(other).find("Idempotency-Key") != std::string::npos);
  CHECK(server.count("Patient?identifier=urn:x|2") == 0);
}

TEST_CASE("a request that failed is not kept under its key") {
  Server server;
  auto wrong = keyed(asked("POST", "", R"({"resourceType":"Bundle","type":"transaction","entry":[
    {"resource":{"resourceType":"Patient"},"request":{"method":"POST","url":"Patient"}},
    {"resource":{"resourceType":"Patient","id":"a"},"request":{"method":"PUT","url":"Patient/a","ifMatch":"W/\"7\""}}]})"), "k");
  CHECK(server.perform(wrong).status == Status::precondition_failed);
  CHECK(kept(server) == "0");
  CHECK(server.perform(create("1", "k", "another")).status == Status::created);
}

TEST_CASE("keys are the tenant's own, and end with their time") {
  Server server;
  const Reply first = server.perform(create("1", "k"));
  auto elsewhere = create("1", "k", "another");
  elsewhere.tenant = 2;
  CHECK(server.perform(std::move(elsewhere)).status == Status::created);
  auto brief = create("2", "brief");
  brief.once->lifetime = std::chrono::seconds(0);
  const Reply second = server.perform(brief);
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  const Reply third = server.perform(brief);
  REQUIRE(third.status == Status::created);
  CHECK(third.id != second.id);
  CHECK(kept(server) == "3");
  // A later one drops it.
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  CHECK(server.perform(create("3", "later")).status == Status::created);
  CHECK(kept(server) == "3");
  check_same(first, server.perform(create("1", "k")));
}

TEST_CASE("a conditional create, a transaction and an operation are done once under a key") {
  Server server;
  auto conditional = create("1", "conditional");
  conditional.if_none_exist = Parameters{{"identifier", "urn:x|1"}};
  const Reply created = server.perform(conditional);
  REQUIRE(created.status == Status::created);
  check_same(created, server.perform(conditional));  // 201 again, not 200

  const auto transaction = [] {
    return keyed(asked("POST", "", R"({"resourceType":"Bundle","type":"transaction","entry":[
      {"fullUrl":"urn:uuid:3fdc72f4-a11d-4a9d-9260-a9f745779e1d","resource":{"resourceType":"Patient","identifier":[{"system":"urn:x","value":"t"}]},
       "request":{"method":"POST","url":"Patient","ifNoneExist":"identifier=urn:x|t"}},
      {"resource":{"resourceType":"Basic","code":{"text":"x"},"subject":{"reference":"urn:uuid:3fdc72f4-a11d-4a9d-9260-a9f745779e1d"}},"request":{"method":"POST","url":"Basic"}},
      {"request":{"method":"GET","url":"Patient?identifier=urn:x|t"}}]})"), "transaction");
  };
  const Reply first = server.perform(transaction());
  INFO(issues(first));
  REQUIRE(first.status == Status::ok);
  REQUIRE(server.ask("POST", "Basic", R"({"resourceType":"Basic","code":{"text":"y"}})").status == Status::created);
  check_same(first, server.perform(transaction()));
  CHECK(server.count("Basic?_summary=false") == 2);

  const auto add = [&] {
    auto made = asked("POST", "Parameters", R"({"resourceType":"Parameters","parameter":[
      {"name":"meta","valueMeta":{"tag":[{"system":"urn:t","code":"a"}]}}]})");
    made.action = Action::operation;
    made.type = fhir::r4::resource_type("Patient");
    made.id = created.id;
    made.operation = *operations::find("meta-add", made.type, operations::Level::instance);
    return keyed(std::move(made), "operation");
  };
  const Reply added = server.perform(add());
  INFO(issues(added));
  REQUIRE(added.status == Status::ok);
  check_same(added, server.perform(add()));
  CHECK(server.ask("GET", "Patient/" + created.id).version == 2);
}

TEST_CASE("a batch under a key is answered the same again, and one that was cut off is completed") {
  Server server;
  const auto batch = [](std::string key) {
    return keyed(asked("POST", "", R"({"resourceType":"Bundle","type":"batch","entry":[
      {"resource":{"resourceType":"Basic","code":{"text":"1"}},"request":{"method":"POST","url":"Basic"}},
      {"resource":{"resourceType":"Basic","code":{"text":"2"}},"request":{"method":"POST","url":"Basic"}},
      {"request":{"method":"DELETE","url":"Basic/none"}},
      {"request":{"method":"GET","url":"Basic/none"}}]})"), std::move(key));
  };
  const Reply first = server.perform(batch("k"));
  CHECK(one(first, "Bundle.entry[3].response.status.substring(0, 3)") == "404");
  REQUIRE(server.ask("PUT", "Basic/none", R"({"resourceType":"Basic","id":"none","code":{"text":"x"}})").status == Status::created);
  check_same(first, server.perform(batch("k")));
  CHECK(server.count("Basic?_summary=false") == 3);

  // As after a crash behind the first entry: it has its answer, the whole has none.
  auto entry = keyed(asked("POST", "Basic", R"({"resourceType":"Basic","code":{"text":"1"}})"), "cut off");
  entry.once->part = 1;
  const Reply done = server.perform(std::move(entry));
  REQUIRE(done.status == Status::created);
  const Reply completed = server.perform(batch("cut off"));
  CHECK(one(completed, "Bundle.entry[0].response.location") == "Basic/" + done.id + "/_history/1");
  CHECK(server.count("Basic?_summary=false") == 5 - 1);  // and the DELETE of the batch
  auto other = batch("cut off");
  other.once->request = "another";
  CHECK(server.perform(std::move(other)).status == Status::unprocessable);
}

TEST_CASE("an answer that is too large to keep is refused before anything is written") {
  Server server;
  std::string noise;
  for (std::uint64_t state = 1, i = 0; i < 7'000'000; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    noise += "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[state >> 58];
  }
  const auto transaction = [&](Return preference) {
    auto made = keyed(asked("POST", "", R"({"resourceType":"Bundle","type":"transaction","entry":[
      {"resource":{"resourceType":"Binary","id":"large","contentType":"image/png","data":")" + noise + R"("},"request":{"method":"PUT","url":"Binary/large"}}]})"), "k");
    made.prefer_return = preference;
    return made;
  };
  CHECK(server.perform(transaction(Return::representation)).status == Status::payload_too_large);
  CHECK(server.ask("GET", "Binary/large").status == Status::not_found);
  const Reply done = server.perform(transaction(Return::minimal));
  CHECK(done.status == Status::ok);
  check_same(done, server.perform(transaction(Return::minimal)));
}

TEST_CASE("a request whose first is still under way waits a while, and is then told to come again") {
  Server server;
  const auto other = server.connected();
  Reply second;
  const auto interaction = create("1", "k");
  const auto done = server.session->once(1, *interaction.once, [&]() -> fhir::Result<const Reply*> {
    auto first = server.ask("POST", "Patient", patient("first"));  // takes the key with it
    second = perform(interaction, {*other, nullptr});
    return fhir::Outcome(fhir::IssueType::conflict, "The first fails in the end.");
  });
  CHECK_FALSE(done);
  CHECK(second.status == Status::conflict);
  CHECK(second.issues.at(0).type == fhir::IssueType::lock_error);  // which HTTP answers with Retry-After
  CHECK(server.count("Patient?identifier=urn:x|first") == 0);
  CHECK(server.perform(interaction).status == Status::created);
}

TEST_CASE("16 clients with the same key and body make exactly one resource, and get the same answer") {
  Server server;
  constexpr std::size_t clients = 16;
  std::vector<std::unique_ptr<store::Session>> sessions;
  for (std::size_t at = 0; at < clients; ++at) sessions.push_back(server.connected());
  for (int round = 0; round < 5; ++round) {
    const std::string number = std::to_string(round);
    std::vector<Interaction> asked;
    for (std::size_t at = 0; at < clients; ++at) asked.push_back(create(number, "key " + number));
    std::vector<Reply> replies(clients);
    std::atomic<std::size_t> ready = 0;
    std::vector<std::thread> threads;
    for (std::size_t at = 0; at < clients; ++at) {
      threads.emplace_back([&, at] {
        ++ready;
        while (ready < clients) std::this_thread::yield();
        replies[at] = perform(asked[at], {*sessions[at], nullptr});
      });
    }
    for (auto& thread : threads) thread.join();
    REQUIRE(replies[0].status == Status::created);
    for (const Reply& reply : replies) check_same(replies[0], reply);
    CHECK(server.count("Patient?identifier=urn:x|" + number) == 1);
  }
}
