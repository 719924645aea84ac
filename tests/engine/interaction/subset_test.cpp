#include "engine/interaction/subset.h"

#include "tests/engine/interaction/fixture.h"

using namespace engine;

// https://hl7.org/fhir/R4/search.html#summary and https://hl7.org/fhir/R4/search.html#elements

namespace {

const std::string observation = R"({"resourceType":"Observation","id":"o","meta":{"versionId":"3","tag":[{"code":"kept"}],"security":[{"code":"R"}]},
  "implicitRules":"http://example.org/rules","language":"en",
  "text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">x</div>"},
  "contained":[{"resourceType":"Patient","id":"p"}],
  "extension":[{"url":"urn:e","valueString":"x"}],
  "modifierExtension":[{"url":"urn:m","valueString":"x"}],
  "identifier":[{"system":"urn:x","value":"1","assigner":{"display":"a"}}],
  "status":"final","category":[{"text":"c"}],"code":{"coding":[{"code":"x"}],"text":"t"},"subject":{"reference":"#p","display":"d"},
  "effectiveDateTime":"2024","valueQuantity":{"value":1.50,"unit":"mg"},"note":[{"text":"n"}],
  "referenceRange":[{"text":"r"}],"component":[{"code":{"text":"k"},"valueString":"v","interpretation":[{"text":"i"}]}]})";

std::string json_of(std::string_view query, const std::string& resource = observation) {
  return subset(resource, asked("GET", "Observation/o?" + std::string(query)));
}

Texts members(const std::string& json) {
  Reply reply;
  reply.body = json;
  Texts names;
  fhir::Arena arena;
  const auto tree = fhir::json::parse(json, arena);
  REQUIRE(tree);
  for (const auto* member = (*tree)->first; member != nullptr; member = member->next) names.emplace_back(member->name);
  return names;
}

Reply reply_of_json(std::string json) {
  Reply reply;
  reply.body = std::move(json);
  return reply;
}

}  // namespace

TEST_CASE("without _summary and _elements a resource is served byte for byte") {
  CHECK(json_of("") == observation);
  CHECK(json_of("_summary=false") == observation);
  CHECK(json_of("_elements=") == observation);
}

TEST_CASE("_summary=true keeps what the specification marks, here and in data types") {
  const std::string json = json_of("_summary=true");
  CHECK(members(json) == Texts{"resourceType", "id", "meta", "implicitRules", "identifier", "status", "code", "subject",
                               "effectiveDateTime", "valueQuantity", "component"});
  const Reply reply = reply_of_json(json);
  CHECK(all(reply, "Observation.meta.tag.code") == Texts{"kept", "SUBSETTED"});
  CHECK(one(reply, "Observation.meta.tag[1].system") == "http://terminology.hl7.org/CodeSystem/v3-ObservationValue");
  CHECK(one(reply, "Observation.meta.versionId") == "3");
  CHECK(one(reply, "Observation.identifier.value") == "1");
  CHECK(one(reply, "Observation.component.value") == "v");
  CHECK(json.find("1.50") != std::string::npos);
}

TEST_CASE("_summary=text keeps the narrative and what is mandatory") {
  CHECK(members(json_of("_summary=text")) == Texts{"resourceType", "id", "meta", "text", "status", "code"});
}

TEST_CASE("_summary=data leaves out the narrative alone") {
  const std::string json = json_of("_summary=data");
  Texts names = members(observation);
  names.erase(std::find(names.begin(), names.end(), "text"));
  CHECK(members(json) == names);
  CHECK(one(reply_of_json(json), "Observation.contained.id") == "p");
}

TEST_CASE("_elements keeps what it names, what is mandatory and what modifies") {
  CHECK(members(json_of("_elements=note,subject")) ==
        Texts{"resourceType", "id", "meta", "implicitRules", "modifierExtension", "status", "code", "subject", "note"});
  CHECK(members(json_of("_elements=Observation.note")) == Texts{"resourceType", "id", "meta", "implicitRules", "modifierExtension", "status", "code", "note"});
  CHECK(one(reply_of_json(json_of("_elements=note")), "Observation.meta.tag.where(code = 'SUBSETTED').count()") == "1");
}

TEST_CASE("_elements names a choice by its name, with or without [x] or the type") {
  for (const char* name : {"value", "value[x]", "valueQuantity"}) {
    CAPTURE(name);
    const auto interaction = asked("GET", "Observation/o?_elements=" + std::string(name));
    CHECK(check_elements(interaction));
    CHECK(one(reply_of_json(subset(observation, interaction)), "Observation.value.value") == "1.50");
  }
  CHECK_FALSE(check_elements(asked("GET", "Observation/o?_elements=valueMoney")));
}

TEST_CASE("_elements that the type does not have are refused by name, and ignored where that is asked for") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  for (const char* url : {"Patient/p?_elements=birthdate", "Patient?_elements=birthdate", "Patient/p/_history?_elements=birthdate"}) {
    auto interaction = asked("GET", url);
    const Reply refused = server.perform(interaction);
    CHECK(refused.status == Status::bad_request);
    REQUIRE(refused.issues.size() == 1);
    CHECK(refused.issues[0].text.find("'birthDate'? Valid are: id,") != std::string::npos);
    interaction.handling = Handling::lenient;
    CHECK(server.perform(interaction).status == Status::ok);
  }
}

