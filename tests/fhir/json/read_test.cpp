#include "catch2/catch.hpp"
#include "fhir/json/read.h"
#include "fhir/json/write.h"
#include "fhir/r4/observation.h"
#include "fhir/r4/patient.h"

using fhir::Arena;
using fhir::IssueType;

namespace {

std::string round_trip(std::string_view text) {
  Arena arena;
  const auto resource = fhir::json::read(text, arena);
  if (!resource) return fhir::to_text(resource.outcome());
  std::string out;
  fhir::json::write(*resource, out);
  return out;
}

}  // namespace

TEST_CASE("what is read is written to the letter") {
  const char* texts[] = {
      R"({"resourceType":"Patient","id":"a","birthDate":"1970-03"})",
      R"({"resourceType":"Patient","_birthDate":{"extension":[{"url":"http://x.test/a","valueString":"soon"}]}})",
      R"({"resourceType":"Patient","name":[{"family":"Ä \"\\ \n\t","given":["A",null,"C"],"_given":[null,{"id":"g"},null]}]})",
      R"({"resourceType":"Patient","name":[{"_given":[{"id":"g"}]}]})",
      R"({"resourceType":"Patient","deceasedBoolean":false,"multipleBirthInteger":2})",
      R"({"resourceType":"Patient","deceasedDateTime":"2015-02-07T13:28:17.239+02:00"})",
      R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":1.00}})",
      R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":1.50e3}})",
      R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":1E-22}})",
      R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":-0.0}})",
      R"({"resourceType":"Patient","contained":[{"resourceType":"Organization","id":"o","name":"N"}],"managingOrganization":{"reference":"#o"}})",
      R"({"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">\n  <p>a &lt; b</p></div>"}})",
      R"({"resourceType":"Observation","_status":{"id":"s"},"status":"final","code":{"text":"x"}})",
  };
  for (const std::string text : texts) {
    INFO(text);
    const std::string again = round_trip(text);
    CHECK(again.size() == text.size());
    CHECK(round_trip(again) == again);
    CHECK((again == text || text.find("_status") != std::string::npos));
  }
}

TEST_CASE("resourceType may stand anywhere in its object") {
  CHECK(round_trip(R"({"id":"a","active":true,"resourceType":"Patient"})") == R"({"resourceType":"Patient","id":"a","active":true})");
}

TEST_CASE("the model's members carry what the text said") {
  Arena arena;
  const auto resource = fhir::json::read(
      R"({"resourceType":"Patient","id":"a","name":[{"family":"Rao","given":["Asha","M"]}],"deceasedBoolean":true})", arena);
  REQUIRE(resource);
  const auto* patient = resource->as<fhir::r4::Patient>();
  REQUIRE(patient != nullptr);
  CHECK(patient->id.text() == "a");
  CHECK(patient->name[0].given[1].text() == "M");
  REQUIRE(patient->deceased.as<fhir::r4::Boolean>() != nullptr);
  CHECK(patient->deceased.as<fhir::r4::Boolean>()->text() == "true");
  CHECK(patient->deceased.as<fhir::r4::DateTime>() == nullptr);
  CHECK(resource->as<fhir::r4::Observation>() == nullptr);
}

