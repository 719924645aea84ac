#include "engine/interaction/url.h"
#include "tests/engine/interaction/fixture.h"

using namespace engine;

namespace {

/// A server whose operator asked for it.
struct Open : Server {
  Open() {
    rules = &definitions();
    policy.operator_operations = true;
    ask("PUT", "Patient/a", patient("1", "Rao", "a"));
  }
  Reply explain(std::string_view search, std::string_view more = {}) { return ask("GET", "$explain?search=" + percent_encoded(search) + std::string(more)); }
  std::string text(std::string_view search, std::string_view more = {}) { return one(explain(search, more), "Parameters.parameter.where(name = 'text').value"); }
};

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

constexpr std::string_view offered = "CapabilityStatement.rest.operation.where(name = 'explain').definition";

}  // namespace

TEST_CASE("explaining is off until an operator turns it on, and then offered") {
  Server server;
  const Reply refused = server.ask("GET", "$explain?search=Patient");
  CHECK(refused.status == Status::forbidden);
  CHECK(has(refused.issues.at(0).text, "--operator-operations"));
  CHECK(all(server.ask("GET", "metadata"), offered).empty());
  // Not by way of a bundle, either.
  const Reply batch = server.ask("POST", "", R"({"resourceType":"Bundle","type":"batch","entry":[{"request":{"method":"GET","url":"$explain?search=Patient"}}]})");
  CHECK(one(batch, "Bundle.entry.response.status").substr(0, 3) == "403");
  server.policy.operator_operations = true;
  CHECK(server.ask("GET", "$explain?search=Patient").status == Status::ok);
  CHECK(one(server.ask("GET", "metadata"), offered) == "urn:setu:operation:explain");
}

TEST_CASE("a search is explained in words and in parts, wherever it stands") {
  Open server;
  const std::string words = server.text("Patient?name=rao&_sort=birthdate");
  CHECK(has(words, "name=rao\n    drives: str by text; 1 index row\n"));
  CHECK(has(words, "ordered by birthdate"));
  CHECK(has(words, "the first page: cost "));
  CHECK_FALSE(has(words, " ms"));
  CHECK_FALSE(has(words, "ATTENTION"));
  CHECK(has(server.text("Patient?name=rao", "&analyze=true"), " ms"));
  CHECK(server.text("http://example.org/fhir/Patient?name=rao") == server.text("/Patient?name=rao"));
  CHECK(has(server.text("Patient/a/Observation?status=final"), "in the compartment of Patient/a"));
  CHECK(has(server.text("?_type=Patient,Group&_id=a"), "Group: "));
  CHECK(has(server.text("Observation?_include=Observation:subject"), "a round trip more for each depth"));
  CHECK(has(server.text("Patient?name=" + std::string(180, 'x') + "," + std::string(180, 'y')), "…"));

  const Reply parts = server.explain("Patient?name=rao&gender:not=male");
  const std::string branch = "Parameters.parameter.where(name = 'branch').part";
  CHECK(one(parts, branch + ".where(name = 'type').value") == "Patient");
  CHECK(all(parts, branch + ".where(name = 'criterion').part.where(name = 'drives').value") == Texts{"true", "false"});
  CHECK(has(all(parts, branch + ".where(name = 'statement').part.where(name = 'sql').value").back(), "setu.str"));
  CHECK_FALSE(has(parts.body, "Rao"));  // nothing that is stored
}

TEST_CASE("a search by value sets is explained with the words of the client") {
  Open server;
  CHECK(has(server.text("Patient?gender:in=http://hl7.org/fhir/ValueSet/administrative-gender"), "gender:in=http://hl7.org/fhir/ValueSet/administrative-gender\n    drives: tok by code"));
}

TEST_CASE("what is no search is refused, and a search that is refused is refused the same") {
  Open server;
  const auto same = [&](const std::string& search) {
    INFO(search);
    const Reply asked = server.ask("GET", search), explained = server.explain(search);
    CHECK(asked.status == Status::bad_request);
    CHECK(explained.status == asked.status);
    CHECK(issues(explained) == issues(asked));
  };
  same("Patient?nmae=rao");
  same("Patient?birthdate=tomorrow");
  same("Patient?name:in=x");
  CHECK(server.explain("Patnt?name=rao").status == Status::not_found);
  CHECK(server.explain("Patient/a").status == Status::bad_request);
  CHECK(server.explain("metadata").status == Status::bad_request);
  CHECK(has(issues(server.explain("Patient?_cursor=abc")), "Pages behind the first"));
  CHECK(has(issues(server.ask("GET", "$explain")), "\"search\" is missing"));
  CHECK(server.explain("Patient", "&analyze=perhaps").status == Status::bad_request);
  CHECK(has(issues(server.explain("Patient", "&explain=all")), "Valid are: search, analyze."));
}