TEST_CASE("of resources of several types, _elements has what any type has") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  server.ask("PUT", "Encounter/e", R"({"resourceType":"Encounter","id":"e","status":"finished","class":{"code":"AMB"},"subject":{"reference":"Patient/p"},"period":{"start":"2024-05-17"}})");
  for (const char* place : {"", "Patient/p/*", "Patient/p/$everything", "Encounter/e/$everything", "_history"}) {
    INFO(place);
    const Reply reply = server.ask("GET", std::string(place) + "?_elements=period,identifier");
    CHECK(reply.status == Status::ok);
    CHECK(all(reply, "Bundle.entry.resource.ofType(Encounter).where(period.exists()).meta.tag.code") == Texts{"SUBSETTED"});
    CHECK(server.ask("GET", std::string(place) + "?_elements=Encounter.period").status == Status::ok);
    for (const char* none : {"perod", "Patient.period"}) {
      auto interaction = asked("GET", std::string(place) + "?_elements=" + none);
      const Reply refused = server.perform(interaction);
      CHECK(refused.status == Status::bad_request);
      CHECK(issues(refused).find(none) != std::string::npos);
    }
  }
  CHECK(issues(server.ask("GET", "Patient/p/$everything?_elements=perod")).find("'period'") != std::string::npos);
  CHECK(server.ask("GET", "Observation?_elements=Patient.name").status == Status::ok);
  CHECK(server.ask("GET", "Observation?_elements=Patient.nam").status == Status::bad_request);
  CHECK(server.ask("GET", "metadata?_elements=birthDate").status == Status::bad_request);
}

TEST_CASE("a subset is what a read, a vread and a search answer with, and what is stored stays whole") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  const std::string whole = server.ask("GET", "Patient/p").body;
  for (const char* url : {"Patient/p?_elements=name", "Patient/p/_history/1?_elements=name"}) {
    const Reply reply = server.ask("GET", url);
    CHECK(one(reply, "Patient.name.family") == "Rao");
    CHECK(all(reply, "Patient.identifier").empty());
    CHECK(one(reply, "Patient.meta.tag.code") == "SUBSETTED");
    CHECK(reply.version == 1);
  }
  const Reply search = server.ask("GET", "Patient?_summary=text");
  CHECK(all(search, "Bundle.entry.resource.name").empty());
  CHECK(all(search, "Bundle.entry.resource.meta.tag.code") == Texts{"SUBSETTED"});
  const Reply count = server.ask("GET", "Patient?_summary=count");
  CHECK(one(count, "Bundle.total") == "1");
  CHECK(all(count, "Bundle.entry").empty());
  CHECK(server.ask("GET", "Patient/p").body == whole);
}

TEST_CASE("a resource that was tagged SUBSETTED is not tagged again") {
  const std::string tagged = json_of("_elements=note");
  CHECK(one(reply_of_json(json_of("_elements=note", tagged)), "Observation.meta.tag.where(code = 'SUBSETTED').count()") == "1");
}

TEST_CASE("a write answers with the part of the version that is asked for, as a read does") {
  Server server;
  const auto check_part = [](const Reply& reply) {
    CHECK(one(reply, "Patient.identifier.value") == "1");
    CHECK(all(reply, "Patient.name").empty());
    CHECK(one(reply, "Patient.meta.tag.code") == "SUBSETTED");
  };
  const auto change = [](const std::string& family) {
    return R"({"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"replace"},
      {"name":"path","valueString":"Patient.name[0].family"},{"name":"value","valueString":")" + family + "\"}]}]}";
  };
  check_part(server.ask("POST", "Patient?_elements=identifier", patient("1")));
  server.ask("DELETE", "Patient?identifier=urn:x|1");
  check_part(server.ask("PUT", "Patient/p?_elements=identifier", patient("1", "Rao", "p")));
  check_part(server.ask("PUT", "Patient?identifier=urn:x|1&_elements=identifier", patient("1", "Iyer")));
  check_part(server.ask("PATCH", "Patient/p?_elements=identifier", change("Nair")));
  check_part(server.ask("PATCH", "Patient?identifier=urn:x|1&_elements=identifier", change("Das")));
  auto there = asked("POST", "Patient?_elements=identifier", patient("1"));
  there.if_none_exist = Parameters{{"identifier", "urn:x|1"}};
  check_part(server.perform(std::move(there)));
  for (int times = 0; times < 2; ++times) {
    auto once = asked("POST", "Patient?_elements=identifier", patient("1"));
    once.once = Once{"k", "the same", std::chrono::hours(1)};
    check_part(server.perform(std::move(once)));
  }
  const Reply text = server.ask("PUT", "Patient/p?_summary=text", patient("1", "Rao", "p"));
  CHECK(all(text, "Patient.identifier").empty());
  CHECK(one(text, "Patient.meta.tag.code") == "SUBSETTED");
  CHECK(server.ask("PUT", "Patient/p?_elements=nam", patient("1", "Rao", "p")).status == Status::bad_request);

  // What is stored is whole, and an outcome is none of the resource.
  CHECK(one(server.ask("GET", "Patient/p"), "Patient.name.family") == "Rao");
  auto outcome = asked("PUT", "Patient/p?_elements=identifier", patient("1", "Iyer", "p"));
  outcome.prefer_return = Return::operation_outcome;
  CHECK(all(server.perform(std::move(outcome)), "OperationOutcome.meta").empty());
}
