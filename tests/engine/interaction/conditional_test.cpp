#include "tests/engine/interaction/fixture.h"

using namespace engine;

// https://hl7.org/fhir/R4/http.html#ccreate, #cond-update and #cdelete

namespace {

Interaction conditional_create(std::string_view json, Parameters criteria) {
  auto interaction = asked("POST", "Patient", json);
  interaction.if_none_exist = std::move(criteria);
  return interaction;
}

/// Two patients with the identifier "twin", one with "only".
void add_patients(Server& server) {
  server.ask("PUT", "Patient/a", patient("twin", "Rao", "a"));
  server.ask("PUT", "Patient/b", patient("twin", "Iyer", "b"));
  server.ask("PUT", "Patient/c", patient("only", "Nair", "c"));
}

}  // namespace

TEST_CASE("a conditional create makes what no resource matches") {
  Server server;
  add_patients(server);
  const Reply created = server.perform(conditional_create(patient("new"), {{"identifier", "urn:x|new"}}));
  CHECK(created.status == Status::created);
  CHECK(created.version == 1);
  CHECK(created.location);
  CHECK(server.count("Patient?identifier=urn:x|new") == 1);
}

TEST_CASE("a conditional create answers with the one resource that matches, as it is") {
  Server server;
  add_patients(server);
  auto interaction = conditional_create(patient("only", "Changed"), {{"identifier", "urn:x|only"}});
  const Reply found = server.perform(interaction);
  CHECK(found.status == Status::ok);
  CHECK(found.id == "c");
  CHECK(found.version == 1);
  CHECK(found.location);
  CHECK(one(found, "Patient.name.family") == "Nair");
  CHECK(server.count("Patient") == 3);

  interaction.prefer_return = Return::minimal;
  CHECK(server.perform(interaction).body.empty());
  interaction.prefer_return = Return::operation_outcome;
  CHECK(one(server.perform(interaction), "OperationOutcome.issue.severity") == "information");
}

TEST_CASE("a conditional create is refused where several match") {
  Server server;
  add_patients(server);
  const Reply refused = server.perform(conditional_create(patient("twin"), {{"identifier", "urn:x|twin"}}));
  CHECK(refused.status == Status::precondition_failed);
  REQUIRE(refused.issues.size() == 1);
  CHECK(refused.issues[0].type == fhir::IssueType::multiple_matches);
  CHECK(server.count("Patient") == 3);
}

TEST_CASE("a conditional create looks past what was deleted") {
  Server server;
  add_patients(server);
  server.ask("DELETE", "Patient/c");
  CHECK(server.perform(conditional_create(patient("only"), {{"identifier", "urn:x|only"}})).status == Status::created);
  server.ask("DELETE", "Patient/a");
  CHECK(server.perform(conditional_create(patient("twin"), {{"identifier", "urn:x|twin"}})).id == "b");
}

TEST_CASE("criteria that say nothing, or what is not understood, are refused") {
  Server server;
  add_patients(server);
  for (const Parameters& criteria : {Parameters{}, Parameters{{"colour", "blue"}}, Parameters{{"_count", "1"}},
                                     Parameters{{"identifier", "urn:x|only"}, {"colour", "blue"}}, Parameters{{"birthdate", "soon"}}}) {
    for (const Handling handling : {Handling::strict, Handling::lenient}) {
      auto create = conditional_create(patient("new"), criteria);
      auto update = asked("PUT", "Patient?x=y", patient("new"));
      auto remove = asked("DELETE", "Patient?x=y");
      update.parameters = remove.parameters = criteria;
      for (Interaction* interaction : {&create, &update, &remove}) {
        interaction->handling = handling;
        CAPTURE(criteria.size(), static_cast<int>(interaction->action));
        const Reply refused = server.perform(*interaction);
        CHECK(refused.status == Status::bad_request);
        CHECK_FALSE(refused.issues.empty());
      }
    }
  }
  CHECK(server.count("Patient") == 3);
}

TEST_CASE("a conditional update makes what no resource matches, under the client's id if it has one") {
  Server server;
  add_patients(server);
  const Reply made = server.ask("PUT", "Patient?identifier=urn:x|new", patient("new"));
  CHECK(made.status == Status::created);
  CHECK_FALSE(made.id.empty());
  CHECK(made.location);
  const Reply named = server.ask("PUT", "Patient?identifier=urn:x|newer", patient("newer", "Rao", "mine"));
  CHECK(named.status == Status::created);
  CHECK(named.id == "mine");
  CHECK(server.ask("GET", "Patient/mine").status == Status::ok);
}

