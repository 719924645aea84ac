#include <algorithm>
#include <thread>

#include "tests/engine/interaction/fixture.h"

using namespace engine;

// https://hl7.org/fhir/R4/http.html#update

TEST_CASE("update makes what was not there and tells it from a change") {
  Server server;
  const Reply created = server.ask("PUT", "Patient/p.1-A", patient("1", "Rao", "p.1-A"));
  CHECK(created.status == Status::created);
  CHECK(created.id == "p.1-A");
  CHECK(created.version == 1);
  CHECK(created.location);
  CHECK(one(created, "Patient.id") == "p.1-A");

  const Reply updated = server.ask("PUT", "Patient/p.1-A", patient("1", "Iyer", "p.1-A"));
  CHECK(updated.status == Status::ok);
  CHECK(updated.version == 2);
  CHECK(updated.location);
  CHECK(*updated.last_updated > *created.last_updated);
  CHECK(one(updated, "Patient.name.family") == "Iyer");
  CHECK(server.ask("GET", "Patient/p.1-A").body == updated.body);
}

TEST_CASE("an update that changes nothing answers with the version there is") {
  Server server;
  const Reply first = server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  const Reply again = server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  CHECK(again.status == Status::ok);
  CHECK(again.version == 1);
  CHECK(again.last_updated == first.last_updated);
  CHECK(again.body == first.body);
  // Sending back what was read changes nothing either, whatever meta says of version and time.
  CHECK(server.ask("PUT", "Patient/p", first.body).version == 1);
  CHECK(one(server.ask("GET", "Patient/p/_history"), "Bundle.total") == "1");
}

TEST_CASE("an update brings back what was deleted, and its history goes on") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  server.ask("DELETE", "Patient/p");
  const Reply back = server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  CHECK(back.status == Status::created);
  CHECK(back.version == 3);
  CHECK(server.ask("GET", "Patient/p").status == Status::ok);
  CHECK(server.count("Patient?identifier=urn:x|1") == 1);
}

TEST_CASE("an update whose body has no id, or another, is refused") {
  Server server;
  const Reply none = server.ask("PUT", "Patient/p", patient("1"));
  CHECK(none.status == Status::bad_request);
  REQUIRE(none.issues.size() == 1);
  CHECK(none.issues[0].expression == "Patient.id");
  const Reply other = server.ask("PUT", "Patient/p", patient("1", "Rao", "q"));
  CHECK(other.status == Status::bad_request);
  REQUIRE(other.issues.size() == 1);
  CHECK(other.issues[0].expression == "Patient.id");
  CHECK(server.ask("PUT", "Practitioner/p", patient("1", "Rao", "p")).status == Status::bad_request);
  CHECK(server.ask("GET", "Patient/p").status == Status::not_found);
}

