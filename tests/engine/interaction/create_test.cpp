#include "tests/engine/interaction/fixture.h"

using namespace engine;

// https://hl7.org/fhir/R4/http.html#create

TEST_CASE("create stores under an id of the server's, with version 1 and its time") {
  Server server;
  const Reply created = server.ask("POST", "Patient", patient("1"));
  CHECK(created.status == Status::created);
  CHECK(created.location);
  CHECK(created.version == 1);
  REQUIRE(created.type != nullptr);
  CHECK(created.type->name == "Patient");
  CHECK_FALSE(created.id.empty());
  REQUIRE(created.last_updated);
  CHECK(one(created, "Patient.id") == created.id);
  CHECK(one(created, "Patient.meta.versionId") == "1");
  CHECK(one(created, "Patient.name.family") == "Rao");

  const Reply read = server.ask("GET", "Patient/" + created.id);
  CHECK(read.status == Status::ok);
  CHECK(read.body == created.body);
  CHECK(read.last_updated == created.last_updated);
}

TEST_CASE("create ignores the id, version and time in the body") {
  Server server;
  const Reply created = server.ask("POST", "Patient", R"({"resourceType":"Patient","id":"mine","active":true,
    "meta":{"versionId":"7","lastUpdated":"2001-01-01T00:00:00Z","source":"urn:lab","tag":[{"code":"kept"}]}})");
  CHECK(created.status == Status::created);
  CHECK(created.id != "mine");
  CHECK(one(created, "Patient.meta.versionId") == "1");
  CHECK_FALSE(one(created, "Patient.meta.lastUpdated").starts_with("2001"));
  CHECK(one(created, "Patient.meta.source") == "urn:lab");
  CHECK(one(created, "Patient.meta.tag.code") == "kept");
  CHECK(server.ask("GET", "Patient/mine").status == Status::not_found);
}

TEST_CASE("creating the same twice makes two resources") {
  Server server;
  const Reply first = server.ask("POST", "Patient", patient("1"));
  const Reply second = server.ask("POST", "Patient", patient("1"));
  CHECK(first.id != second.id);
  CHECK(server.count("Patient?identifier=urn:x|1") == 2);
}

TEST_CASE("create answers with what is preferred") {
  Server server;
  auto interaction = asked("POST", "Patient", patient("1"));
  interaction.prefer_return = Return::minimal;
  const Reply minimal = server.perform(interaction);
  CHECK(minimal.status == Status::created);
  CHECK(minimal.body.empty());
  CHECK(minimal.location);

  interaction.prefer_return = Return::representation;
  CHECK(one(server.perform(interaction), "Patient.name.family") == "Rao");

  interaction.prefer_return = Return::operation_outcome;
  const Reply outcome = server.perform(interaction);
  CHECK(outcome.status == Status::created);
  CHECK(one(outcome, "OperationOutcome.issue.severity") == "information");
}

TEST_CASE("a body of another type than the URL's is refused") {
  Server server;
  auto interaction = asked("POST", "Patient", R"({"resourceType":"Basic","code":{"text":"x"}})");
  const Reply refused = server.perform(interaction);
  CHECK(refused.status == Status::bad_request);
  REQUIRE(refused.issues.size() == 1);
  CHECK(refused.issues[0].expression == "Basic");
}

TEST_CASE("a resource that breaks a rule of the specification is not stored, and the issue says where") {
  Server server;
  server.rules = &definitions();
  const Reply broken = server.ask("POST", "Patient", R"({"resourceType":"Patient","contact":[{"gender":"female"}]})");
  CHECK(broken.status == Status::unprocessable);
  REQUIRE(broken.issues.size() == 1);
  CHECK(broken.issues[0].type == fhir::IssueType::invariant);
  CHECK(broken.issues[0].expression == "Patient.contact[0]");
  CHECK(broken.issues[0].text.find("pat-1") != std::string::npos);

  const Reply unknown = server.ask("POST", "Patient", R"({"resourceType":"Patient","gender":"girl"})");
  CHECK(unknown.status == Status::unprocessable);
  REQUIRE(unknown.issues.size() == 1);
  CHECK(unknown.issues[0].type == fhir::IssueType::code_invalid);
  CHECK(unknown.issues[0].expression == "Patient.gender");
  CHECK(server.count("Patient") == 0);
}

TEST_CASE("a part of a resource is not stored as if it were the whole") {
  Server server;
  const Reply refused = server.ask("POST", "Patient", R"({"resourceType":"Patient","active":true,"meta":{"tag":[
    {"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationValue","code":"SUBSETTED"}]}})");
  CHECK(refused.status == Status::unprocessable);
  REQUIRE(refused.issues.size() == 1);
  CHECK(refused.issues[0].expression == "Patient.meta.tag[0]");
  CHECK(server.count("Patient") == 0);
}

TEST_CASE("what is stored comes back with every digit, character and order it was sent with") {
  Server server;
  const Reply created = server.ask("POST", "Observation", R"({"resourceType":"Observation","status":"final",
    "code":{"text":"µ-tropfen 🩸 \"q\" \\ \t"},"valueQuantity":{"value":1.500e2,"unit":"mg"},
    "effectiveDateTime":"2024-05-17T09:30:00.100+05:30",
    "component":[{"code":{"text":"b"},"valueInteger":2},{"code":{"text":"a"},"valueInteger":1}]})");
  INFO(issues(created));
  REQUIRE(created.status == Status::created);
  CHECK(created.body.find("\"value\":1.500e2") != std::string::npos);
  CHECK(created.body.find("2024-05-17T09:30:00.100+05:30") != std::string::npos);
  CHECK(all(created, "Observation.component.code.text") == Texts{"b", "a"});
  CHECK(server.ask("GET", "Observation/" + created.id).body == created.body);
}
