#include "tests/engine/interaction/fixture.h"

using namespace engine;

// https://hl7.org/fhir/R4/resource-operation-validate.html

namespace {

constexpr const char* draft = R"({"resourceType":"Questionnaire","id":"q","status":"draft","item":[{"text":"x"}]})";
constexpr const char* silent = R"({"resourceType":"Questionnaire","id":"q","item":[{"text":"x"}]})";

struct Strict : Server {
  Strict() { rules = &definitions(); }
  /// The places of the errors with this code that $validate finds.
  Texts found(std::string_view code, std::string_view method, std::string_view place, std::string_view json = {}) {
    const Reply reply = ask(method, place, json);
    CHECK(reply.status == Status::ok);
    return all(reply, "OperationOutcome.issue.where(severity = 'error' and code = '" + std::string(code) + "').expression");
  }
};

}  // namespace

TEST_CASE("$validate tells what an unfinished definition lacks, though it may be stored as it is") {
  Strict server;
  const Texts lacking = {"Questionnaire.item[0].linkId", "Questionnaire.item[0].type"};
  CHECK(server.found("required", "POST", "Questionnaire/$validate", draft) == lacking);
  CHECK(server.ask("PUT", "Questionnaire/q", draft).status == Status::created);
  CHECK(server.found("required", "GET", "Questionnaire/q/$validate") == lacking);
  CHECK(server.found("required", "POST", "Questionnaire/$validate", R"({"resourceType":"Questionnaire","status":"draft","item":[{"linkId":"1","type":"string","text":"x"}]})").empty());
  CHECK(server.found("invariant", "POST", "Patient/$validate", R"({"resourceType":"Patient","contact":[{"gender":"male"}]})") == Texts{"Patient.contact[0]"});
}

TEST_CASE("a definition that says nothing of its status is refused as others are, and kept by lenient handling") {
  Strict server;
  const Reply refused = server.ask("PUT", "Questionnaire/q", silent);
  CHECK(refused.status == Status::bad_request);
  CHECK(refused.issues.front().expression == "Questionnaire.status");
  auto lenient = asked("PUT", "Questionnaire/q", silent);
  lenient.handling = Handling::lenient;
  CHECK(server.perform(lenient).status == Status::created);
  CHECK(server.found("required", "GET", "Questionnaire/q/$validate") == Texts{"Questionnaire.status", "Questionnaire.item[0].linkId", "Questionnaire.item[0].type"});
}