TEST_CASE("If-Match lets an update through only over the version it names") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  auto interaction = asked("PUT", "Patient/p", patient("1", "Iyer", "p"));
  interaction.if_match = 1;
  CHECK(server.perform(interaction).version == 2);

  const Reply stale = server.perform(interaction);
  CHECK(stale.status == Status::precondition_failed);
  REQUIRE(stale.issues.size() == 1);
  CHECK(stale.issues[0].type == fhir::IssueType::conflict);
  interaction.if_match = 9;
  CHECK(server.perform(interaction).status == Status::precondition_failed);
  CHECK(server.ask("GET", "Patient/p").version == 2);

  SECTION("also where there is none") {
    auto absent = asked("PUT", "Patient/q", patient("1", "Iyer", "q"));
    absent.if_match = 1;
    CHECK(server.perform(absent).status == Status::precondition_failed);
    CHECK(server.ask("GET", "Patient/q").status == Status::not_found);
  }
  SECTION("and where it was deleted, whose version is the deletion's") {
    CHECK(server.ask("DELETE", "Patient/p").version == 3);
    interaction.if_match = 2;
    const Reply former = server.perform(interaction);
    CHECK(former.status == Status::precondition_failed);
    CHECK(former.issues.at(0).text.find("version 2") != std::string::npos);
    interaction.if_match = 4;
    CHECK(server.perform(interaction).status == Status::precondition_failed);
    for (const char* method : {"DELETE", "PATCH"}) {
      auto other = asked(method, "Patient/p", std::string_view(method) == "PATCH" ? R"({"resourceType":"Parameters"})" : "");
      other.if_match = 3;
      CHECK(server.perform(other).status == (std::string_view(method) == "PATCH" ? Status::gone : Status::precondition_failed));
    }
    interaction.if_match = 3;
    const Reply back = server.perform(interaction);
    CHECK(back.status == Status::created);
    CHECK(back.version == 4);
    CHECK(server.perform(interaction).status == Status::precondition_failed);
    CHECK(one(server.ask("GET", "Patient/p"), "Patient.name.family") == "Iyer");
    CHECK(server.count("Patient?identifier=urn:x|1") == 1);
  }
  SECTION("and for the same content, whose version is no other") {
    interaction.if_match = 2;
    const Reply same = server.perform(interaction);
    CHECK(same.status == Status::ok);
    CHECK(same.version == 2);
  }
}

TEST_CASE("If-None-Match: * lets an update only create") {
  Server server;
  auto interaction = asked("PUT", "Patient/p", patient("1", "Rao", "p"));
  interaction.if_none_match_any = true;
  CHECK(server.perform(interaction).status == Status::created);
  CHECK(server.perform(interaction).status == Status::precondition_failed);
  CHECK(server.ask("GET", "Patient/p").version == 1);
  server.ask("DELETE", "Patient/p");
  CHECK(server.perform(interaction).version == 3);
}

TEST_CASE("update answers with what is preferred") {
  Server server;
  auto interaction = asked("PUT", "Patient/p", patient("1", "Rao", "p"));
  interaction.prefer_return = Return::minimal;
  CHECK(server.perform(interaction).body.empty());
  const Reply unchanged = server.perform(interaction);
  CHECK(unchanged.status == Status::ok);
  CHECK(unchanged.body.empty());
  CHECK(unchanged.version == 1);
  interaction.prefer_return = Return::operation_outcome;
  CHECK(one(server.perform(interaction), "OperationOutcome.issue.code") == "informational");
}

TEST_CASE("an update moves the resource in the index: the old value finds it no more") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  server.ask("PUT", "Patient/p", patient("2", "Rao", "p"));
  CHECK(server.count("Patient?identifier=urn:x|1") == 0);
  CHECK(server.count("Patient?identifier=urn:x|2") == 1);
}

TEST_CASE("ids of every kind are kept apart") {
  Server server;
  const Texts ids = {"1", "01", "a", "A", std::string(64, 'x'), std::string(63, 'x') + "y", "-", ".", "4b7e4e0c-6e3b-4c1d-9d8e-0123456789ab"};
  for (const std::string& id : ids) CHECK(server.ask("PUT", "Patient/" + id, patient(id, "Rao", id)).status == Status::created);
  for (const std::string& id : ids) CHECK(one(server.ask("GET", "Patient/" + id), "Patient.identifier.value") == id);
  CHECK(server.count("Patient") == ids.size());
}

TEST_CASE("lenient handling keeps what breaks a rule, and never what breaks the structure") {
  Server server;
  server.rules = &definitions();
  const auto put = [&](std::string_view json, Handling handling) {
    Interaction interaction = asked("PUT", "Patient/p", json);
    interaction.handling = handling;
    return server.perform(std::move(interaction)).status;
  };
  const char* rule = R"({"resourceType":"Patient","id":"p","contact":[{"gender":"male"}]})";  // pat-1
  const char* code = R"({"resourceType":"Patient","id":"p","gender":"M"})";
  CHECK(put(rule, Handling::strict) == Status::unprocessable);
  CHECK(put(code, Handling::strict) == Status::unprocessable);
  CHECK(put(rule, Handling::lenient) == Status::created);
  CHECK(put(code, Handling::lenient) == Status::ok);
  CHECK(one(server.ask("GET", "Patient/p"), "Patient.gender") == "M");
  CHECK(put(R"({"resourceType":"Patient","id":"q"})", Handling::lenient) == Status::bad_request);
}

