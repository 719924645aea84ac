#include "engine/interaction/capabilities.h"

#include <algorithm>
#include <cctype>
#include <tuple>

#include "engine/interaction/route.h"
#include "fhir/r4/capability_statement.h"
#include "fhir/r4/registry.h"
#include "tests/engine/interaction/tenant.h"

using namespace engine;

// https://hl7.org/fhir/R4/http.html#capabilities

namespace {

/// What /metadata answers.
const fhir::r4::CapabilityStatement& statement_of(Server& server, fhir::Arena& arena) {
  const auto read = fhir::json::read(server.ask("GET", "metadata").body, arena);
  REQUIRE(read);
  return *read->as<fhir::r4::CapabilityStatement>();
}

std::string value_of(fhir::SearchType kind) {
  using enum fhir::SearchType;
  switch (kind) {
    case date: return "2024";
    case number:
    case quantity: return "1";
    case special: return "1|1";  // near
    case token: return "true";   // which booleans are, and codes may be
    default: return "x";
  }
}

/// A value that a parameter takes.
std::string value_of(const index::Parameter& parameter) {
  if (parameter.kind != fhir::SearchType::composite) return value_of(parameter.kind);
  std::string value;
  for (const auto& component : parameter.components) value.append(value.empty() ? "" : "$").append(value_of(component.type));
  return value;
}

}  // namespace

TEST_CASE("the statements of every mode are valid by our own validator") {
  Server server;
  for (const char* url : {"metadata", "metadata?mode=full", "metadata?mode=normative", "metadata?mode=terminology"}) {
    const Reply reply = server.ask("GET", url);
    INFO(url << ' ' << issues(reply));
    REQUIRE(reply.status == Status::ok);
    fhir::Arena arena;
    const auto statement = fhir::json::read(reply.body, arena);
    INFO((statement ? "" : fhir::to_text(statement.outcome())));
    REQUIRE(statement);
    fhir::Issues broken;
    profiles::validate(*statement, definitions(), arena, broken);
    INFO(fhir::to_text(fhir::Outcome(broken)));
    CHECK(broken.empty());
  }
}

TEST_CASE("a mode shows its part, and one that there is not is refused") {
  Server server;
  const std::string patient_type = "CapabilityStatement.rest.resource.where(type = 'Patient').";
  const Reply full = server.ask("GET", "metadata"), normative = server.ask("GET", "metadata?mode=normative");
  CHECK(server.ask("GET", "metadata?mode=full").body == full.body);
  for (const char* element : {"versioning", "conditionalRead", "referencePolicy", "searchInclude", "searchRevInclude", "updateCreate"}) {
    CHECK_FALSE(all(full, patient_type + element).empty());
    CHECK(all(normative, patient_type + element).empty());
  }
  for (const char* element : {"interaction.code", "searchParam.name", "operation.name"}) {
    CHECK(all(normative, patient_type + element) == all(full, patient_type + element));
  }
  const Reply terminology = server.ask("GET", "metadata?mode=terminology&_elements=software");
  CHECK(one(terminology, "TerminologyCapabilities.software.name") == "Setu");
  CHECK(all(terminology, "TerminologyCapabilities.implementation").empty());
  for (const char* mode : {"metadata?mode=", "metadata?mode=everything", "metadata?mode=Full"}) {
    const Reply refused = server.ask("GET", mode);
    CHECK(refused.status == Status::bad_request);
    CHECK(refused.issues.at(0).text.find("terminology") != std::string::npos);
  }
}

