#include "tests/engine/interaction/fixture.h"

using namespace engine;

TEST_CASE("a summary and elements that there are not vanish from the self link where handling is lenient") {  // https://hl7.org/fhir/R4/search.html#errors
  Server server;
  REQUIRE(server.ask("PUT", "Patient/a", patient("1", "Rao", "a")).status == Status::created);
  const auto ask = [&](const std::string& url) {
    Interaction around;
    around.tenant = 1;
    around.handling = Handling::lenient;
    around.base = "http://example.org/fhir";
    around.arena = std::make_shared<fhir::Arena>();
    fhir::r4::Bundle::Entry entry;
    auto& request = entry.request.ensure(*around.arena);
    request.method.set("GET");
    request.url.set(around.arena->copy(url));
    auto interaction = interaction_of(entry, around, "Bundle.entry[0]");
    REQUIRE(interaction);
    return server.perform(std::move(*interaction));
  };
  const auto self = [](const Reply& reply) { return one(reply, "Bundle.link.where(relation = 'self').url"); };
  const auto warning = [](const Reply& reply) { return one(reply, "Bundle.entry.where(search.mode = 'outcome').resource.issue.diagnostics"); };

  auto reply = ask("Patient?name=rao&_summary=bogus");
  CHECK(self(reply) == "http://example.org/fhir/Patient?name=rao");
  CHECK_THAT(warning(reply), Catch::Contains("_summary is"));
  CHECK(one(reply, "Bundle.entry.resource.name.family") == "Rao");

  reply = ask("Patient?name=rao&_elements=bogus");
  CHECK(self(reply) == "http://example.org/fhir/Patient?name=rao");
  CHECK_THAT(warning(reply), Catch::Contains("'bogus'"));
  CHECK(one(reply, "Bundle.entry.resource.name.family") == "Rao");
  CHECK(all(reply, "Bundle.entry.resource.meta.tag.code").empty());

  reply = ask("Patient?name=rao&_elements=identifier,bogus");
  CHECK(self(reply) == "http://example.org/fhir/Patient?name=rao&_elements=identifier");
  CHECK_THAT(warning(reply), Catch::Contains("'bogus'"));
  CHECK(all(reply, "Bundle.entry.resource.name").empty());
  CHECK(one(reply, "Bundle.entry.resource.identifier.value") == "1");
  CHECK(one(reply, "Bundle.entry.resource.meta.tag.code") == "SUBSETTED");

  reply = ask("Patient?name=rao&_pretty=bogus");
  CHECK(self(reply) == "http://example.org/fhir/Patient?name=rao");
  CHECK_THAT(warning(reply), Catch::Contains("_pretty is true or false"));

  reply = ask("Patient/a/_history?_summary=bogus&_elements=bogus&_pretty=bogus&_count=5");
  CHECK(self(reply) == "http://example.org/fhir/Patient/a/_history?_count=5");
}