TEST_CASE("If-Match: * updates and deletes whatever version there is, and nothing that is not there") {
  Server server;
  const auto matching = [&](std::string_view method, std::string_view json) {
    auto interaction = asked(method, "Patient/p", json);
    interaction.if_match = any_version;
    return server.perform(std::move(interaction));
  };
  const std::string json = patient("1", "Rao", "p"), other = patient("1", "Iyer", "p");
  for (const auto& refused : {matching("PUT", json), matching("DELETE", "")}) {
    CHECK(refused.status == Status::precondition_failed);
    CHECK(refused.issues.at(0).text.find("Patient/p does not exist, and the request was to be done only if it did.") != std::string::npos);
  }
  REQUIRE(server.ask("PUT", "Patient/p", json).status == Status::created);
  CHECK(matching("PUT", other).version == 2);
  CHECK(matching("PUT", json).version == 3);
  const Reply bundle = server.ask("POST", "", R"({"resourceType":"Bundle","type":"transaction","entry":[{"resource":)" + other + R"(,"request":{"method":"PUT","url":"Patient/p","ifMatch":"*"}}]})");
  CHECK(one(bundle, "Bundle.entry.response.etag") == "W/\"4\"");
  CHECK(matching("DELETE", "").status == Status::no_content);
  // What was deleted is not there, either.
  CHECK(matching("PUT", json).status == Status::precondition_failed);
  CHECK(matching("DELETE", "").status == Status::precondition_failed);
  const Reply gone = server.ask("POST", "", R"({"resourceType":"Bundle","type":"transaction","entry":[{"resource":)" + other + R"(,"request":{"method":"PUT","url":"Patient/p","ifMatch":"*"}}]})");
  CHECK(gone.status == Status::precondition_failed);
}

TEST_CASE("If-None-Match keeps a write from the versions that it names") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  auto update = asked("PUT", "Patient/p", patient("1", "Iyer", "p"));
  update.if_none_match = {3, 1};
  const Reply refused = server.perform(update);
  CHECK(refused.status == Status::precondition_failed);
  CHECK(refused.issues.at(0).text.find("If-None-Match") != std::string::npos);
  auto same = asked("PUT", "Patient/p", patient("1", "Rao", "p"));
  same.if_none_match = {1};
  CHECK(server.perform(same).status == Status::precondition_failed);
  auto by_criteria = asked("PUT", "Patient?identifier=urn:x|1", patient("1", "Iyer"));
  by_criteria.if_none_match = {1};
  CHECK(server.perform(by_criteria).status == Status::precondition_failed);
  CHECK(server.ask("GET", "Patient/p").version == 1);
  CHECK(one(server.ask("GET", "Patient/p"), "Patient.name.family") == "Rao");
  CHECK(all(server.ask("GET", "Patient/p/_history"), "Bundle.entry").size() == 1);
  CHECK(server.count("Patient?family=Iyer") == 0);

  update.if_none_match = {2};
  CHECK(server.perform(update).version == 2);
  auto remove = asked("DELETE", "Patient/p");
  remove.if_none_match = {2};
  CHECK(server.perform(remove).status == Status::precondition_failed);
  remove.if_none_match.clear();
  remove.if_none_match_any = true;
  CHECK(server.perform(remove).status == Status::precondition_failed);
  auto remove_by_criteria = asked("DELETE", "Patient?identifier=urn:x|1");
  remove_by_criteria.if_none_match_any = true;
  CHECK(server.perform(remove_by_criteria).status == Status::precondition_failed);
  CHECK(server.count("Patient?family=Iyer") == 1);
  remove.if_none_match_any = false;
  remove.if_none_match = {1};
  CHECK(server.perform(remove).status == Status::no_content);
  CHECK(server.perform(remove).status == Status::no_content);

  // A deletion is a version too; where there never was one, none is named.
  update.if_none_match = {3};
  CHECK(server.perform(update).status == Status::precondition_failed);
  update.if_none_match = {2};
  CHECK(server.perform(update).version == 4);
  auto first = asked("PUT", "Patient/q", patient("2", "Rao", "q"));
  first.if_none_match = {1};
  CHECK(server.perform(first).status == Status::created);
}

