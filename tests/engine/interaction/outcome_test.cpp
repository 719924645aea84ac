#include "engine/interaction/outcome_resource.h"
#include "fhir/xml/read.h"
#include "fhir/xml/write.h"
#include "tests/engine/interaction/bundle.h"
#include "tests/engine/interaction/fixture.h"

using namespace engine;

// https://hl7.org/fhir/R4/operationoutcome.html

namespace {

Reply as_resource(const Reply& reply) {
  Reply outcome;
  outcome.body = outcome_json(reply.issues);
  return outcome;
}

}  // namespace

TEST_CASE("each failure is a valid OperationOutcome with code, words and, where there is one, a place") {
  Server server;
  server.rules = &definitions();
  server.ask("PUT", "Patient/kept", patient("secret-number", "Krishnamurthy", "kept"));
  server.ask("PUT", "Patient/twin", patient("secret-number", "Krishnamurthy", "twin"));
  server.ask("PUT", "Patient/gone", patient("secret-number-2", "Krishnamurthy", "gone"));
  server.ask("DELETE", "Patient/gone");
  auto stale = asked("PUT", "Patient/kept", patient("secret-number", "Changed", "kept"));
  stale.if_match = 9;
  auto ambiguous = asked("POST", "Patient", patient("secret-number"));
  ambiguous.if_none_exist = Parameters{{"identifier", "urn:x|secret-number"}};
  struct Case {
    Reply reply;
    const char* code;
    bool has_place;
  };
  const Case cases[] = {
      {server.ask("GET", "Patient/none"), "not-found", false},
      {server.ask("GET", "Patient/gone"), "deleted", false},
      {server.ask("GET", "Patient/kept/_history/7"), "not-found", false},
      {server.perform(stale), "conflict", false},
      {server.perform(ambiguous), "multiple-matches", false},
      {server.ask("PUT", "Patient/kept", patient("secret-number", "Krishnamurthy", "other")), "invalid", true},
      {server.ask("POST", "Patient", R"({"resourceType":"Patient","gender":"secret-number"})"), "code-invalid", true},
      {server.ask("POST", "Patient", R"({"resourceType":"Patient","contact":[{"extension":[{"url":"urn:e","valueString":"secret-number"}]}]})"), "invariant", true},
      {server.ask("GET", "Patient?identifier:colour=secret-number"), "code-invalid", false},
      {server.ask("GET", "Patient?birthdate=1secret-number"), "value", false},
      {server.ask("POST", "", transaction({entry("DELETE", "Patient?identifier=urn:x|secret-number")})), "multiple-matches", true},
      {server.ask("POST", "", transaction({entry("POST", "Basic", R"({"resourceType":"Basic","code":{"text":"x"},"subject":{"reference":"Patient?identifier=urn:x|secret-number-9"}})")})), "not-found", true},
  };
  for (const Case& one_case : cases) {
    INFO(issues(one_case.reply));
    CHECK(static_cast<int>(one_case.reply.status) >= 400);
    CHECK(one_case.reply.body.empty());
    const Reply outcome = as_resource(one_case.reply);
    fhir::Arena arena;
    const auto resource = fhir::json::read(outcome.body, arena);
    REQUIRE(resource);
    fhir::Issues broken;
    profiles::validate(*resource, definitions(), arena, broken);
    CHECK(broken.empty());
    CHECK(one(outcome, "OperationOutcome.issue.severity") == "error");
    CHECK(one(outcome, "OperationOutcome.issue.code") == one_case.code);
    CHECK(one(outcome, "OperationOutcome.issue.diagnostics").size() > 10);
    if (one_case.has_place) CHECK_FALSE(one(outcome, "OperationOutcome.issue.expression").empty());
    // What the patient's data are is nobody's business who reads a log or an error report.
    CHECK(outcome.body.find("secret-number") == std::string::npos);
    CHECK(outcome.body.find("Krishnamurthy") == std::string::npos);
  }
}

