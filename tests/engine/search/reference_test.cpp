#include "engine/index/extract.h"
#include "engine/index/parameters.h"
#include "engine/search/match.h"
#include "fhir/r4/registry.h"
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
      {"Observation?subject=23", {"relative", "versioned", "absolute", "group"}},
      {"Observation?subject=http://setu.example/fhir/Patient/23", {"relative", "versioned", "absolute"}},
      {"Observation?subject=http://other.example/fhir/Patient/23", {"elsewhere"}},
      {"Observation?subject=urn:uuid:c757873d-ec9a-4326-a141-556f43239520", {"urn"}},
      {"Observation?subject:Patient=23", {"relative", "versioned", "absolute"}},
      {"Observation?subject:Group=23", {"group"}},
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
      {"Observation?patient:missing=false", {"relative", "versioned", "absolute", "both", "contained", "elsewhere"}},
      {"Observation?patient=http://other.example/fhir/Patient/23", {"elsewhere"}},
      {"Observation?subject:identifier=urn:mrn|", {"logical", "both"}},
      {"Observation?subject:identifier=urn:other|", {}},
      {"Observation?performer:missing=false", {}},
  });
}

TEST_CASE("a reference by its identifier alone is to the type that it says") {  // https://hl7.org/fhir/R4/references.html#logical
  const auto observation = [](const char* id, const char* subject) {
    return R"({"resourceType":"Observation","id":")" + std::string(id) + R"(","status":"final","code":{"text":"x"},"subject":)" + subject + "}";
  };
  Fixture store;
  store.put(observation("device", R"({"type":"Device","identifier":{"system":"urn:x","value":"7"}})"));
  store.put(observation("patient", R"({"type":"Patient","identifier":{"system":"urn:x","value":"7"}})"));
  store.put(observation("in-full", R"({"type":"http://hl7.org/fhir/StructureDefinition/Patient","identifier":{"system":"urn:y","value":"7"}})"));
  store.put(observation("unsaid", R"({"identifier":{"system":"urn:x","value":"7"}})"));
  store.put(observation("literal", R"({"reference":"Group/1","identifier":{"system":"urn:x","value":"7"}})"));
  store.put(observation("elsewhere", R"({"reference":"http://other.example/fhir/Patient/1","identifier":{"system":"urn:x","value":"7"}})"));
  store.put(R"({"resourceType":"EpisodeOfCare","id":"managed","status":"active","patient":{"display":"x"},"careManager":{"reference":"Practitioner/1","identifier":{"system":"urn:x","value":"8"}}})");
  store.put(R"({"resourceType":"EpisodeOfCare","id":"said","status":"active","patient":{"display":"x"},"careManager":{"type":"Practitioner","identifier":{"system":"urn:x","value":"8"}}})");
  store.put(R"({"resourceType":"EpisodeOfCare","id":"role","status":"active","patient":{"display":"x"},"careManager":{"type":"PractitionerRole","identifier":{"system":"urn:x","value":"8"}}})");
  check(store, {
      {"Observation?subject:identifier=7", {"device", "patient", "in-full", "unsaid", "literal", "elsewhere"}},
      {"Observation?patient:identifier=7", {"patient", "in-full", "unsaid", "elsewhere"}},
      {"Observation?patient:identifier=urn:x|7", {"patient", "unsaid", "elsewhere"}},
      {"Observation?patient:identifier=urn:x|", {"patient", "unsaid", "elsewhere"}},
      {"Observation?patient:missing=false", {"patient", "in-full", "elsewhere"}},
      {"EpisodeOfCare?care-manager:identifier=8", {"managed", "said"}},
      {"EpisodeOfCare?care-manager:identifier=urn:x|8", {"managed", "said"}},
      {"EpisodeOfCare?care-manager:missing=true", {"role"}},
  });
}

TEST_CASE("a value that no reference can be found by is refused, and so is one that contradicts its modifier") {
  const std::pair<const char*, const char*> refused[] = {
      {"Observation?subject=Patient/23/_history/4", "\"subject\" names a version"},
      {"Observation?subject=http://setu.example/fhir/Patient/23/_history/4", "\"subject\" names a version"},
      {"Provenance?target=Observation/1,MedicationRequest/mr1/_history/2", "\"target\" names a version"},
      {"Patient?organization=Organization/ob|1", "\"organization\" has a bar and a version"},
      {"Patient?organization=Organization/ob/x", "\"organization\" begins with the name of a type"},
      {"Patient?organization=http://setu.example/fhir/Organization/ob/x", "\"organization\" begins with the name of a type"},
      {"Observation?subject:Patient=Device/d1", "\"subject\" leads to Device, and its modifier says Patient"},
      {"Observation?_filter=subject re Patient/23/_history/4", "names a version"},
      {"DocumentReference?relationship=replaces$DocumentReference/4/_history/1", "\"relationship\" names a version"},
      {"DocumentReference?relationship=replaces$http://setu.example/fhir/DocumentReference/4/_history/1", "\"relationship\" names a version"},
      {"DocumentReference?relationship=replaces$DocumentReference/4|1", "\"relationship\" has a bar and a version"},
      {"DocumentReference?_filter=relationship[relation eq replaces].relatesto re DocumentReference/4/_history/1", "names a version"},
  };
  for (const auto& [url, words] : refused) {
    std::string flat;  // as printed, lines are broken
    for (const char c : refusal(url)) flat += c == '\n' ? ' ' : c;
    CAPTURE(url, flat);
    CHECK(flat.find(words) != std::string::npos);
  }
  for (const char* fine : {"Observation?subject=http://other.example/fhir/Patient/1/_history/2", "QuestionnaireResponse?questionnaire=Questionnaire/mine|1", "Patient?organization=acme/x",
                           "Observation?subject:Patient=Patient/1"}) {
    CAPTURE(fine);
    CHECK(refusal(fine).empty());
  }
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

TEST_CASE("a uri is found whole, and above and below by what it begins with") {  // https://hl7.org/fhir/R4/search.html#uri
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
      {"ValueSet?url:below=http://acme.example/fhir", {"root", "slash", "leaf", "deep", "near"}},
      {"ValueSet?url:below=http://acme.example/fhir/Val", {"leaf", "deep"}},
      {"ValueSet?url:below=http", {"host", "root", "slash", "leaf", "deep", "near", "upper"}},
      {"ValueSet?url:below=http://acme.example/fhir/", {"slash", "leaf", "deep"}},
      {"ValueSet?url:below=http://acme.example/fhir/ValueSet/123", {"leaf", "deep"}},
      {"ValueSet?url:below=http://acme.example", {"host", "root", "slash", "leaf", "deep", "near", "upper"}},
      {"ValueSet?url:below=urn:oid:1.2.3", {"oid"}},
      {"ValueSet?url:below=urn:oid:1.2", {}},
      {"ValueSet?url:above=http://acme.example/fhir/ValueSet/123/_history/5", {"host", "root", "slash", "leaf", "deep"}},
      {"ValueSet?url:above=http://acme.example/fhir/ValueSet/123", {"host", "root", "slash", "leaf"}},
      {"ValueSet?url:above=urn:oid:1.2.3", {"oid"}},
      {"ValueSet?url:above=urn:oid:1.2.3.4", {}},
      {"ValueSet?url:above=http://acme.example/fhirplus-and-more", {"host", "root", "near"}},
      {"ValueSet?url:above=http://acme.exampl", {}},
      {"ValueSet?url:above=http://acme.example/FHIR/x", {"host", "upper"}},
      {"ValueSet?url:missing=true", {"none"}},
      {"ValueSet?url=urn:oid:1.2.3,http://acme.example/fhir", {"oid", "root"}},
  });
}

TEST_CASE("an escaped bar of a uri stands for itself, another before a version") {  // https://hl7.org/fhir/R4/search.html#escaping
  Fixture store;
  const auto add = [&](const std::string& id, const std::string& url, const std::string& version) {
    store.put(R"({"resourceType":"ValueSet","id":")" + id + R"(","meta":{"profile":["http://acme.example/p|1"]},"status":"active","url":")" + url + R"(","version":")" + version + R"("})");
  };
  add("bar", "http://acme.example/a|b", "1");
  add("version", "http://acme.example/a", "b");
  add("other", "http://acme.example/a|b|c", "2");
  check(store, {
                   {"ValueSet?url=http://acme.example/a\\|b", {"bar"}},
                   {"ValueSet?url=http://acme.example/a\\|b|1", {"bar"}},
                   {"ValueSet?url=http://acme.example/a\\|b|2", {}},
                   {"ValueSet?url=http://acme.example/a\\|b\\|c", {"other"}},
                   {"ValueSet?url=http://acme.example/a|b", {"version"}},
                   {"ValueSet?url=http://acme.example/a", {"version"}},
                   {"ValueSet?url:below=http://acme.example/a\\|b", {"bar", "other"}},
                   {"ValueSet?url:above=http://acme.example/a\\|b\\|c", {"bar", "other", "version"}},
                   {"ValueSet?_profile=http://acme.example/p\\|1&version=1", {"bar"}},
                   {"ValueSet?_profile=http://acme.example/p\\|2", {}},
               });
}

TEST_CASE("a canonical is found below its version, and by a relative reference to what is here") {  // https://hl7.org/fhir/R4/search.html#versions
  const auto response = [](const std::string& id, const std::string& questionnaire) {
    return R"({"resourceType":"QuestionnaireResponse","id":")" + id + R"(","status":"completed","questionnaire":")" + questionnaire + R"(","meta":{"profile":[")" + questionnaire + R"("]}})";
  };
  Fixture store;
  store.put(response("v1.0", "http://acme.example/q|1.0"));
  store.put(response("v1.1", "http://acme.example/q|1.1"));
  store.put(response("v11", "http://acme.example/q|11"));
  store.put(response("v2", "http://acme.example/q|2.0.1"));
  store.put(response("any", "http://acme.example/q"));
  store.put(response("here", "http://setu.example/fhir/Questionnaire/mine"));
  check(store, {
      {"QuestionnaireResponse?questionnaire:below=http://acme.example/q", {"v1.0", "v1.1", "v11", "v2", "any"}},
      {"QuestionnaireResponse?questionnaire:below=http://acme.example/q|1", {"v1.0", "v1.1"}},
      {"QuestionnaireResponse?questionnaire:below=http://acme.example/q|2.0", {"v2"}},
      {"QuestionnaireResponse?questionnaire:below=http://acme.example/q|2.0.1", {"v2"}},
      {"QuestionnaireResponse?questionnaire=http://acme.example/q|2.0", {}},
      {"QuestionnaireResponse?questionnaire=Questionnaire/mine", {"here"}},
      {"QuestionnaireResponse?_profile:below=http://acme.example/q|1", {"v1.0", "v1.1"}},
      {"QuestionnaireResponse?_profile=http://acme.example/q|1.1", {"v1.1"}},
      {"QuestionnaireResponse?_profile=http://acme.example/q", {"v1.0", "v1.1", "v11", "v2", "any"}},
      {"QuestionnaireResponse?_profile=Questionnaire/mine", {"here"}},
  });
}

TEST_CASE("what has a canonical URL is found by it with its version, and where it came from by a part of the URL") {
  Fixture store{
      R"({"resourceType":"Questionnaire","id":"one","status":"active","url":"http://acme.example/q","version":"1.0"})",
      R"({"resourceType":"Questionnaire","id":"two","status":"active","url":"http://acme.example/q","version":"2.0"})",
      R"({"resourceType":"Basic","id":"sent","meta":{"source":"http://lab.example/feed#7"},"code":{"text":"x"}})",
  };
  check(store, {
      {"Questionnaire?url=http://acme.example/q", {"one", "two"}},
      {"Questionnaire?url=http://acme.example/q|1.0", {"one"}},
      {"Questionnaire?url=http://acme.example/q|3.0", {}},
      {"Basic?_source:below=http://lab.example", {"sent"}},
      {"Basic?_source:below=http://other.example", {}},
  });
}

TEST_CASE("a document is found by its composition, and a message by its header") {  // https://hl7.org/fhir/R4/bundle.html#search
  const auto bundle = [](const std::string& id, const std::string& type, const std::string& first) {
    return R"({"resourceType":"Bundle","id":")" + id + R"(","type":")" + type + R"(","identifier":{"value":"x"},"timestamp":"2024-05-17T10:00:00Z","entry":[{"fullUrl":"urn:uuid:c757873d-ec9a-4326-a141-556f43239520","resource":)" + first + "}]}";
  };
  const std::string composition = R"({"resourceType":"Composition","id":"c1","status":"final","type":{"coding":[{"code":"11488-4"}]},"date":"2024","author":[{"display":"x"}],"title":"x","subject":{"reference":"Patient/p"}})";
  Fixture store;
  store.put(bundle("document", "document", composition));
  store.put(bundle("collection", "collection", composition));
  store.put(bundle("message", "message", R"({"resourceType":"MessageHeader","id":"m1","eventUri":"urn:e","source":{"endpoint":"urn:s"}})"));
  store.put(bundle("no-id", "message", R"({"resourceType":"MessageHeader","eventUri":"urn:other","source":{"endpoint":"urn:s"}})"));
  store.put(R"({"resourceType":"Patient","id":"p","name":[{"family":"Rao"}]})");
  check(store, {
      {"Bundle?message.event=urn:other", {"no-id"}},
      {"Bundle?message.event=urn:e", {"message"}},
      {"Bundle?message:missing=false", {"message", "no-id"}},
      {"MessageHeader?event=urn:other&_contained=true", {"no-id"}},
      {"MessageHeader?event=urn:other&_contained=true&_containedType=contained", {"Bundle/no-id#"}},
      {"Bundle?composition=Composition/c1", {"document"}},
      {"Bundle?composition=c1", {"document"}},
      {"Bundle?composition:missing=false", {"document"}},
      {"Bundle?message=MessageHeader/m1", {"message"}},
      {"Bundle?message:missing=true", {"document", "collection"}},
      {"Bundle?composition.type=11488-4", {"document"}},
      {"Bundle?composition.type=other", {}},
      {"Bundle?composition.patient.name=rao", {"document"}},
      {"Composition?type=11488-4", {}},
  });
}

TEST_CASE("a definition of whatever type is found by its URL with its version, and by no other") {
  std::size_t types = 0;
  for (const auto* type : fhir::r4::resource_types()) {
    if (!engine::index::has_url(*type) || engine::index::parameters_of(*type).find("version") == nullptr) continue;
    ++types;
    const std::string name(type->name);
    CAPTURE(name);
    fhir::Arena arena;
    const auto resource = must(fhir::json::read(R"({"resourceType":")" + name + R"(","url":"http://acme.example/d","version":"7"})", arena, {}, fhir::json::Completeness::as_is));
    const auto postings = engine::index::extract(resource, "d", base_url);
    REQUIRE(engine::index::posted_by(*type, "url") != nullptr);
    for (const auto& [asked, is_found] : {std::pair("?url=http://acme.example/d|7", true), {"?url=http://acme.example/d|8", false}, {"?url=http://acme.example/d", true}}) {
      const auto plan = must(plan_of(must(parse(interaction_of(name + asked))), 1, base_url));
      CHECK(matches(plan.branches.front().where, {1, postings, postings}, [](const Condition&, engine::index::ResourceKey) { return false; }) == is_found);
    }
  }
  CHECK(types > 20);
}

TEST_CASE("what names a definition by URL and version includes it, whatever its type's parameters are called") {
  Fixture store;
  store.put(R"({"resourceType":"CodeSystem","id":"cs","url":"http://acme.example/cs","version":"3","status":"active","content":"complete"})");
  store.put(R"({"resourceType":"CapabilityStatement","id":"cap","url":"http://acme.example/cap","version":"7","status":"active","date":"2024","kind":"requirements","fhirVersion":"4.0.1","format":["json"]})");
  store.put(R"({"resourceType":"Library","id":"l","status":"active","type":{"text":"x"},"relatedArtifact":[{"type":"depends-on","resource":"http://acme.example/cs|3"},{"type":"depends-on","resource":"http://acme.example/cap|7"}]})");
  CHECK(store.included("Library?_id=l&_include=Library:depends-on") == Ids{"CapabilityStatement/cap", "CodeSystem/cs"});
  check(store, {{"CodeSystem?system=http://acme.example/cs|3", {"cs"}}, {"CodeSystem?system=http://acme.example/cs|4", {}}});
}
