#include "tests/engine/search/fixture.h"

using namespace engine::search;

// https://hl7.org/fhir/R4/search.html#include

namespace {

struct Chart : Fixture {
  Chart() : Fixture{
      R"({"resourceType":"Organization","id":"a","name":"A","partOf":{"reference":"Organization/b"}})",
      R"({"resourceType":"Organization","id":"b","name":"B","partOf":{"reference":"Organization/c"}})",
      R"({"resourceType":"Organization","id":"c","name":"C","partOf":{"reference":"Organization/d"}})",
      R"({"resourceType":"Organization","id":"d","name":"D"})",
      R"({"resourceType":"Practitioner","id":"dr","name":[{"family":"Iyer"}]})",
      R"({"resourceType":"Patient","id":"p","name":[{"family":"Rao"}],"managingOrganization":{"reference":"Organization/a"},"generalPractitioner":[{"reference":"Practitioner/dr"},{"reference":"Organization/b"}]})",
      R"({"resourceType":"Encounter","id":"e","status":"finished","class":{"code":"AMB"},"subject":{"reference":"Patient/p"}})",
      R"({"resourceType":"Observation","id":"o1","status":"final","code":{"coding":[{"code":"x"}]},"subject":{"reference":"Patient/p"},"encounter":{"reference":"Encounter/e"},"performer":[{"reference":"http://setu.example/fhir/Practitioner/dr"}],"effectiveDateTime":"2024-01-02"})",
      R"({"resourceType":"Observation","id":"o2","status":"final","code":{"coding":[{"code":"y"}]},"subject":{"reference":"Patient/p"},"hasMember":[{"reference":"Observation/o1"}],"effectiveDateTime":"2024-01-01"})",
      R"({"resourceType":"Observation","id":"o3","status":"final","code":{"coding":[{"code":"z"}]},"subject":{"display":"somebody"},"encounter":{"reference":"Encounter/not-here"},"performer":[{"reference":"http://other.example/Practitioner/dr"},{"identifier":{"value":"7"}},{"extension":[{"url":"urn:x","valueString":"?"}]}]})",
      R"({"resourceType":"Observation","id":"o4","status":"final","code":{"coding":[{"code":"c"}]},"contained":[{"resourceType":"Patient","id":"p"}],"subject":{"reference":"#p"}})",
      R"({"resourceType":"Observation","id":"group","status":"final","code":{"coding":[{"code":"g"}]},"subject":{"reference":"Group/g"}})",
      R"({"resourceType":"Group","id":"g","type":"person","actual":true})",
      R"({"resourceType":"Provenance","id":"v","target":[{"reference":"Observation/o1"},{"reference":"Patient/p"}],"recorded":"2024-05-17T10:00:00Z","agent":[{"who":{"reference":"Practitioner/dr"}}]})",
  } {}
};

}  // namespace

TEST_CASE("matches bring what they refer to") {
  Chart store;
  const auto check = [&](const char* url, Ids ids) {
    CAPTURE(url);
    CHECK(store.included(url) == sorted(std::move(ids)));
  };
  check("Observation?code=x&_include=Observation:subject", {"Patient/p"});
  check("Observation?code=x&_include=Observation:subject:Patient", {"Patient/p"});
  check("Observation?code=x&_include=Observation:subject:Group", {});
  check("Observation?code=g&_include=Observation:subject:Group", {"Group/g"});
  check("Observation?code=x,y&_include=Observation:subject", {"Patient/p"});
  check("Observation?code=x&_include=Observation:patient", {"Patient/p"});
  check("Observation?code=g&_include=Observation:patient", {});
  check("Observation?code=x&_include=Observation:encounter&_include=Observation:performer", {"Encounter/e", "Practitioner/dr"});
  check("Observation?code=x&_include=Observation:*", {"Patient/p", "Encounter/e", "Practitioner/dr"});
  check("Observation?code=x&_include=*", {"Patient/p", "Encounter/e", "Practitioner/dr"});
  check("Observation?code=x&_include=Observation:*:Patient", {"Patient/p"});
  check("Observation?code=x&_include=Encounter:subject", {});
  check("Observation?code=z&_include=*", {});
  check("Observation?code=c&_include=*", {});
  check("Observation?code=x,y&_include=Observation:has-member", {});  // a match is not included again
  check("Observation?code=y&_include=Observation:has-member", {"Observation/o1"});
  check("Observation?code=x&_include=Observation:subject&_count=0", {});
  check("?_type=Encounter,Observation&_include=Encounter:subject&_id=e", {"Patient/p"});
  check("?_type=Encounter,Observation&_include=*&_id=e,o1", {"Patient/p", "Practitioner/dr"});
}