TEST_CASE("an outcome never speaks of SQL, however the database fails") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  support::Sql sql(server.url);
  // A schema that is broken under the server's feet.
  sql.run("alter table setu.res rename to elsewhere");
  for (const char* url : {"Patient/p", "Patient?identifier=urn:x|1"}) {
    const Reply reply = server.ask("GET", url);
    INFO(issues(reply));
    CHECK(static_cast<int>(reply.status) >= 500);
    REQUIRE_FALSE(reply.issues.empty());
    for (const char* word : {"setu.res", "relation", "select", "SQL", "elsewhere"}) {
      CAPTURE(word);
      CHECK(issues(reply).find(word) == std::string::npos);
    }
  }
  const Reply write = server.ask("POST", "", transaction({entry("POST", "Patient", patient("2"))}));
  INFO(issues(write));
  CHECK(static_cast<int>(write.status) >= 500);
  CHECK(issues(write).find("relation") == std::string::npos);
}

TEST_CASE("each kind of issue has its status") {
  using fhir::IssueType;
  using Detail = fhir::Issue::Detail;
  struct Case {
    IssueType type;
    Detail detail;
    Status status;
  };
  const Case cases[] = {
      {IssueType::structure, Detail::none, Status::bad_request},
      {IssueType::required, Detail::none, Status::bad_request},
      {IssueType::invariant, Detail::none, Status::unprocessable},
      {IssueType::code_invalid, Detail::none, Status::unprocessable},
      {IssueType::business_rule, Detail::none, Status::unprocessable},
      {IssueType::not_found, Detail::none, Status::not_found},
      {IssueType::deleted, Detail::none, Status::gone},
      {IssueType::conflict, Detail::none, Status::conflict},
      {IssueType::conflict, Detail::version_mismatch, Status::precondition_failed},
      {IssueType::multiple_matches, Detail::none, Status::precondition_failed},
      {IssueType::transient, Detail::none, Status::unavailable},
      {IssueType::exception, Detail::none, Status::server_error},
      {IssueType::throttled, Detail::none, Status::too_many_requests},
      {IssueType::too_long, Detail::too_large, Status::payload_too_large},
  };
  for (const Case& one_case : cases) {
    CAPTURE(static_cast<int>(one_case.type), static_cast<int>(one_case.detail));
    CHECK(status_of(fhir::Outcome(one_case.type, one_case.detail, "x")) == one_case.status);
  }
}

TEST_CASE("of several issues the first error decides, and the server's own failure outweighs it") {
  using fhir::IssueType;
  using fhir::Severity;
  fhir::Issues issues = {{Severity::warning, IssueType::exception, "w", {}}, {Severity::error, IssueType::invariant, "a", {}}, {Severity::error, IssueType::not_found, "b", {}}};
  CHECK(status_of(fhir::Outcome(issues)) == Status::unprocessable);
  issues.push_back({Severity::error, IssueType::exception, "c", {}});
  CHECK(status_of(fhir::Outcome(issues)) == Status::server_error);
}

TEST_CASE("an outcome without issues says that all is well") {
  Reply fine;
  fine.body = outcome_json({});
  CHECK(one(fine, "OperationOutcome.issue.severity") == "information");
  CHECK(one(fine, "OperationOutcome.issue.code") == "informational");
}

TEST_CASE("an issue's line and column are its location") {
  fhir::Issue issue{fhir::Severity::error, fhir::IssueType::invalid, "x", "Patient.name[0].family", 3, 14};
  Reply outcome;
  outcome.body = outcome_json({issue});
  CHECK(one(outcome, "OperationOutcome.issue.location") == "line 3, column 14");
  CHECK(one(outcome, "OperationOutcome.issue.expression") == "Patient.name[0].family");
}