TEST_CASE("If-Unmodified-Since keeps a write from what is newer") {
  Server server;
  const Reply first = server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  const Instant then = *first.last_updated;
  const Instant before = then - std::chrono::microseconds(1);
  const auto since = [&](std::string_view method, std::string_view target, Instant instant) {
    auto write = asked(method, target, method == "PUT" ? patient("1", "Iyer", target.starts_with("Patient/p") ? "p" : "") : "");
    write.if_unmodified_since = instant;
    return server.perform(std::move(write));
  };
  for (const char* method : {"PUT", "DELETE"}) {
    for (const char* target : {"Patient/p", "Patient?identifier=urn:x|1"}) {
      INFO(method << ' ' << target);
      const Reply refused = since(method, target, before);
      CHECK(refused.status == Status::precondition_failed);
      REQUIRE(refused.issues.size() == 1);
      CHECK(refused.issues[0].text.find("If-Unmodified-Since") != std::string::npos);
    }
  }
  CHECK(server.ask("GET", "Patient/p").version == 1);
  CHECK(server.count("Patient?family=Rao") == 1);

  CHECK(since("PUT", "Patient/p", then).version == 2);
  CHECK(since("DELETE", "Patient/p", then).status == Status::precondition_failed);
  CHECK(server.ask("DELETE", "Patient/p").status == Status::no_content);
  // A deletion is a change as well, and what is deleted is as deleted as it can be.
  CHECK(since("PUT", "Patient/p", then).status == Status::precondition_failed);
  CHECK(since("DELETE", "Patient/p", then).status == Status::no_content);
  // Nothing was there, so nothing changed.
  auto none = asked("PUT", "Patient/q", patient("2", "Rao", "q"));
  none.if_unmodified_since = Instant{};
  CHECK(server.perform(std::move(none)).status == Status::created);
}

TEST_CASE("an update that If-None-Match or If-Unmodified-Since refuses is refused however others write") {
  Server server;
  const Reply first = server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  const bool by_time = GENERATE(false, true);
  CAPTURE(by_time);
  constexpr int writers = 8;
  std::vector<Interaction> writes;
  std::vector<std::unique_ptr<store::Session>> sessions;
  for (int writer = 0; writer < writers; ++writer) {
    writes.push_back(asked("PUT", "Patient/p", patient("1", "Rao" + std::to_string(writer), "p")));
    if (by_time) writes.back().if_unmodified_since = first.last_updated;
    for (std::uint32_t version = 2; !by_time && version <= writers + 1; ++version) writes.back().if_none_match.push_back(version);
    sessions.push_back(server.connected());
  }
  std::vector<Status> ended(writers);
  std::vector<std::thread> threads;
  for (std::size_t writer = 0; writer < writers; ++writer) {
    threads.emplace_back([&, writer] { ended[writer] = engine::perform(std::move(writes[writer]), {*sessions[writer], nullptr, standard_policy}).status; });
  }
  for (auto& thread : threads) thread.join();
  CHECK(std::count(ended.begin(), ended.end(), Status::ok) == 1);
  CHECK(std::count(ended.begin(), ended.end(), Status::precondition_failed) == writers - 1);
  CHECK(server.ask("GET", "Patient/p").version == 2);
}