TEST_CASE("matches bring what refers to them") {
  Chart store;
  const auto check = [&](const char* url, Ids ids) {
    CAPTURE(url);
    CHECK(store.included(url) == sorted(std::move(ids)));
  };
  check("Patient?_revinclude=Observation:subject", {"Observation/o1", "Observation/o2"});
  check("Patient?_revinclude=Observation:patient", {"Observation/o1", "Observation/o2"});
  check("Patient?_revinclude=Observation:subject:Patient", {"Observation/o1", "Observation/o2"});
  check("Patient?_revinclude=Observation:subject:Group", {});
  check("Patient?_revinclude=Observation:subject&_revinclude=Encounter:subject", {"Observation/o1", "Observation/o2", "Encounter/e"});
  check("Patient?_revinclude=Provenance:*", {"Provenance/v"});
  check("Observation?code=x&_revinclude=Observation:has-member", {"Observation/o2"});
  check("Observation?code=x,y&_revinclude=Observation:has-member", {});
  check("Observation?code=x&_revinclude=Provenance:target&_include=Observation:performer", {"Provenance/v", "Practitioner/dr"});
  check("Group?_revinclude=Observation:subject", {"Observation/group"});
  check("Organization?_id=d&_revinclude=Organization:partof", {"Organization/c"});
  check("Patient?name=nobody&_revinclude=Observation:subject", {});
}

TEST_CASE("includes go on from what was included if asked to") {
  Chart store;
  const auto check = [&](const char* url, Ids ids) {
    CAPTURE(url);
    CHECK(store.included(url) == sorted(std::move(ids)));
  };
  check("Observation?code=x&_include=Observation:subject&_include=Patient:organization", {"Patient/p"});
  check("Observation?code=x&_include=Observation:subject&_include:iterate=Patient:organization", {"Patient/p", "Organization/a"});
  check("Observation?code=x&_include=Observation:subject&_include:recurse=Patient:organization", {"Patient/p", "Organization/a"});
  check("Observation?code=x&_include=Observation:subject&_include:iterate=Patient:general-practitioner:Practitioner", {"Patient/p", "Practitioner/dr"});
  check("Organization?_id=a&_include=Organization:partof", {"Organization/b"});
  check("Organization?_id=a&_include:iterate=Organization:partof", {"Organization/b", "Organization/c", "Organization/d"});
  check("Organization?_id=d&_revinclude:iterate=Organization:partof", {"Organization/c", "Organization/b", "Organization/a"});
  check("Organization?_id=d,a&_revinclude:iterate=Organization:partof", {"Organization/c", "Organization/b"});
  check("Patient?_revinclude=Encounter:subject&_revinclude:iterate=Observation:encounter", {"Encounter/e", "Observation/o1"});
  check("Patient?_revinclude=Encounter:subject&_revinclude=Observation:encounter", {"Encounter/e"});
  check("Encounter?_include=Encounter:subject&_revinclude:iterate=Provenance:target", {"Patient/p", "Provenance/v"});
}

TEST_CASE("includes go three deep and no further, and end where references go round") {
  Fixture store;
  for (int i = 0; i < 6; ++i) {
    store.put(R"({"resourceType":"Organization","id":"n)" + std::to_string(i) + R"(","partOf":{"reference":"Organization/n)" + std::to_string(i + 1) + R"("}})");
  }
  CHECK(store.included("Organization?_id=n0&_include:iterate=Organization:partof") == Ids{"Organization/n1", "Organization/n2", "Organization/n3"});
  store.put(R"({"resourceType":"Organization","id":"n1","partOf":{"reference":"Organization/n0"}})");
  CHECK(store.included("Organization?_id=n0&_include:iterate=Organization:partof") == Ids{"Organization/n1"});
  store.put(R"({"resourceType":"Organization","id":"n0","partOf":{"reference":"Organization/n0"}})");
  CHECK(store.included("Organization?_id=n0&_include=Organization:partof") == Ids{});
}

TEST_CASE("what refers to an id is included only if the id is a match") {
  Chart store;
  CHECK(store.included("Patient?_id=p&_revinclude=Encounter:subject") == Ids{"Encounter/e"});
  CHECK(store.included("Patient?_id=p,p,unknown&_revinclude=Encounter:subject") == Ids{"Encounter/e"});
  CHECK(store.included("Patient?_id=p&name=other&_revinclude=Encounter:subject").empty());
  CHECK(store.included("Organization?_id=d,c&_count=1&_revinclude=Organization:partof").size() == 1);
  store.write(engine::store::removal("p"));
  CHECK(store.included("Patient?_id=p&_revinclude=Encounter:subject").empty());
}

TEST_CASE("what was deleted is not included") {
  Chart store;
  store.write(engine::store::removal("p"));
  CHECK(store.included("Observation?code=x&_include=Observation:subject") == Ids{});
  store.write(engine::store::removal("o1", engine::store::observation_type));
  store.put(R"({"resourceType":"Patient","id":"p"})");
  CHECK(store.included("Patient?_id=p&_revinclude=Observation:subject") == Ids{"Observation/o2"});
}