TEST_CASE("what is wrong with a parameter of a search says which, as it was sent") {
  Server server;
  const Reply refused = server.ask("GET", "Patient?name:exactly=Rao&birthdate:nearly=2024&gender=male");
  CHECK(refused.status == Status::bad_request);
  Reply outcome;
  outcome.body = outcome_json(refused.issues);
  CHECK(all(outcome, "OperationOutcome.issue.location") == Texts{"http.name:exactly", "http.birthdate:nearly"});
  CHECK(all(outcome, "OperationOutcome.issue.expression").empty());

  // Wherever it is found out: when it is read, routed, looked up, planned or carried out.
  const std::pair<const char*, const char*> cases[] = {
      {"Patient?nam=x", "nam"}, {"Patient?birthdate=x", "birthdate"}, {"Patient?birthdate=gt2024-13", "birthdate"},
      {"Patient?_lastUpdated=yesterday", "_lastUpdated"}, {"Patient?name=Rao&birthdate=2024,x", "birthdate"},
      {"RiskAssessment?probability=many", "probability"}, {"RiskAssessment?probability=zz0.5", "probability"},
      {"Observation?value-quantity=heavy", "value-quantity"}, {"Observation?value-quantity=5|a|b|c", "value-quantity"},
      {"Patient?gender:above=http://hl7.org/fhir/administrative-gender|male", "gender:above"}, {"Patient?gender:in=http://example.org/none", "gender:in"},
      {"Patient?active=maybe", "active"}, {"Patient?gender=a|b|c", "gender"}, {"Patient?identifier:of-type=x", "identifier:of-type"},
      {"Observation?subject=Patient/1/_history/2", "subject"}, {"Observation?subject:Patient=Group/1", "subject:Patient"},
      {"Observation?subject:Pateint=1", "subject:Pateint"}, {"Observation?subject:identifier=a|b|c", "subject:identifier"},
      {"Observation?subject=twice", "subject"}, {"Observation?subject.birthdate=x", "subject.birthdate"},
      {"Observation?subject:Patient.birthdate=x", "subject:Patient.birthdate"}, {"Observation?subject:Patient.nam=x", "subject:Patient.nam"},
      {"Observation?code-value-date=a$x", "code-value-date"}, {"Observation?code-value-quantity=a$b", "code-value-quantity"},
      {"Observation?code-value-quantity=a", "code-value-quantity"}, {"Observation?component-code-value-quantity=a$gtx", "component-code-value-quantity"},
      {"ValueSet?url=a\\b", "url"}, {"ValueSet?url:contains=a", "url:contains"}, {"Patient?name:missing=perhaps", "name:missing"},
      {"Location?near=somewhere", "near"}, {"Location?near=91|0", "near"}, {"Location?near=1|1|far|km", "near"}, {"Location?near=1|1|1|parsec", "near"},
      {"Patient?_filter=birthdate eq x", "_filter"}, {"Patient?_filter=birthdate gt 2024-13", "_filter"}, {"Patient?_filter=name xx y", "_filter"},
      {"Patient?_filter=gender in http://example.org/none", "_filter"}, {"Patient?_has:Observation:patient:date=x", "_has:Observation:patient:date"},
      {"Patient?_has:Observation:subject:code:in=http://example.org/none", "_has:Observation:subject:code:in"}, {"Patient?_has:Observation:patient=x", "_has:Observation:patient"},
      {"Patient?_id:exact=x", "_id:exact"}, {"Patient?_tag:in=http://example.org/none", "_tag:in"}, {"Patient?_profile:nope=x", "_profile:nope"},
      {"Patient?_list=$current-problems", "_list"}, {"Patient?_text=(rao", "_text"}, {"Patient?_content=rao and", "_content"}, {"Patient?_query=none", "_query"},
      {"Patient?_sort=nam", "_sort"}, {"Patient?_sort=_score", "_sort"}, {"Patient?_sort:desc=name", "_sort:desc"}, {"Patient?_include=Patient:nam", "_include"},
      {"Patient?_include=Patient", "_include"}, {"Patient?_include:always=Patient:organization", "_include:always"}, {"Patient?_revinclude=Observaton:subject", "_revinclude"},
      {"Patient?_elements=nam", "_elements"}, {"?_elements=colour", "_elements"}, {"Patient?_count=few", "_count"},
      {"Patient?_count=1&_count=2", "_count"}, {"Patient?_total=all", "_total"}, {"Patient?_contained=some", "_contained"}, {"Patient?_containedType=x", "_containedType"},
      {"Patient?_contained=true&_id=x", "_id"}, {"Patient?_contained=both&_sort=name", "_sort"}, {"Patient?_type=Group", "_type"}, {"?_type=Pateint", "_type"},
      {"Patient?_cursor=x", "_cursor"}, {"?_lastUpdated=x", "_lastUpdated"}, {"Patient/p/Observation?date=x", "date"}, {"Patient/p/*?_lastUpdated=x", "_lastUpdated"},
      {"Patient?_summary=text&_include=Patient:organization", "_summary"},
  };
  for (const char* type : {"Patient", "Group"}) {
    const std::string members = type == std::string_view("Group") ? R"(,"type":"person","actual":true)" : "";
    server.ask("PUT", std::string(type) + "/twice", R"({"resourceType":")" + std::string(type) + R"(","id":"twice")" + members + "}");
  }
  for (const auto& [url, name] : cases) {
    const Reply one_refused = server.ask("GET", url);
    INFO(url << '\n' << one_refused.body << issues(one_refused));
    CHECK(one_refused.status == Status::bad_request);
    CHECK_FALSE(one_refused.issues.empty());
    for (const auto& issue : one_refused.issues) CHECK(issue.expression == "http." + std::string(name));
  }
  for (const char* method : {"PUT", "DELETE"}) {
    const Reply one_refused = server.ask(method, "Patient?birthdate=x", method == std::string_view("PUT") ? patient("1") : "");
    REQUIRE(one_refused.issues.size() == 1);
    CHECK(one_refused.issues[0].expression == "http.birthdate");
  }

  auto lenient = asked("GET", "Patient?nam=Rao");
  lenient.handling = Handling::lenient;
  CHECK(one(server.perform(std::move(lenient)), "Bundle.entry.where(search.mode = 'outcome').resource.issue.location") == "http.nam");
}