TEST_CASE("every interaction that is offered is routed, for every type") {
  Server server;
  const Reply metadata = server.ask("GET", "metadata");
  // How each is asked for.
  const std::vector<std::tuple<std::string, Method, std::string>> requests = {
      {"read", Method::get, "/1"},       {"vread", Method::get, "/1/_history/1"}, {"update", Method::put, "/1"},
      {"patch", Method::patch, "/1"},    {"delete", Method::delete_, "/1"},       {"history-instance", Method::get, "/1/_history"},
      {"create", Method::post, ""},      {"search-type", Method::get, ""},        {"history-type", Method::get, "/_history"}};
  Texts known;
  for (const auto& [code, method, path] : requests) known.push_back(code);
  std::sort(known.begin(), known.end());
  for (const char* type : {"Patient", "Observation", "Binary", "Bundle", "ValueSet"}) {
    auto offered = all(metadata, "CapabilityStatement.rest.resource.where(type = '" + std::string(type) + "').interaction.code");
    std::sort(offered.begin(), offered.end());
    CHECK(offered == known);
    for (const auto& [code, method, path] : requests) {
      const Routing routing = route_of(method, "/" + std::string(type) + path);
      INFO(type << ' ' << code);
      REQUIRE(routing.route);
      CHECK(name_of(routing.route->action) == code);
    }
  }
  auto system = all(metadata, "CapabilityStatement.rest.interaction.code");
  std::sort(system.begin(), system.end());
  CHECK(system == Texts{"batch", "history-system", "search-system", "transaction"});
}

TEST_CASE("every operation that is offered is called, and its definition is named") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  const Reply metadata = server.ask("GET", "metadata");
  const std::string operation = "CapabilityStatement.rest.resource.where(type = 'Patient').operation";
  const Texts names = all(metadata, operation + ".name"), canonicals = all(metadata, operation + ".definition");
  REQUIRE(names.size() == canonicals.size());
  CHECK(std::find(names.begin(), names.end(), "everything") != names.end());
  for (std::size_t at = 0; at < names.size(); ++at) {
    INFO(names[at]);
    const bool is_own = canonicals[at].starts_with("urn:setu:operation:");
      CHECK((is_own || canonicals[at].starts_with("http://hl7.org/fhir/OperationDefinition/")));
    CHECK(canonicals[at].ends_with((is_own ? ":" : "-") + names[at]));
    CHECK(route_of(Method::post, "/Patient/p/$" + names[at]).route);
  }
  const Texts of_others = all(metadata, "CapabilityStatement.rest.resource.where(type = 'Observation').operation.name");
  CHECK(std::find(of_others.begin(), of_others.end(), "everything") == of_others.end());
  CHECK_FALSE(route_of(Method::post, "/Observation/o/$everything").route);
}

TEST_CASE("every compartment that is offered is searched, and there are no others") {
  Server server;
  const Texts offered = all(server.ask("GET", "metadata"), "CapabilityStatement.rest.compartment");
  CHECK(offered.size() == 5);
  for (const auto* type : fhir::r4::resource_types()) {
    std::string code(type->name);
    code[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(code[0])));  // "relatedPerson"
    const bool is_offered = std::find(offered.begin(), offered.end(), "http://hl7.org/fhir/CompartmentDefinition/" + code) != offered.end();
    INFO(type->name);
    CHECK(bool(route_of(Method::get, "/" + std::string(type->name) + "/1/*").route) == is_offered);
  }
  CHECK(server.ask("GET", "Patient/1/*").status == Status::ok);
}