TEST_CASE("a fault is named with its place in the resource and in the text") {
  struct Row {
    const char* text;
    IssueType type;
    const char* expression;
    unsigned line, column;
    const char* says;
  };
  const Row rows[] = {
      {R"({})", IssueType::structure, "", 1, 1, "resourceType"},
      {R"([])", IssueType::structure, "", 1, 1, "Expected an object"},
      {R"({"resourceType":"Pateint"})", IssueType::structure, "", 1, 2, "'Pateint' is not a resource type"},
      {R"({"resourceType":7})", IssueType::structure, "", 1, 1, "resourceType"},
      {R"({"resourceType":"Patient","birthdate":"1970"})", IssueType::structure, "Patient.birthdate", 1, 27, "not an element of Patient"},
      {R"({"resourceType":"Patient","value":"1970"})", IssueType::structure, "Patient.value", 1, 27, "not an element"},
      {R"({"resourceType":"Patient","deceased":true})", IssueType::structure, "Patient.deceased", 1, 27, "not an element"},
      {R"({"resourceType":"Patient","deceasedString":"x"})", IssueType::structure, "Patient.deceasedString", 1, 27, "not an element"},
      {R"({"resourceType":"Patient","_name":[{"id":"x"}]})", IssueType::structure, "Patient._name", 1, 27, "not an element"},
      {R"({"resourceType":"Patient","active":"true"})", IssueType::structure, "Patient.active", 1, 27, "Expected a boolean"},
      {R"({"resourceType":"Patient","active":null})", IssueType::structure, "Patient.active", 1, 27, "null is not a value"},
      {R"({"resourceType":"Patient","birthDate":1970})", IssueType::structure, "Patient.birthDate", 1, 27, "Expected a string"},
      {R"({"resourceType":"Patient","birthDate":"1970-13"})", IssueType::value, "Patient.birthDate", 1, 27, "not a valid date"},
      {R"({"resourceType":"Patient","birthDate":"1970-02-30"})", IssueType::value, "Patient.birthDate", 1, 27, "not a valid date"},
      {R"({"resourceType":"Patient","birthDate":["1970"]})", IssueType::structure, "Patient.birthDate", 1, 27, "Expected a string"},
      {R"({"resourceType":"Patient","name":{"family":"x"}})", IssueType::structure, "Patient.name[0]", 1, 27, "Expected an array"},
      {R"({"resourceType":"Patient","name":[]})", IssueType::structure, "Patient.name[0]", 1, 27, "array may not be empty"},
      {R"({"resourceType":"Patient","name":[{}]})", IssueType::structure, "Patient.name[0]", 1, 35, "object may not be empty"},
      {R"({"resourceType":"Patient","name":[null]})", IssueType::structure, "Patient.name[0]", 1, 35, "Expected an object"},
      {R"({"resourceType":"Patient","name":[{"family":""}]})", IssueType::value, "Patient.name[0].family", 1, 36, "not a valid string"},
      {R"({"resourceType":"Patient","name":[{"given":[null]}]})", IssueType::structure, "Patient.name[0].given[0]", 1, 35, "null needs"},
      {R"({"resourceType":"Patient","name":[{"given":["a"],"_given":[null,null]}]})", IssueType::structure, "Patient.name[0].given[1]", 1, 35, "null needs"},
      {R"({"resourceType":"Patient","deceasedBoolean":true,"deceasedDateTime":"2020"})", IssueType::structure, "Patient.deceased", 1, 50, "one value only"},
      {R"({"resourceType":"Patient","id":"a b"})", IssueType::value, "Patient.id", 1, 27, "not a valid id"},
      {R"({"resourceType":"Patient","multipleBirthInteger":1.5})", IssueType::value, "Patient.multipleBirth", 1, 27, "not a valid integer"},
      {R"({"resourceType":"Patient","extension":[{"valueString":"x"}]})", IssueType::required, "Patient.extension[0].url", 1, 40, "mandatory"},
      {R"({"resourceType":"Observation","code":{"text":"x"}})", IssueType::required, "Observation.status", 1, 1, "mandatory"},
      {R"({"resourceType":"Patient","contained":[{"id":"x"}]})", IssueType::structure, "Patient.contained[0]", 1, 40, "resourceType"},
      {R"({"resourceType":"Bundle","type":"batch","entry":[{"resource":{"resourceType":"Patient","foo":1}}]})", IssueType::structure, "Bundle.entry[0].resource.foo", 1, 88, "not an element of Patient"},
      {R"({"resourceType":"Patient","text":{"status":"generated","div":"<div>x</div>"}})", IssueType::value, "Patient.text.div", 1, 56, ""},
      {"{\"resourceType\":\"Patient\",\n \"active\": 1}", IssueType::structure, "Patient.active", 2, 2, "Expected a boolean"},
      {R"({"resourceType":"Patient","active":true,"active":true})", IssueType::structure, "", 1, 41, "occurs twice"},
      {R"({"resourceType":"Patient")", IssueType::structure, "", 1, 26, "not JSON"},
      {"{\"resourceType\":\"Patient\",\"id\":\"\xff\"}", IssueType::structure, "", 1, 33, "not JSON"},
      {R"({"resourceType":"Patient","name":[{"family":"\ud800"}]})", IssueType::structure, "", 1, 46, "not JSON"},
      {R"({"resourceType":"Patient","name":[{"family":"\udc00"}]})", IssueType::structure, "", 1, 45, "surrogate"},
      {R"({"resourceType":"Patient","name":[{"family":"a\u0000b"}]})", IssueType::value, "Patient.name[0].family", 1, 36, "not a valid string"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    Arena arena;
    const auto resource = fhir::json::read(row.text, arena);
    REQUIRE_FALSE(resource);
    const fhir::Issue& issue = resource.outcome().issues[0];
    CHECK(issue.type == row.type);
    CHECK(issue.expression == row.expression);
    CHECK(issue.line == row.line);
    CHECK(issue.column == row.column);
    CHECK_THAT(issue.text, Catch::Contains(row.says));
  }
}

TEST_CASE("a definition that is unfinished may lack mandatory elements, and nothing else may be wrong with it") {
  const auto read = [](const std::string& text) {
    Arena arena;
    const auto resource = fhir::json::read(text, arena);
    return resource ? std::string() : resource.outcome().issues[0].expression;
  };
  CHECK(read(R"({"resourceType":"SearchParameter","status":"draft","name":"x"})").empty());
  CHECK(read(R"({"resourceType":"Questionnaire","item":[{"text":"x"}]})").empty());  // validation asks for its status
  CHECK(read(R"({"resourceType":"SearchParameter","status":"active","name":"x"})") == "SearchParameter.url");
  CHECK(read(R"({"resourceType":"Questionnaire","status":"draft","foo":1})") == "Questionnaire.foo");
  CHECK(read(R"({"resourceType":"Bundle","type":"batch","entry":[{"resource":{"resourceType":"Questionnaire"}},{"link":[{"url":"x"}]}]})") == "Bundle.entry[1].link[0].relation");
  std::string hidden = R"({"resourceType":"Questionnaire","item":[)";  // what would be missing may not crowd out a fault
  for (int i = 0; i < 200; ++i) hidden += R"({"text":"x"},)";
  CHECK(read(hidden + R"({"foo":1}]})") == "Questionnaire.item[200].foo");
  CHECK(read(R"({"resourceType":"SearchParameter","status":"unknown"})").empty());
  CHECK(read(R"({"resourceType":"SearchParameter","status":"sketch"})") == "SearchParameter.url");
  CHECK(read(R"({"resourceType":"CatalogEntry"})") == "CatalogEntry.orderable");  // it may do without one
  CHECK(read(R"({"resourceType":"CatalogEntry","status":"draft"})") == "CatalogEntry.orderable");
  CHECK(read(R"({"resourceType":"Encounter","status":"draft"})") == "Encounter.class");  // its status is not one of publication
}

TEST_CASE("an array of nulls beside values says nothing and is not kept, and stands for nothing alone") {
  // https://hl7.org/fhir/R4/json.html#primitive: a null is the place of a value that has neither id nor extension.
  const auto name = [](const std::string& inside) { return round_trip(R"({"resourceType":"Patient","name":[{)" + inside + "}]}"); };
  const auto kept = [](const std::string& inside) { return R"({"resourceType":"Patient","name":[{)" + inside + "}]}"; };
  CHECK(name(R"("given":["a"],"_given":[null])") == kept(R"("given":["a"])"));
  CHECK(name(R"("_given":[null],"given":["a"])") == kept(R"("given":["a"])"));
  CHECK(name(R"("given":["a","b"],"_given":[null,null])") == kept(R"("given":["a","b"])"));
  CHECK(name(R"("given":[null],"_given":[{"id":"g"}])") == kept(R"("_given":[{"id":"g"}])"));
  for (const std::string inside : {R"("given":[null])", R"("_given":[null])", R"("given":[null],"_given":[null])", R"("given":["a",null],"_given":[null,null])",
                                   R"("given":["a"],"_given":[null,null])", R"("given":["a"],"_given":null)", R"("given":["a"],"_given":[])", R"("family":"a","_family":null)"}) {
    INFO(inside);
    CHECK_THAT(name(inside), !Catch::StartsWith("{"));
  }
}

TEST_CASE("every fault of a resource is named, up to a hundred") {
  Arena arena;
  const auto two = fhir::json::read(R"({"resourceType":"Patient","foo":1,"bar":2})", arena);
  REQUIRE_FALSE(two);
  CHECK(two.outcome().issues.size() == 2);
  std::string many = R"({"resourceType":"Patient")";
  for (int i = 0; i < 300; ++i) many += ",\"x" + std::to_string(i) + "\":1";
  const auto hundred = fhir::json::read(many + "}", arena);
  REQUIRE_FALSE(hundred);
  CHECK(hundred.outcome().issues.size() == 100);
}

TEST_CASE("each limit of the reader holds at the limit and refuses one past it") {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  Arena arena;
  CHECK(fhir::json::parse(nested(128), arena));
  CHECK_FALSE(fhir::json::parse(nested(129), arena));
  CHECK_FALSE(fhir::json::parse(nested(1'280'000), arena));
  fhir::json::Limits limits;
  limits.values = 4;
  CHECK(fhir::json::parse("[1,2,3]", arena, limits));
  CHECK_FALSE(fhir::json::parse("[1,2,3,4]", arena, limits));
  limits.string_bytes = 3;
  CHECK(fhir::json::parse(R"(["abc"])", arena, limits));
  CHECK_FALSE(fhir::json::parse(R"(["abcd"])", arena, limits));
}