TEST_CASE("a conditional update does not put a resource in the place of one that it did not ask for") {
  Server server;
  add_patients(server);
  const Reply refused = server.ask("PUT", "Patient?identifier=urn:x|new", patient("new", "Changed", "c"));
  CHECK(refused.status == Status::conflict);
  REQUIRE(refused.issues.size() == 1);
  CHECK(refused.issues[0].expression == "Patient.id");
  CHECK(one(server.ask("GET", "Patient/c"), "Patient.name.family") == "Nair");
}

TEST_CASE("a conditional update changes the one resource that matches") {
  Server server;
  add_patients(server);
  const Reply updated = server.ask("PUT", "Patient?identifier=urn:x|only", patient("only", "Changed"));
  CHECK(updated.status == Status::ok);
  CHECK(updated.id == "c");
  CHECK(updated.version == 2);
  CHECK(one(updated, "Patient.id") == "c");
  CHECK(server.ask("PUT", "Patient?identifier=urn:x|only", patient("only", "Again", "c")).version == 3);
  CHECK(server.ask("PUT", "Patient?identifier=urn:x|only", patient("only", "Again", "c")).version == 3);

  const Reply other = server.ask("PUT", "Patient?identifier=urn:x|only", patient("only", "Never", "d"));
  CHECK(other.status == Status::bad_request);
  REQUIRE(other.issues.size() == 1);
  CHECK(other.issues[0].expression == "Patient.id");
  CHECK(server.count("Patient") == 3);
}

TEST_CASE("a conditional update is refused where several match") {
  Server server;
  add_patients(server);
  const Reply refused = server.ask("PUT", "Patient?identifier=urn:x|twin", patient("twin", "Changed"));
  CHECK(refused.status == Status::precondition_failed);
  // The client's id is no criterion: it does not say which.
  CHECK(server.ask("PUT", "Patient?identifier=urn:x|twin", patient("twin", "Changed", "a")).status == Status::precondition_failed);
  CHECK(server.ask("GET", "Patient/a").version == 1);
  CHECK(server.ask("GET", "Patient/b").version == 1);
}

TEST_CASE("a conditional update heeds If-Match") {
  Server server;
  add_patients(server);
  auto interaction = asked("PUT", "Patient?identifier=urn:x|only", patient("only", "Changed"));
  interaction.if_match = 5;
  CHECK(server.perform(interaction).status == Status::precondition_failed);
  interaction.if_match = 1;
  CHECK(server.perform(interaction).version == 2);
}

TEST_CASE("a conditional delete takes the one that matches, and none of several") {
  Server server;
  add_patients(server);
  const Reply none = server.ask("DELETE", "Patient?identifier=urn:x|nobody");
  CHECK(none.status == Status::no_content);
  CHECK(none.version == 0);
  const Reply deleted = server.ask("DELETE", "Patient?identifier=urn:x|only");
  CHECK(deleted.status == Status::no_content);
  CHECK(deleted.id == "c");
  CHECK(deleted.version == 2);
  CHECK(server.ask("GET", "Patient/c").status == Status::gone);
  CHECK(server.ask("DELETE", "Patient?identifier=urn:x|only").status == Status::no_content);

  const Reply several = server.ask("DELETE", "Patient?identifier=urn:x|twin");
  CHECK(several.status == Status::precondition_failed);
  CHECK(server.count("Patient") == 2);
}

TEST_CASE("a conditional delete of nothing answers as preferred") {
  Server server;
  auto interaction = asked("DELETE", "Patient?identifier=urn:x|nobody");
  interaction.prefer_return = Return::operation_outcome;
  const Reply none = server.perform(interaction);
  CHECK(none.status == Status::ok);
  CHECK(one(none, "OperationOutcome.issue.severity") == "information");
}

TEST_CASE("criteria may be any search: by several parameters, by the id, by a chain") {
  Server server;
  add_patients(server);
  CHECK(server.ask("PUT", "Patient?identifier=urn:x|twin&family=Iyer", patient("twin", "Iyer-Rao")).id == "b");
  CHECK(server.ask("PUT", "Patient?_id=c", patient("only", "Changed")).id == "c");
  server.ask("PUT", "Observation/o", R"({"resourceType":"Observation","id":"o","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/c"}})");
  CHECK(server.ask("DELETE", "Observation?subject:Patient.identifier=urn:x|only").id == "o");
}