TEST_CASE("canonicals are followed to resources of their URL, and back") {
  Fixture store{
      R"({"resourceType":"Questionnaire","id":"q1","status":"active","url":"http://x.example/Questionnaire/a","version":"1"})",
      R"({"resourceType":"Questionnaire","id":"q2","status":"active","url":"http://x.example/Questionnaire/a","version":"2"})",
      R"({"resourceType":"Questionnaire","id":"other","status":"active","url":"http://x.example/Questionnaire/b"})",
      R"({"resourceType":"QuestionnaireResponse","id":"v1","status":"completed","questionnaire":"http://x.example/Questionnaire/a|1"})",
      R"({"resourceType":"QuestionnaireResponse","id":"any","status":"completed","questionnaire":"http://x.example/Questionnaire/a"})",
      R"({"resourceType":"QuestionnaireResponse","id":"gone","status":"completed","questionnaire":"http://x.example/Questionnaire/z"})",
      R"({"resourceType":"ActivityDefinition","id":"ad","status":"active","relatedArtifact":[{"type":"depends-on","resource":"http://x.example/Library/l"}]})",
      R"({"resourceType":"Library","id":"l","status":"active","type":{"text":"x"},"url":"http://x.example/Library/l"})",
  };
  CHECK(store.included("QuestionnaireResponse?_id=any&_include=QuestionnaireResponse:questionnaire") == Ids{"Questionnaire/q1", "Questionnaire/q2"});
  CHECK(store.included("QuestionnaireResponse?_id=v1&_include=QuestionnaireResponse:questionnaire") == Ids{"Questionnaire/q1"});
  CHECK(store.included("QuestionnaireResponse?_id=gone&_include=QuestionnaireResponse:questionnaire") == Ids{});
  CHECK(store.included("ActivityDefinition?_include=ActivityDefinition:depends-on") == Ids{"Library/l"});
  CHECK(store.included("ActivityDefinition?_include=ActivityDefinition:depends-on:Library") == Ids{"Library/l"});
  CHECK(store.included("ActivityDefinition?_include=ActivityDefinition:depends-on:PlanDefinition") == Ids{});
  CHECK(store.included("Questionnaire?_id=q1&_revinclude=QuestionnaireResponse:questionnaire") == Ids{"QuestionnaireResponse/any", "QuestionnaireResponse/v1"});
  CHECK(store.included("Questionnaire?_id=q2&_revinclude=QuestionnaireResponse:questionnaire") == Ids{"QuestionnaireResponse/any"});
  CHECK(store.included("Questionnaire?_id=other&_revinclude=QuestionnaireResponse:questionnaire") == Ids{});
  CHECK(store.included("Library?_revinclude=ActivityDefinition:*") == Ids{"ActivityDefinition/ad"});
}

TEST_CASE("what is included beyond a thousand is left out with a warning") {
  Fixture store;
  store.put(R"({"resourceType":"Patient","id":"p"})");
  std::vector<engine::store::Write> writes;
  for (int i = 0; i < 1010; ++i) {
    writes.push_back(Fixture::write_of(R"({"resourceType":"Basic","id":"b)" + std::to_string(i) + R"(","code":{"text":"x"},"subject":{"reference":"Patient/p"}})"));
  }
  must(store.session->write(1, writes));
  const auto page = store.page("Patient?_revinclude=Basic:subject");
  CHECK(page.matches.size() == 1);
  CHECK(page.includes.size() == SearchLimits::includes_per_page);
  REQUIRE(page.issues.size() == 1);
  CHECK(page.issues[0].severity == fhir::Severity::warning);
  CHECK(page.issues[0].type == fhir::IssueType::incomplete);
  CHECK(page.issues[0].text.find("More than 1000 resources or 64 MiB were to be included") == 0);
}

TEST_CASE("a reference to a version brings that version") {  // https://hl7.org/fhir/R4/search.html#versions
  Fixture store;
  store.put(R"({"resourceType":"Patient","id":"p","name":[{"family":"Former"}]})");
  store.put(R"({"resourceType":"Patient","id":"p","name":[{"family":"Present"}]})");
  store.put(R"({"resourceType":"Observation","id":"o","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/p/_history/1"}})");
  store.put(R"({"resourceType":"Observation","id":"none","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/p/_history/9"}})");
  const auto page = store.page("Observation?_id=o&_include=Observation:subject");
  REQUIRE(page.includes.size() == 1);
  CHECK(page.includes[0].version == 1);
  CHECK(page.includes[0].tail.find("Former") != std::string::npos);
  CHECK(store.page("Observation?_id=none&_include=Observation:subject").includes.empty());
}

TEST_CASE("that includes went no deeper is said") {
  Fixture store;
  for (int at = 0; at < 6; ++at) {
    store.put(R"({"resourceType":"Location","id":"l)" + std::to_string(at) + R"(","partOf":{"reference":"Location/l)" + std::to_string(at + 1) + R"("}})");
  }
  const auto deep = store.page("Location?_id=l0&_include:iterate=Location:partof");
  CHECK(deep.includes.size() == 3);
  REQUIRE(deep.issues.size() == 1);
  CHECK(deep.issues[0].text.find("3 deep") != std::string::npos);
  CHECK(store.page("Location?_id=l4&_include:iterate=Location:partof").issues.empty());
  CHECK(store.page("Location?_id=l0&_include=Location:partof").issues.empty());
}
