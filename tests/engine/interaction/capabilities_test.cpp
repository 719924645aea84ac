#include "engine/interaction/capabilities.h"

#include "fhir/r4/registry.h"
#include "tests/engine/interaction/fixture.h"

using namespace engine;

// https://hl7.org/fhir/R4/http.html#capabilities

TEST_CASE("the capability statement is valid by our own validator") {
  Server server;
  const Reply reply = server.ask("GET", "metadata");
  CHECK(reply.status == Status::ok);
  fhir::Arena arena;
  const auto statement = fhir::json::read(reply.body, arena);
  INFO((statement ? "" : fhir::to_text(statement.outcome())));
  REQUIRE(statement);
  fhir::Issues broken;
  profiles::validate(*statement, definitions(), arena, broken);
  INFO(fhir::to_text(fhir::Outcome(broken)));
  CHECK(broken.empty());
}

TEST_CASE("the capability statement says who answers, where and in which forms") {
  Server server;
  const Reply reply = server.ask("GET", "metadata");
  CHECK(one(reply, "CapabilityStatement.status") == "active");
  CHECK(one(reply, "CapabilityStatement.kind") == "instance");
  CHECK(one(reply, "CapabilityStatement.fhirVersion") == "4.0.1");
  CHECK(one(reply, "CapabilityStatement.implementation.url") == "http://example.org/fhir");
  CHECK(one(reply, "CapabilityStatement.software.version") == SETU_VERSION);
  const auto formats = all(reply, "CapabilityStatement.format");
  CHECK(std::find(formats.begin(), formats.end(), "application/fhir+json") != formats.end());
  CHECK(std::find(formats.begin(), formats.end(), "application/fhir+xml") != formats.end());
}

TEST_CASE("every type that can be stored is offered, once") {
  Server server;
  const auto offered = all(server.ask("GET", "metadata"), "CapabilityStatement.rest.resource.type");
  Texts known;
  for (const auto* type : fhir::r4::resource_types()) known.emplace_back(type->name);
  CHECK(offered == known);
}

TEST_CASE("every search parameter that is offered is answered, and one that is not is refused") {
  Server server;
  const Reply metadata = server.ask("GET", "metadata");
  // The value that each kind of parameter takes.
  const auto value_of = [](const std::string& kind) -> std::string {
    if (kind == "date") return "2024";
    if (kind == "number" || kind == "quantity") return "1";
    return "x";
  };
  for (const char* type : {"Patient", "Observation", "Encounter", "Medication", "ValueSet"}) {
    const std::string search = "CapabilityStatement.rest.resource.where(type = '" + std::string(type) + "').searchParam";
    const Texts names = all(metadata, search + ".name"), kinds = all(metadata, search + ".type");
    REQUIRE(names.size() == kinds.size());
    REQUIRE(names.size() > 2);
    for (std::size_t at = 0; at < names.size(); ++at) {
      if (kinds[at] == "composite" || kinds[at] == "special") continue;
      const Reply reply = server.ask("GET", std::string(type) + "?" + names[at] + "=" + value_of(kinds[at]));
      INFO(type << ' ' << names[at] << ' ' << issues(reply));
      CHECK(reply.status == Status::ok);
    }
  }
  CHECK(server.ask("GET", "Patient?colour=blue").status == Status::bad_request);
  CHECK(all(metadata, "CapabilityStatement.rest.searchParam.name") == Texts{"_filter", "_list"});
}

TEST_CASE("every include that is offered is answered") {
  Server server;
  const Reply metadata = server.ask("GET", "metadata");
  const std::string patient = "CapabilityStatement.rest.resource.where(type = 'Patient')";
  const Texts includes = all(metadata, patient + ".searchInclude"), reverse = all(metadata, patient + ".searchRevInclude");
  REQUIRE_FALSE(includes.empty());
  REQUIRE_FALSE(reverse.empty());
  for (const auto& include : includes) CHECK(server.ask("GET", "Patient?_include=" + include).status == Status::ok);
  for (const auto& include : reverse) CHECK(server.ask("GET", "Patient?_revinclude=" + include).status == Status::ok);
}

TEST_CASE("what the capability statement says of versions and conditions is so") {
  Server server;
  const Reply metadata = server.ask("GET", "metadata");
  const std::string patient_type = "CapabilityStatement.rest.resource.where(type = 'Patient').";
  CHECK(one(metadata, patient_type + "versioning") == "versioned-update");
  CHECK(one(metadata, patient_type + "readHistory") == "true");
  CHECK(one(metadata, patient_type + "updateCreate") == "true");
  CHECK(one(metadata, patient_type + "conditionalCreate") == "true");
  CHECK(one(metadata, patient_type + "conditionalUpdate") == "true");
  CHECK(one(metadata, patient_type + "conditionalDelete") == "single");
  CHECK(one(metadata, patient_type + "conditionalRead") == "full-support");
  const auto interactions = all(metadata, patient_type + "interaction.code");
  for (const char* code : {"read", "vread", "update", "delete", "history-instance", "history-type", "create", "search-type"}) {
    CHECK(std::find(interactions.begin(), interactions.end(), code) != interactions.end());
  }
  const auto system = all(metadata, "CapabilityStatement.rest.interaction.code");
  for (const char* code : {"transaction", "batch", "search-system", "history-system"}) {
    CHECK(std::find(system.begin(), system.end(), code) != system.end());
  }
}

TEST_CASE("each base has its own statement, also when there are many") {
  for (int n = 0; n < 40; ++n) {
    const std::string base = "http://host" + std::to_string(n) + "/fhir";
    for (int again = 0; again < 2; ++again) {
      Reply reply;
      reply.body = capabilities(base, standard_policy);
      CHECK(one(reply, "CapabilityStatement.implementation.url") == base);
    }
  }
}

TEST_CASE("a summary of the capability statement is one") {
  Server server;
  const Reply reply = server.ask("GET", "metadata?_summary=true");
  CHECK(one(reply, "CapabilityStatement.fhirVersion") == "4.0.1");
  CHECK(one(reply, "CapabilityStatement.meta.tag.code") == "SUBSETTED");
  CHECK(reply.body.size() < server.ask("GET", "metadata").body.size());
}
