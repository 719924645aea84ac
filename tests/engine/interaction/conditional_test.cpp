#include "tests/engine/interaction/bundle.h"
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

TEST_CASE("where the server lets it, a conditional delete takes all that matches, or none of them") {
  Server server;
  server.policy.conditional_delete = Policy::ConditionalDelete::multiple;
  add_patients(server);
  CHECK(one(server.ask("GET", "metadata"), "CapabilityStatement.rest.resource.where(type = 'Patient').conditionalDelete") == "multiple");

  auto changed = asked("DELETE", "Patient?identifier=urn:x|twin");
  changed.if_match = 2;
  CHECK(server.perform(changed).status == Status::precondition_failed);
  CHECK(server.count("Patient") == 3);

  auto several = asked("DELETE", "Patient?identifier=urn:x|twin");
  several.prefer_return = Return::operation_outcome;
  const Reply deleted = server.perform(several);
  CHECK(deleted.status == Status::ok);
  CHECK(deleted.version == 0);
  CHECK(one(deleted, "OperationOutcome.issue.diagnostics") == "2 resources were deleted.");
  CHECK(server.count("Patient") == 1);
  CHECK(server.ask("GET", "Patient/a").status == Status::gone);

  const Reply one_match = server.ask("DELETE", "Patient?identifier=urn:x|only");
  CHECK(one_match.status == Status::no_content);
  CHECK(one_match.id == "c");
  CHECK(server.ask("DELETE", "Patient?identifier=urn:x|only").status == Status::no_content);
  // Criteria that say nothing still take nothing.
  CHECK(server.ask("DELETE", "Patient").status == Status::bad_request);
}

TEST_CASE("a conditional delete of more than it takes at once deletes none") {
  Server server;
  server.policy.conditional_delete = Policy::ConditionalDelete::multiple;
  std::string json = R"({"resourceType":"Bundle","type":"transaction","entry":[)";
  for (int n = 0; n < 1001; ++n) json += (n > 0 ? "," : "") + entry("PUT", "Patient/p" + std::to_string(n), patient("many", "Rao", "p" + std::to_string(n)));
  REQUIRE(server.ask("POST", "", json + "]}").status == Status::ok);
  const Reply refused = server.ask("DELETE", "Patient?identifier=urn:x|many");
  CHECK(refused.status == Status::precondition_failed);
  CHECK(refused.issues.at(0).text.find("1000") != std::string::npos);
  CHECK(one(server.ask("GET", "Patient?_summary=count"), "Bundle.total") == "1001");
  server.ask("DELETE", "Patient/p7");
  CHECK(server.ask("DELETE", "Patient?identifier=urn:x|many").status == Status::no_content);
  CHECK(one(server.ask("GET", "Patient?_summary=count"), "Bundle.total") == "0");
}

TEST_CASE("a conditional delete in a transaction takes all that matches, as one change") {
  Server server;
  server.policy.conditional_delete = Policy::ConditionalDelete::multiple;
  add_patients(server);
  const std::string twins = entry("DELETE", "Patient?identifier=urn:x|twin");
  CHECK(server.ask("POST", "", transaction({twins, entry("GET", "Patient/none")})).status == Status::not_found);
  CHECK(server.ask("POST", "", transaction({twins, entry("PUT", "Patient/b", patient("b", "Rao", "b"))})).status == Status::bad_request);
  CHECK(server.ask("POST", "", transaction({twins, entry("DELETE", "Patient/b")})).status == Status::bad_request);
  CHECK(server.count("Patient") == 3);
  // What was deleted is not found by what comes after.
  const Reply reply = server.ask("POST", "", transaction({entry("POST", "Patient", patient("twin"), {}, R"(,"ifNoneExist":"identifier=urn:x|twin")"), twins}));
  INFO(issues(reply));
  REQUIRE(reply.status == Status::ok);
  CHECK(all(reply, "Bundle.entry.response.status") == Texts{"201 Created", "204 No Content"});
  CHECK(all(reply, "Bundle.entry[1].response.etag").empty());
  CHECK(server.count("Patient") == 2);
}

TEST_CASE("a conditional delete of nothing is refused where If-Match asks for something") {
  Server server;
  server.policy.conditional_delete = GENERATE(Policy::ConditionalDelete::single, Policy::ConditionalDelete::multiple);
  const std::string nobody = "Patient?identifier=urn:x|nobody";
  for (const std::uint32_t version : {1u, any_version}) {
    auto interaction = asked("DELETE", nobody);
    interaction.if_match = version;
    const Reply refused = server.perform(interaction);
    CHECK(refused.status == Status::precondition_failed);
    CHECK(issues(refused).find("If-Match") != std::string::npos);
  }
  for (const std::string tag : {R"(,"ifMatch":"W/\"1\"")", R"(,"ifMatch":"1")"}) {
    const Reply several = server.ask("POST", "", batch({entry("DELETE", nobody, {}, {}, tag), entry("DELETE", nobody)}));
    CHECK(all(several, "Bundle.entry.response.status") == Texts{"412 Precondition Failed", "204 No Content"});
    const Reply whole = server.ask("POST", "", transaction({entry("POST", "Patient", patient("new")), entry("DELETE", nobody, {}, {}, tag)}));
    CHECK(whole.status == Status::precondition_failed);
    CHECK(issues(whole).find("Bundle.entry[1].request") != std::string::npos);
  }
  CHECK(server.count("Patient") == 0);
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