TEST_CASE("what an outcome says of a name with characters that XML cannot hold can be read in both formats") {
  const fhir::Issues issues{{fhir::Severity::error, fhir::IssueType::structure, std::string("Unknown: a\x01\0b\x1f \xEF\xBF\xBE\t\n.", 21), "Patient.a\x01"},
                            {fhir::Severity::error, fhir::IssueType::structure, "x", "http.a\x7f\x02"}};
  fhir::Arena arena;
  Reply outcome;
  outcome.body = outcome_json(issues);
  REQUIRE(fhir::json::read(outcome.body, arena));
  CHECK(all(outcome, "OperationOutcome.issue.diagnostics") == Texts{"Unknown: a\uFFFD\uFFFDb\uFFFD \uFFFD\t\n.", "x"});
  CHECK(one(outcome, "OperationOutcome.issue.expression") == "Patient.a\uFFFD");
  std::string xml;
  fhir::xml::write(outcome_resource(issues, arena), xml);
  CHECK(fhir::xml::read(xml, arena));
}

TEST_CASE("no two entries of a batch's or transaction's answer have the same fullUrl and version") {  // bdl-7 of https://hl7.org/fhir/R4/bundle.html#invs
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  const std::string get = entry("GET", "Patient/p");
  const std::string create = R"({"request":{"method":"POST","url":"Patient","ifNoneExist":"identifier=urn:x|2"},"resource":)" + patient("2") + "}";
  const std::string update = entry("PUT", "Patient/p", patient("1", "Iyer", "p"));
  for (const Return preference : {Return::representation, Return::minimal, Return::unspecified}) {
    for (const std::string& bundle : {batch({get, get, entry("HEAD", "Patient/p"), entry("HEAD", "Patient/p")}), transaction({create, create, get, get}), batch({get, update, get})}) {
      Interaction interaction = asked("POST", "", bundle);
      interaction.prefer_return = preference;
      const Reply reply = server.perform(interaction);
      INFO(reply.body);
      CHECK(one(reply, "Bundle.entry.where(fullUrl.exists()).select(fullUrl & resource.meta.versionId).isDistinct()") == "true");
      CHECK(one(reply, "Bundle.entry.fullUrl.exists()") == "true");
    }
  }
}
