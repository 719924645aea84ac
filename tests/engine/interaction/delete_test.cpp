#include "tests/engine/interaction/bundle.h"
#include "tests/engine/interaction/fixture.h"

using namespace engine;

// https://hl7.org/fhir/R4/http.html#delete

TEST_CASE("delete takes a resource out of reads and searches and leaves its history") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  const Reply deleted = server.ask("DELETE", "Patient/p");
  CHECK(deleted.status == Status::no_content);
  CHECK(deleted.body.empty());
  CHECK(deleted.version == 2);
  CHECK_FALSE(deleted.location);
  CHECK(server.ask("GET", "Patient/p").status == Status::gone);
  CHECK(server.count("Patient") == 0);
  CHECK(server.count("Patient?identifier=urn:x|1") == 0);
  CHECK(one(server.ask("GET", "Patient/p/_history"), "Bundle.total") == "2");
  CHECK(server.ask("GET", "Patient/p/_history/1").status == Status::ok);
}

TEST_CASE("deleting twice, or what never was, is done already") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  server.ask("DELETE", "Patient/p");
  const Reply again = server.ask("DELETE", "Patient/p");
  CHECK(again.status == Status::no_content);
  CHECK(one(server.ask("GET", "Patient/p/_history"), "Bundle.total") == "2");

  const Reply never = server.ask("DELETE", "Patient/none");
  CHECK(never.status == Status::no_content);
  CHECK(never.version == 0);
  CHECK(server.ask("GET", "Patient/none").status == Status::not_found);
  CHECK(server.ask("GET", "Patient/none/_history").status == Status::not_found);
}

TEST_CASE("deleting again tells the version that is the deletion, and its time") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  const Reply deleted = server.ask("DELETE", "Patient/p");
  REQUIRE(deleted.last_updated);
  const Reply again = server.ask("DELETE", "Patient/p");
  CHECK(again.version == 2);
  CHECK(again.last_updated == deleted.last_updated);
  CHECK_FALSE(server.ask("DELETE", "Patient/none").last_updated);

  const std::string time = one(server.ask("GET", "Patient/p/_history"), "Bundle.entry[0].response.lastModified");
  REQUIRE_FALSE(time.empty());
  for (const std::string& bundle : {batch({entry("DELETE", "Patient/p")}), transaction({entry("DELETE", "Patient/p"), entry("POST", "Patient", patient("2"))})}) {
    const Reply reply = server.ask("POST", "", bundle);
    CHECK(one(reply, "Bundle.entry[0].response.etag") == "W/\"2\"");
    CHECK(one(reply, "Bundle.entry[0].response.lastModified") == time);
  }
  CHECK(one(server.ask("GET", "Patient/p/_history"), "Bundle.total") == "2");
}

TEST_CASE("If-Match lets a delete through only over the version it names") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  auto interaction = asked("DELETE", "Patient/p");
  interaction.if_match = 2;
  CHECK(server.perform(interaction).status == Status::precondition_failed);
  CHECK(server.ask("GET", "Patient/p").status == Status::ok);
  interaction.if_match = 1;
  CHECK(server.perform(interaction).status == Status::no_content);
  CHECK(server.perform(interaction).status == Status::precondition_failed);
}

TEST_CASE("delete answers with an outcome where that is preferred") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  auto interaction = asked("DELETE", "Patient/p");
  interaction.prefer_return = Return::operation_outcome;
  const Reply deleted = server.perform(interaction);
  CHECK(deleted.status == Status::ok);
  CHECK(one(deleted, "OperationOutcome.issue.severity") == "information");
}

TEST_CASE("delete is of one type: the same id of another stays") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  server.ask("PUT", "Basic/p", R"({"resourceType":"Basic","id":"p","code":{"text":"x"}})");
  server.ask("DELETE", "Patient/p");
  CHECK(server.ask("GET", "Basic/p").status == Status::ok);
}
