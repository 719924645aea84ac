#include "tests/engine/interaction/fixture.h"

using namespace engine;

// https://hl7.org/fhir/R4/http.html#read and https://hl7.org/fhir/R4/http.html#vread

TEST_CASE("read of what never was is not found") {
  Server server;
  const Reply reply = server.ask("GET", "Patient/none");
  CHECK(reply.status == Status::not_found);
  CHECK(reply.body.empty());
  REQUIRE(reply.issues.size() == 1);
  CHECK(reply.issues[0].type == fhir::IssueType::not_found);
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  CHECK(server.ask("GET", "Practitioner/p").status == Status::not_found);
}

TEST_CASE("read of what was deleted is gone, and names the version that says so") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  server.ask("DELETE", "Patient/p");
  const Reply reply = server.ask("GET", "Patient/p");
  CHECK(reply.status == Status::gone);
  CHECK(reply.version == 2);
  CHECK(reply.last_updated);
  REQUIRE(reply.issues.size() == 1);
  CHECK(reply.issues[0].type == fhir::IssueType::deleted);
}

TEST_CASE("vread has each version as it was, and is gone only for the deletion itself") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  server.ask("PUT", "Patient/p", patient("1", "Iyer", "p"));
  server.ask("DELETE", "Patient/p");
  server.ask("PUT", "Patient/p", patient("1", "Nair", "p"));

  const Reply first = server.ask("GET", "Patient/p/_history/1");
  CHECK(first.status == Status::ok);
  CHECK(first.version == 1);
  CHECK(one(first, "Patient.name.family") == "Rao");
  CHECK(one(first, "Patient.meta.versionId") == "1");
  CHECK(one(server.ask("GET", "Patient/p/_history/2"), "Patient.name.family") == "Iyer");
  const Reply deletion = server.ask("GET", "Patient/p/_history/3");
  CHECK(deletion.status == Status::gone);
  CHECK(deletion.version == 3);
  CHECK(one(server.ask("GET", "Patient/p/_history/4"), "Patient.name.family") == "Nair");
  CHECK(server.ask("GET", "Patient/p/_history/5").status == Status::not_found);
  CHECK(server.ask("GET", "Patient/none/_history/1").status == Status::not_found);
}

TEST_CASE("a read is not answered again to a client that has the version") {
  Server server;
  const Reply stored = server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));

  SECTION("by its tag") {
    auto interaction = asked("GET", "Patient/p");
    interaction.if_none_match = {1};
    const Reply known = server.perform(interaction);
    CHECK(known.status == Status::not_modified);
    CHECK(known.body.empty());
    CHECK(known.version == 1);
    server.ask("PUT", "Patient/p", patient("1", "Iyer", "p"));
    CHECK(server.perform(interaction).status == Status::ok);
    interaction.if_none_match = {7, 2};
    CHECK(server.perform(interaction).status == Status::not_modified);
    interaction.if_none_match.clear();
    interaction.if_none_match_any = true;
    CHECK(server.perform(interaction).status == Status::not_modified);
  }
  SECTION("by the time") {
    auto interaction = asked("GET", "Patient/p");
    interaction.if_modified_since = *stored.last_updated;
    CHECK(server.perform(interaction).status == Status::not_modified);
    interaction.if_modified_since = *stored.last_updated - std::chrono::seconds(2);
    CHECK(server.perform(interaction).status == Status::ok);
    // The tag outweighs the time.
    interaction.if_modified_since = *stored.last_updated;
    interaction.if_none_match = {7};
    CHECK(server.perform(interaction).status == Status::ok);
  }
  SECTION("as any version of it") {
    server.ask("PUT", "Patient/p", patient("1", "Iyer", "p"));
    auto interaction = asked("GET", "Patient/p/_history/1");
    interaction.if_none_match = {1};
    CHECK(server.perform(interaction).status == Status::not_modified);
    interaction.if_none_match = {2};
    CHECK(server.perform(interaction).status == Status::ok);
    interaction.if_none_match.clear();
    interaction.if_modified_since = *stored.last_updated;
    CHECK(server.perform(interaction).status == Status::not_modified);
  }
  SECTION("but a deletion is told all the same") {
    server.ask("DELETE", "Patient/p");
    auto interaction = asked("GET", "Patient/p");
    interaction.if_none_match = {2};
    CHECK(server.perform(interaction).status == Status::gone);
  }
}

TEST_CASE("a read of another version than the client wants is refused") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  const Reply second = server.ask("PUT", "Patient/p", patient("1", "Iyer", "p"));
  const auto read = [&](std::string_view target, const auto& condition) {
    auto interaction = asked("GET", target);
    condition(interaction);
    return server.perform(std::move(interaction));
  };
  const auto version = [](std::uint32_t number) { return [number](Interaction& asked) { asked.if_match = number; }; };
  const auto since = [&](std::chrono::microseconds after) { return [&, after](Interaction& asked) { asked.if_unmodified_since = *second.last_updated + after; }; };
  const std::chrono::microseconds none(0), before(-1);
  const Reply refused = read("Patient/p", version(1));
  CHECK(refused.status == Status::precondition_failed);
  CHECK(refused.body.empty());
  CHECK(refused.issues.at(0).text.find("has version 2, not the one of If-Match") != std::string::npos);
  CHECK(read("Patient/p", version(2)).status == Status::ok);
  CHECK(read("Patient/p", version(any_version)).status == Status::ok);
  CHECK(read("Patient/p/_history/1", version(1)).status == Status::ok);
  CHECK(read("Patient/p", since(before)).status == Status::precondition_failed);
  CHECK(read("Patient/p", since(none)).status == Status::ok);
  CHECK(read("Patient/p/_history/2", since(before)).status == Status::precondition_failed);
  // It goes before what would be a 304. https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2
  CHECK(read("Patient/p", [&](Interaction& asked) { since(before)(asked), asked.if_none_match = {2}; }).status == Status::precondition_failed);
}

TEST_CASE("an interaction that waited too long is not begun") {
  Server server;
  auto interaction = asked("PUT", "Patient/p", patient("1", "Rao", "p"));
  interaction.deadline = std::chrono::steady_clock::now() - std::chrono::seconds(1);
  const Reply late = server.perform(std::move(interaction));
  CHECK(late.status == Status::unavailable);
  CHECK(server.ask("GET", "Patient/p").status == Status::not_found);
}
