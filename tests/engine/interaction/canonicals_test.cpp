#include "tests/engine/interaction/tenant.h"

using namespace engine;

namespace {

/// Questionnaires in versions, and what answers them.
struct Forms : Tenant {
  Forms() {
    form("one", "1.0", "Sleep");
    form("two", "2.0", "Sleep and dreams");
    form("mood", "", "Mood", "http://example.org/mood");
    form("mine", "", "Local", "");
    answer("to-one", "http://example.org/sleep|1.0", "completed");
    answer("to-two", "http://example.org/sleep|2.0", "in-progress");
    answer("to-three", "http://example.org/sleep|3.0", "in-progress");
    answer("to-any", "http://example.org/sleep", "amended");
    answer("to-mood", "http://example.org/mood", "completed");
    answer("to-mine", "Questionnaire/mine", "stopped");
  }
  void form(const std::string& id, const std::string& version, const std::string& title, const std::string& url = "http://example.org/sleep") {
    put(R"({"resourceType":"Questionnaire","id":")" + id + R"(","status":"active","title":")" + title + "\"" + (url.empty() ? "" : R"(,"url":")" + url + "\"") +
            (version.empty() ? "" : R"(,"version":")" + version + "\"") + "}",
        "Questionnaire");
  }
  void answer(const std::string& id, const std::string& to, const std::string& status) {
    put(R"({"resourceType":"QuestionnaireResponse","id":")" + id + R"(","status":")" + status + R"(","questionnaire":")" + to + R"(","subject":{"reference":"Patient/p"}})", "QuestionnaireResponse");
  }
};

}  // namespace

TEST_CASE("a chain goes by canonical URLs to the definitions of that version") {  // https://hl7.org/fhir/R4/references.html#canonical
  Forms server;
  CHECK(server.found("QuestionnaireResponse?questionnaire.title=mood") == Texts{"to-mood"});
  CHECK(server.found("QuestionnaireResponse?questionnaire.title:exact=Sleep") == Texts{"to-any", "to-one"});
  CHECK(server.found("QuestionnaireResponse?questionnaire.title=sleep") == Texts{"to-any", "to-one", "to-two"});
  CHECK(server.found("QuestionnaireResponse?questionnaire.version=2.0") == Texts{"to-any", "to-two"});
  CHECK(server.found("QuestionnaireResponse?questionnaire:Questionnaire.title=local") == Texts{"to-mine"});
  CHECK(server.found("QuestionnaireResponse?questionnaire.title=nothing").empty());
  CHECK(server.found("QuestionnaireResponse?questionnaire.title=sleep&status=in-progress") == Texts{"to-two"});
  CHECK(server.found("QuestionnaireResponse?_filter=questionnaire.title eq \"mood\" or status eq stopped") == Texts{"to-mine", "to-mood"});
  server.put(patient("1", "Rao", "p"));
  CHECK(server.found("Patient?_has:QuestionnaireResponse:subject:questionnaire.title=mood") == Texts{"p"});
  CHECK(server.found("Patient?_has:QuestionnaireResponse:subject:questionnaire.title=nothing").empty());
  const auto reply = server.ask("GET", "QuestionnaireResponse?questionnaire.title=sleep&_count=2");
  CHECK(one(reply, "Bundle.link.where(relation = 'self').url") == "http://example.org/fhir/QuestionnaireResponse?questionnaire.title=sleep&_count=2");
  const auto next = one(reply, "Bundle.link.where(relation = 'next').url").substr(std::string("http://example.org/fhir/").size());
  CHECK(all(server.ask("GET", next), "Bundle.entry.resource.id").size() == 1);
  CHECK(server.ask("DELETE", "QuestionnaireResponse?questionnaire.title=mood").status == Status::bad_request);
}

TEST_CASE("_has goes by the canonical URLs that resources name") {  // https://hl7.org/fhir/R4/search.html#has
  Forms server;
  CHECK(server.found("Questionnaire?_has:QuestionnaireResponse:questionnaire:status=completed") == Texts{"mood", "one"});
  CHECK(server.found("Questionnaire?_has:QuestionnaireResponse:questionnaire:status=in-progress") == Texts{"two"});
  CHECK(server.found("Questionnaire?_has:QuestionnaireResponse:questionnaire:status=amended") == Texts{"one", "two"});  // no version is any
  CHECK(server.found("Questionnaire?_has:QuestionnaireResponse:questionnaire:status=stopped") == Texts{"mine"});
  CHECK(server.found("Questionnaire?_has:QuestionnaireResponse:questionnaire:status=entered-in-error").empty());
  CHECK(server.found("Questionnaire?_has:QuestionnaireResponse:questionnaire:status=completed&title=mood") == Texts{"mood"});
}

TEST_CASE("a chain over what is a reference or a canonical goes by both") {
  Tenant server;
  server.put(R"({"resourceType":"ActivityDefinition","id":"a","status":"active","url":"http://example.org/a","title":"Walk"})", "ActivityDefinition");
  server.put(R"({"resourceType":"PlanDefinition","id":"p","status":"active","action":[{"definitionCanonical":"http://example.org/a"}]})", "PlanDefinition");
  CHECK(server.found("PlanDefinition?definition.title=walk") == Texts{"p"});
  CHECK(server.found("PlanDefinition?definition:ActivityDefinition.title=walk") == Texts{"p"});
  CHECK(server.found("ActivityDefinition?_has:PlanDefinition:definition:_id=p") == Texts{"a"});
}

TEST_CASE("what one search follows by canonical URLs is bounded together, not each chain by itself") {
  Tenant server;
  for (int bundle = 0; bundle < 4; ++bundle) {
    std::string entries;
    for (int n = 0; n < 650; ++n) {
      entries.append(n == 0 ? "" : ",").append(R"({"request":{"method":"POST","url":"Questionnaire"},"resource":{"resourceType":"Questionnaire","status":"active","title":"Sleep"}})");
    }
    REQUIRE(server.ask("POST", "", R"({"resourceType":"Bundle","type":"transaction","entry":[)" + entries + "]}").status == Status::ok);
  }
  CHECK(server.found("QuestionnaireResponse?questionnaire.title=sleep").empty());
  const auto reply = server.ask("GET", "QuestionnaireResponse?questionnaire.title=sleep&questionnaire.status=active");
  CHECK(reply.status == Status::bad_request);
  CHECK_THAT(issues(reply), Catch::Contains("More than 5000 resources are to be followed"));
  CHECK(server.ask("GET", "QuestionnaireResponse?_filter=questionnaire.title eq \"sleep\" and questionnaire.status eq active").status == Status::bad_request);
}