TEST_CASE("every parameter that is offered for all types is taken by a search of all") {
  Server server;
  const Reply metadata = server.ask("GET", "metadata");
  const Texts names = all(metadata, "CapabilityStatement.rest.searchParam.name"), kinds = all(metadata, "CapabilityStatement.rest.searchParam.type");
  for (const char* name : {"_id", "_lastUpdated", "_tag", "_profile", "_security"}) CHECK(std::find(names.begin(), names.end(), name) != names.end());
  CHECK(Texts(names.end() - 2, names.end()) == Texts{"_filter", "_list"});
  for (std::size_t at = 0; at + 2 < names.size(); ++at) {
    const Reply reply = server.ask("GET", "?" + names[at] + "=" + (kinds[at] == "date" ? "2024" : "x"));
    INFO(names[at] << ' ' << issues(reply));
    CHECK(reply.status == Status::ok);
  }
  CHECK(server.ask("GET", "?birthdate=2024").status == Status::bad_request);
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

TEST_CASE("every search parameter that is offered is answered, for every type, and one that is not is refused") {
  Server server;
  fhir::Arena arena;
  std::size_t asked = 0;
  for (const auto& resource : statement_of(server, arena).rest[0].resource) {
    CHECK(resource.searchParam.size() > 2);
    const auto* type = fhir::r4::resource_type(resource.type.text());
    REQUIRE(type != nullptr);
    for (const auto& offered : resource.searchParam) {
      const auto* parameter = index::parameters_of(*type).find(offered.name.text());
      REQUIRE(parameter != nullptr);
      const std::string search = std::string(type->name) + "?" + std::string(offered.name.text()) + "=" + value_of(*parameter);
      const Reply reply = server.ask("GET", search);
      ++asked;
      INFO(search << ' ' << issues(reply));
      CHECK(reply.status == Status::ok);
      CHECK(std::string_view(reply.body).find("\"outcome\"") == std::string_view::npos);
    }
  }
  CHECK(asked > 1500);
  CHECK(server.ask("GET", "Patient?colour=blue").status == Status::bad_request);
}

TEST_CASE("every include that is offered is answered, for every type") {
  Server server;
  fhir::Arena arena;
  std::size_t asked = 0;
  for (const auto& resource : statement_of(server, arena).rest[0].resource) {
    const auto answered = [&](const char* name, std::string_view value) {
      const std::string search = std::string(resource.type.text()) + "?" + name + "=" + std::string(value);
      const Reply reply = server.ask("GET", search);
      ++asked;
      INFO(search << ' ' << issues(reply));
      CHECK(reply.status == Status::ok);
    };
    for (const auto& include : resource.searchInclude) answered("_include", include.text());
    for (const auto& include : resource.searchRevInclude) answered("_revinclude", include.text());
  }
  CHECK(asked > 2000);
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
  CHECK(all(metadata, patient_type + "referencePolicy") == Texts{"literal", "logical"});
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

TEST_CASE("the capabilities have a version that changes with what they say, and are not sent to those who have it") {
  Tenant server;
  auto interaction = asked("GET", "metadata");
  const Reply first = server.perform(interaction);
  CHECK(first.version != 0);
  CHECK(server.perform(interaction).version == first.version);
  for (const char* other : {"metadata?mode=normative", "metadata?mode=terminology", "metadata?_summary=true", "metadata?_elements=software"}) {
    CHECK(server.ask("GET", other).version != first.version);
  }
  interaction.if_none_match = {1, first.version};
  const Reply known = server.perform(interaction);
  CHECK(known.status == Status::not_modified);
  CHECK(known.version == first.version);
  CHECK(known.body.empty());

  server.define(R"({"resourceType":"SearchParameter","url":"http://x.org/born","name":"Born","status":"active","description":"x","code":"born",
    "base":["Patient"],"type":"date","expression":"Patient.birthDate"})");
  const Reply defined = server.perform(interaction);
  CHECK(defined.status == Status::ok);
  CHECK(defined.version != first.version);
  server.index();
  CHECK(server.perform(interaction).version != defined.version);
}

TEST_CASE("a summary of the capability statement is one") {
  Server server;
  const Reply reply = server.ask("GET", "metadata?_summary=true");
  CHECK(one(reply, "CapabilityStatement.fhirVersion") == "4.0.1");
  CHECK(one(reply, "CapabilityStatement.meta.tag.code") == "SUBSETTED");
  CHECK(reply.body.size() < server.ask("GET", "metadata").body.size());
}

TEST_CASE("the capability statement says how the integrity of transactions is kept") {
  Server server;
  CHECK(one(server.ask("GET", "metadata"), "CapabilityStatement.rest.documentation").find("all or nothing") != std::string::npos);
}
