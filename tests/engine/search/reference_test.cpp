#include "tests/engine/search/fixture.h"

using namespace engine::search;

// https://hl7.org/fhir/R4/search.html#reference

TEST_CASE("a reference is found in each form it may be written") {
  const auto observation = [](const char* id, const char* subject) {
    return R"({"resourceType":"Observation","id":")" + std::string(id) + R"(","status":"final","code":{"text":"x"},"subject":)" + subject + "}";
  };
  Fixture store;
  store.put(observation("relative", R"({"reference":"Patient/23"})"));
  store.put(observation("versioned", R"({"reference":"Patient/23/_history/4"})"));
  store.put(observation("absolute", R"({"reference":"http://setu.example/fhir/Patient/23"})"));
  store.put(observation("elsewhere", R"({"reference":"http://other.example/fhir/Patient/23"})"));
  store.put(observation("group", R"({"reference":"Group/23"})"));
  store.put(observation("urn", R"({"reference":"urn:uuid:c757873d-ec9a-4326-a141-556f43239520"})"));
  store.put(observation("logical", R"({"identifier":{"system":"urn:mrn","value":"A-7"}})"));
  store.put(observation("logical-bare", R"({"identifier":{"value":"A-7"},"display":"Rao"})"));
  store.put(observation("both", R"({"reference":"Patient/24","identifier":{"system":"urn:mrn","value":"B"}})"));
  store.put(observation("display", R"({"display":"Rao"})"));
  store.put(R"({"resourceType":"Observation","id":"contained","status":"final","code":{"text":"x"},"contained":[{"resourceType":"Patient","id":"p"}],"subject":{"reference":"#p"}})");
  store.put(R"({"resourceType":"Observation","id":"none","status":"final","code":{"text":"x"}})");
  check(store, {
      {"Observation?subject=Patient/23", {"relative", "versioned", "absolute"}},
      {"Observation?subject=Patient/23/_history/4", {"relative", "versioned", "absolute"}},
      {"Observation?subject=23", {"relative", "versioned", "absolute", "group"}},
      {"Observation?subject=http://setu.example/fhir/Patient/23", {"relative", "versioned", "absolute"}},
      {"Observation?subject=http://other.example/fhir/Patient/23", {"elsewhere"}},
      {"Observation?subject=urn:uuid:c757873d-ec9a-4326-a141-556f43239520", {"urn"}},
      {"Observation?subject:Patient=23", {"relative", "versioned", "absolute"}},
      {"Observation?subject:Group=23", {"group"}},
      {"Observation?subject:Patient=Group/23", {}},
      {"Observation?subject:Group=Group/23", {"group"}},
      {"Observation?patient=23", {"relative", "versioned", "absolute"}},
      {"Observation?patient=Patient/23", {"relative", "versioned", "absolute"}},
      {"Observation?patient=Group/23", {}},
      {"Observation?patient:Patient=23", {"relative", "versioned", "absolute"}},
      {"Observation?subject=Patient/23,Group/23", {"relative", "versioned", "absolute", "group"}},
      {"Observation?subject=Patient/23&subject=Patient/24", {}},
      {"Observation?subject=nobody", {}},
      {"Observation?subject=Practitioner/23", {}},
      {"Observation?subject:identifier=urn:mrn|A-7", {"logical"}},
      {"Observation?subject:identifier=A-7", {"logical", "logical-bare"}},
      {"Observation?subject:identifier=|A-7", {"logical-bare"}},
      {"Observation?subject:identifier=urn:mrn|A-7,urn:mrn|B", {"logical", "both"}},
      {"Observation?subject:missing=true", {"none"}},
      {"Observation?patient:missing=false", {"relative", "versioned", "absolute", "both", "contained"}},
      {"Observation?performer:missing=false", {}},
  });
}

TEST_CASE("a canonical is found with and without its version") {
  Fixture store{
      R"({"resourceType":"QuestionnaireResponse","id":"v1","status":"completed","questionnaire":"http://x.example/Questionnaire/a|1"})",
      R"({"resourceType":"QuestionnaireResponse","id":"v2","status":"completed","questionnaire":"http://x.example/Questionnaire/a|2"})",
      R"({"resourceType":"QuestionnaireResponse","id":"any","status":"completed","questionnaire":"http://x.example/Questionnaire/a"})",
      R"({"resourceType":"QuestionnaireResponse","id":"other","status":"completed","questionnaire":"http://x.example/Questionnaire/b"})",
  };
  check(store, {
      {"QuestionnaireResponse?questionnaire=http://x.example/Questionnaire/a", {"v1", "v2", "any"}},
      {"QuestionnaireResponse?questionnaire=http://x.example/Questionnaire/a|2", {"v2"}},
      {"QuestionnaireResponse?questionnaire=http://x.example/Questionnaire/a|3", {}},
      {"QuestionnaireResponse?questionnaire=http://x.example/Questionnaire/b,http://x.example/Questionnaire/a|1", {"other", "v1"}},
  });
}

TEST_CASE("a uri is found whole, above and below") {  // https://hl7.org/fhir/R4/search.html#uri
  Fixture store{
      R"({"resourceType":"ValueSet","id":"root","status":"active","url":"http://acme.example/fhir"})",
      R"({"resourceType":"ValueSet","id":"slash","status":"active","url":"http://acme.example/fhir/"})",
      R"({"resourceType":"ValueSet","id":"leaf","status":"active","url":"http://acme.example/fhir/ValueSet/123"})",
      R"({"resourceType":"ValueSet","id":"deep","status":"active","url":"http://acme.example/fhir/ValueSet/123/_history/5"})",
      R"({"resourceType":"ValueSet","id":"near","status":"active","url":"http://acme.example/fhirplus"})",
      R"({"resourceType":"ValueSet","id":"upper","status":"active","url":"http://acme.example/FHIR"})",
      R"({"resourceType":"ValueSet","id":"oid","status":"active","url":"urn:oid:1.2.3"})",
      R"({"resourceType":"ValueSet","id":"host","status":"active","url":"http://acme.example"})",
      R"({"resourceType":"ValueSet","id":"none","status":"active"})",
  };
  check(store, {
      {"ValueSet?url=http://acme.example/fhir", {"root"}},
      {"ValueSet?url=http://acme.example/fhir/", {"slash"}},
      {"ValueSet?url=http://acme.example/fhi", {}},
      {"ValueSet?url=urn:oid:1.2.3", {"oid"}},
      {"ValueSet?url:below=http://acme.example/fhir", {"root", "slash", "leaf", "deep"}},
      {"ValueSet?url:below=http://acme.example/fhir/", {"slash", "leaf", "deep"}},
      {"ValueSet?url:below=http://acme.example/fhir/ValueSet/123", {"leaf", "deep"}},
      {"ValueSet?url:below=http://acme.example", {"host", "root", "slash", "leaf", "deep", "near", "upper"}},
      {"ValueSet?url:below=urn:oid:1.2.3", {"oid"}},
      {"ValueSet?url:above=http://acme.example/fhir/ValueSet/123/_history/5", {"host", "root", "slash", "leaf", "deep"}},
      {"ValueSet?url:above=http://acme.example/fhir/ValueSet/123", {"host", "root", "slash", "leaf"}},
      {"ValueSet?url:above=urn:oid:1.2.3", {"oid"}},
      {"ValueSet?url:above=http://acme.example/FHIR/x", {"host", "upper"}},
      {"ValueSet?url:missing=true", {"none"}},
      {"ValueSet?url=urn:oid:1.2.3,http://acme.example/fhir", {"oid", "root"}},
  });
}
