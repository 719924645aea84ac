#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "fhir/json/read.h"
#include "profiles/definitions/definitions.h"
#include "profiles/validation/validate.h"
#include "tests/support/process.h"

namespace {

namespace fs = std::filesystem;
using profiles::Definitions;

/// The definitions that the build compiled, beside the test programs' folder.
fs::path compiled() { return fs::read_symlink("/proc/self/exe").parent_path().parent_path() / "definitions.setu"; }

const Definitions& definitions() {
  static const auto opened = Definitions::open(compiled());
  INFO((opened ? "" : fhir::to_text(opened.outcome())));
  REQUIRE(opened);
  return **opened;
}

/// What is wrong with a resource: "key or code at place" a line.
std::string faults(const std::string& json, profiles::Unfinished unfinished = profiles::Unfinished::excused) {
  fhir::Arena arena;
  const auto resource = fhir::json::read(json, arena);
  INFO(json << (resource ? "" : fhir::to_text(resource.outcome())));
  REQUIRE(resource);
  fhir::Issues issues;
  profiles::validate(*resource, definitions(), arena, issues, unfinished);
  std::string all;
  for (const auto& issue : issues) all += std::string(fhir::code_of(issue.type)) + " " + issue.expression + ": " + issue.text + "\n";
  return all;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string refusal(const fs::path& file) {
  const auto opened = Definitions::open(file);
  return opened ? std::string() : fhir::to_text(opened.outcome());
}

}  // namespace

TEST_CASE("a resource that keeps the rules has no faults") {
  CHECK(faults(R"({"resourceType":"Patient","gender":"female","contact":[{"name":{"family":"Rao"}}]})").empty());
  CHECK(faults(R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":1.0}})").empty());
}

TEST_CASE("a code that its required binding does not have is named with its place") {
  const std::string found = faults(R"({"resourceType":"Patient","gender":"feminine"})");
  CHECK(has(found, "code-invalid Patient.gender"));
  CHECK(has(found, "administrative-gender"));
  CHECK_FALSE(has(found, "feminine"));  // it may be the patient's own data
  CHECK(has(faults(R"({"resourceType":"Observation","status":"done","code":{"text":"x"}})"), "Observation.status"));
  CHECK(has(faults(R"({"resourceType":"Patient","contained":[{"resourceType":"Patient","id":"c","gender":"x"}],"link":[{"other":{"reference":"#c"},"type":"refer"}]})"), "Patient.contained[0]"));
}

TEST_CASE("a broken invariant is named by its key, with the place it is about") {
  CHECK(has(faults(R"({"resourceType":"Patient","contact":[{"gender":"male"}]})"), "invariant Patient.contact[0]: Rule pat-1"));
  CHECK(has(faults(R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"valueString":"a","dataAbsentReason":{"text":"b"}})"), "Rule obs-6"));
  CHECK(has(faults(R"({"resourceType":"Encounter","status":"finished","class":{"code":"AMB"},"period":{"start":"2024-02-01","end":"2024-01-01"}})"), "Rule per-1"));
}

TEST_CASE("invariants do not hold for a definition that is unfinished, and required bindings do") {
  const std::string unfinished = R"({"resourceType":"StructureDefinition","url":"http://example.org/x","name":"x","status":"STATUS","kind":"logical","abstract":false,"type":"x"})";
  const auto with = [&](const std::string& status) { return faults(std::string(unfinished).replace(unfinished.find("STATUS"), 6, status)); };
  CHECK(with("draft").empty());
  CHECK(has(with("active"), "Rule sdf-4"));
  CHECK(has(with("sketch"), "code-invalid StructureDefinition.status"));
}

TEST_CASE("a definition that says nothing of its status lacks it and all else that is mandatory") {
  const std::string found = faults(R"({"resourceType":"Questionnaire","item":[{"text":"x"}]})");
  CHECK(has(found, "required Questionnaire.status"));
  CHECK(has(found, "required Questionnaire.item[0].linkId"));
  CHECK(has(faults(R"({"resourceType":"Patient","contained":[{"resourceType":"ValueSet","id":"v"}],"extension":[{"url":"urn:x","valueReference":{"reference":"#v"}}]})"), "required Patient.contained[0].status"));
  CHECK(faults(R"({"resourceType":"Questionnaire","status":"draft","item":[{"text":"x"}]})").empty());
}

TEST_CASE("what an unfinished definition lacks is told where it is examined") {
  const auto examined = [](const std::string& json) { return faults(json, profiles::Unfinished::examined); };
  CHECK(has(examined(R"({"resourceType":"Questionnaire","status":"draft","item":[{"text":"x"}]})"), "required Questionnaire.item[0].linkId"));
  CHECK(has(examined(R"({"resourceType":"SearchParameter","status":"unknown"})"), "required SearchParameter.url"));
  CHECK(has(examined(R"({"resourceType":"StructureDefinition","url":"http://example.org/x","name":"x","status":"draft","kind":"logical","abstract":false,"type":"x"})"), "Rule sdf-4"));
  CHECK(examined(R"({"resourceType":"Questionnaire","status":"draft","item":[{"linkId":"1","type":"string","text":"x"}]})").empty());
}

TEST_CASE("invariants hold for what has no publication status of its own") {
  CHECK(has(faults(R"({"resourceType":"InsurancePlan","type":[{"text":"x"}]})"), "Rule ipn-1"));
  CHECK(has(faults(R"({"resourceType":"CatalogEntry","orderable":true,"status":"draft","referencedItem":{"reference":"#x"}})"), "Rule ref-1"));
}

TEST_CASE("a narrative that shows nothing is named with its place") {
  const auto patient = [](const std::string& inside) {
    return faults(R"({"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">)" + inside + R"(</div>"}})");
  };
  for (const std::string inside : {"", " ", "<p/>", "<p> </p>", "<br/>"}) CHECK(has(patient(inside), "invariant Patient.text.div: Rule txt-2"));
  CHECK(patient("x").empty());
  CHECK(patient("<img src=\\\"#a\\\"/>").empty());
  CHECK(has(faults(R"({"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","text":{"status":"empty","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"/>"}}}]})"),
            "Bundle.entry[0].resource.text.div"));
}

TEST_CASE("each contained resource has an id, and no other has it") {
  const auto patient = [](const std::string& contained) {
    return faults(R"({"resourceType":"Patient","contained":[)" + contained + R"(],"generalPractitioner":[{"reference":"#a"},{"reference":"#b"}]})");
  };
  CHECK(patient(R"({"resourceType":"Practitioner","id":"a"},{"resourceType":"Practitioner","id":"b"})") == "");
  CHECK(has(patient(R"({"resourceType":"Practitioner","id":"a"},{"resourceType":"Practitioner","name":[{"text":"x"}]})"), "invariant Patient.contained[1].id: A contained resource needs an id"));
  CHECK(has(patient(R"({"resourceType":"Practitioner","id":"a"},{"resourceType":"Practitioner","id":"a"})"), "invariant Patient.contained[1].id: Another"));
  CHECK(has(patient(R"({"resourceType":"Practitioner","id":"c"})"), "Rule dom-3"));
  // Each resource of a bundle is a container of its own.
  const std::string entry = R"({"resource":{"resourceType":"Patient","contained":[{"resourceType":"Practitioner","id":"a"}],"generalPractitioner":[{"reference":"#a"}]}})";
  CHECK(faults(R"({"resourceType":"Bundle","type":"collection","entry":[)" + entry + "," + entry + "]}") == "");
}

TEST_CASE("a contained resource is referred to from around it, or refers to what contains it") {
  const auto patient = [](const std::string& contained, const std::string& more = "") {
    return faults(R"({"resourceType":"Patient","contained":[)" + contained + "]" + more + "}");
  };
  const std::string rule = "invariant Patient: Rule dom-3: If the resource is contained";
  const std::string practitioner = R"({"resourceType":"Practitioner","id":"a"})";
  CHECK(has(patient(practitioner), rule));
  CHECK(has(patient(practitioner, R"(,"generalPractitioner":[{"reference":"#"}])"), rule));  // the container refers to itself
  CHECK(has(patient(practitioner, R"(,"generalPractitioner":[{"reference":"#ab"}])"), rule));
  CHECK(patient(practitioner, R"(,"generalPractitioner":[{"reference":"#a"}])") == "");
  for (const std::string value : {R"("valueCanonical":"#a")", R"("valueUri":"#a")", R"("valueUrl":"#a")", R"("valueReference":{"reference":"#a"})"}) {
    INFO(value);
    CHECK(patient(practitioner, R"(,"extension":[{"url":"urn:x",)" + value + "}]") == "");
    CHECK(patient(practitioner, R"(,"birthDate":"1970","_birthDate":{"extension":[{"url":"urn:x",)" + value + "}]}") == "");
  }
  CHECK(has(patient(practitioner, R"(,"extension":[{"url":"urn:x","valueString":"#a"}])"), rule));
  CHECK(patient(R"({"resourceType":"Provenance","id":"p","target":[{"reference":"#"}],"recorded":"2024-01-01T00:00:00Z","agent":[{"who":{"reference":"#"}}]})") == "");
  // One contained resource may refer to another; that one's "#" says nothing of it.
  CHECK(patient(R"({"resourceType":"PractitionerRole","id":"r","practitioner":{"reference":"#a"},"extension":[{"url":"urn:x","valueReference":{"reference":"#"}}]},)" + practitioner) == "");
  CHECK(has(patient(R"({"resourceType":"PractitionerRole","id":"r","extension":[{"url":"urn:x","valueReference":{"reference":"#"}}]},)" + practitioner), rule));
}

TEST_CASE("a reference within a resource leads to a contained resource, and from there to the container") {
  const auto patient = [](const std::string& reference) {
    return faults(R"({"resourceType":"Patient","contained":[{"resourceType":"Practitioner","id":"a"}],"generalPractitioner":[{"reference":"#a"},{"reference":")" + reference + R"("}]})");
  };
  CHECK(patient("#a") == "");
  CHECK(patient("Practitioner/1") == "");
  CHECK(has(patient("#b"), "invariant Patient.generalPractitioner[1]: Rule ref-1"));
  CHECK(has(patient("#"), "invariant Patient.generalPractitioner[1]: Rule ref-1"));
  // The entries of a bundle do not see each other's.
  const std::string with = R"({"resource":{"resourceType":"Patient","contained":[{"resourceType":"Practitioner","id":"a"}],"generalPractitioner":[{"reference":"#a"}]}})";
  const std::string without = R"({"resource":{"resourceType":"Patient","generalPractitioner":[{"reference":"#a"}]}})";
  CHECK(has(faults(R"({"resourceType":"Bundle","type":"collection","entry":[)" + with + "," + without + "]}"), "invariant Bundle.entry[1].resource.generalPractitioner[0]: Rule ref-1"));
}

TEST_CASE("thousands of contained resources cost what they weigh") {
  std::string contained, references;
  for (int i = 0; i < 5'000; ++i) {
    const std::string id = "c" + std::to_string(i);
    contained += (i > 0 ? "," : "") + (R"({"resourceType":"Practitioner","id":")" + id + R"("})");
    references += (i > 0 ? "," : "") + (R"({"reference":"#)" + id + R"("})");
  }
  const auto patient = [&](const std::string& more) {
    return R"({"resourceType":"Patient","contained":[)" + contained + more + R"(],"generalPractitioner":[)" + references + "]}";
  };
  fhir::Arena read, scratch;
  const std::string json = patient("");
  const auto resource = fhir::json::read(json, read);
  REQUIRE(resource);
  fhir::Issues issues;
  profiles::validate(*resource, definitions(), scratch, issues);
  CHECK(issues.empty());
  CHECK(scratch.used() < 64 * 1024 * 1024);
  CHECK(has(faults(patient(R"(,{"resourceType":"Practitioner","id":"alone"})")), "invariant Patient: Rule dom-3"));
}

TEST_CASE("codes of value sets are known where all of them are") {
  CHECK(definitions().has_code("http://hl7.org/fhir/ValueSet/administrative-gender", "http://hl7.org/fhir/administrative-gender", "male") == true);
  CHECK(definitions().has_code("http://hl7.org/fhir/ValueSet/administrative-gender", "", "mail") == false);
  CHECK_FALSE(definitions().has_code("http://example.org/nothing", "", "male"));
  CHECK(definitions().value_set_count() > 400);
  CHECK(definitions().invariant_count() > 800);
  for (const auto& rule : definitions().invariants("Patient")) CHECK_FALSE(rule.key.empty());
  CHECK_FALSE(definitions().invariants("Patient").empty());
}

TEST_CASE("definitions that are not there, of another kind or cut short are refused with the remedy") {
  const support::TemporaryFolder folder;
  CHECK(has(refusal(folder.path() / "none"), "--definitions"));
  std::ofstream(folder.path() / "text") << "not definitions at all, however long this text may be made to be";
  CHECK_FALSE(refusal(folder.path() / "text").empty());
  std::ifstream whole(compiled(), std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(whole), {});
  REQUIRE(bytes.size() > 100'000);
  for (const std::size_t size : {std::size_t{0}, std::size_t{7}, std::size_t{64}, bytes.size() / 2, bytes.size() - 1}) {
    std::ofstream(folder.path() / "cut", std::ios::binary | std::ios::trunc) << bytes.substr(0, size);
    CAPTURE(size);
    CHECK_FALSE(refusal(folder.path() / "cut").empty());
  }
}
