#include "engine/search/split.h"
#include "tests/engine/search/fixture.h"

using namespace engine::search;
using engine::Handling;

TEST_CASE("values are taken apart at separators that are not escaped") {  // https://hl7.org/fhir/R4/search.html#escaping
  using Pieces = std::vector<std::string_view>;
  CHECK(split("a,b", ',') == Pieces{"a", "b"});
  CHECK(split("a\\,b,c", ',') == Pieces{"a\\,b", "c"});
  CHECK(split("a\\\\,b", ',') == Pieces{"a\\\\", "b"});
  CHECK(split("", ',') == Pieces{""});
  CHECK(split(",", ',') == Pieces{"", ""});
  CHECK(split("a\\", ',') == Pieces{"a\\"});
  CHECK(unescape("a\\,b\\|c\\$d\\\\e") == "a,b|c$d\\e");
  CHECK(unescape("a\\nb\\") == "a\\nb\\");
  CHECK(unescape("\\\\,") == "\\,");
}

TEST_CASE("what is not known or not answered is refused by name, with what would be valid") {  // https://hl7.org/fhir/R4/search.html#errors
  struct Refused {
    const char* url;
    std::vector<const char*> words;
  };
  const Refused cases[] = {
      {"Patient?brithdate=1984", {"Patient has no search parameter \"brithdate\"", "Did you mean \"birthdate\"?"}},
      {"?_type=Patnt&_id=1", {"Patnt", "Patient"}},
      {"Patient?xyzzy=1", {"Patient has no search parameter \"xyzzy\"", "Valid are:", "birthdate"}},
      {"Patient?Name=x", {"no search parameter \"Name\"", "\"name\""}},
      {"Patient?_srot=name", {"no search parameter \"_srot\"", "Did you mean \"_sort\"?"}},
      {"Patient?_includ=Patient:organization", {"Did you mean \"_include\"?"}},
      {"Patient?_includ:iterate=Patient:organization", {"Did you mean \"_include\"?"}},
      {"Patient?_sumary=true", {"Did you mean \"_summary\"?"}},
      {"Patient?_cuont=5", {"Did you mean \"_count\"?"}},
      {"Patient?_hass:Observation:patient:code=x", {"Did you mean \"_has\"?"}},
      {"Patient?_qery=x", {"Did you mean \"_query\"?"}},
      {"?_typ=Patient", {"Did you mean \"_type\"?"}},
      {"Patient?_containd=both", {"Did you mean \"_contained\"?"}},
      {"Patient?_xyzzyx=1", {"Valid are:", "_filter, _list, _has, _query, _sort, _count,", "_revinclude"}},
      {"Patient?organization._hass:Patient:organization:name=x", {"Did you mean \"_has\"?"}},
      {"Patient?_include=Patient:_list", {"\"_list\" is a parameter of a search"}},
      {"Patient?_sort=_list", {"not ordered by \"_list\". Valid are: _id, _lastUpdated, _score, _profile"}},
      {"Patient?_sort=_text", {"not ordered by \"_text\". Valid are: _id, _lastUpdated, _score, _profile"}},
      {"Patient?active=maybe", {"\"active\" is true or false"}},
      {"Patient?active:not=maybe", {"\"active\" is true or false"}},
      {"Patient?active=true,urn:x|true", {"\"active\" is true or false"}},
      {"Patient?deceased=no", {"\"deceased\" is true or false"}},
      {"Patient?_filter=active eq maybe", {"\"active\" is true or false"}},
      {"Patient?_text=x", {"cannot be searched by \"_text\"", "POST a SearchParameter"}},
      {"Patient?_content=x", {"\"_content\""}},
      {"Patient?birthdate:exact=1984", {"\"exact\"", "\"birthdate\"", "missing"}},
      {"Patient?name:text=x", {"\"text\"", "missing, exact, contains"}},
      {"Patient?gender:exact=x", {"\"exact\"", "missing, not, in, not-in, above, below"}},
      {"Patient?gender:in=x", {"Value sets and hierarchies"}},
      {"Patient?gender:below=x|y", {"Value sets and hierarchies"}},
      {"Patient?name:=x", {"The modifier \"\" is not answered"}},
      {"Patient?name:exact:contains=x", {"\"exact:contains\""}},
      {"Patient?_id:exact=x", {"\"exact\" is not answered for \"_id\"", "Valid are: missing, not"}},
      {"Patient?_lastUpdated:exact=2024", {"\"exact\"", "\"_lastUpdated\""}},
      {"Patient?gender:of-type=a|b|c", {"\"of-type\""}},
      {"Patient?active:text=x", {"\"text\"", "Valid are: missing, not"}},
      {"QuestionnaireResponse?questionnaire:identifier=x", {"\"identifier\"", "Valid are: missing, below"}},
      {"Patient?identifier:of-type=urn:t|MR|", {"all three parts"}},
      {"Patient?identifier:of-type=|MR|1", {"all three parts"}},
      {"Patient?family=xx\\xx", {"\"\\x\" in a value of \"family\" is no escape", "write \\\\ for a backslash"}},
      {"Patient?family=x\\", {"is no escape"}},
      {"Patient?birthdate=2024-05-17T10", {"an hour without minutes"}},
      {"Observation?subject:Practitioner=1", {"never leads to \"Practitioner\"", "Patient"}},
      {"Observation?subject:Patent=1", {"\"Patent\""}},
      {"ValueSet?url:contains=x", {"\"contains\"", "missing, above, below"}},
      {"Patient?birthdate=xx1984", {"\"xx\" is no prefix", "eq, ne, gt, lt, ge, le, sa, eb, ap"}},
      {"Patient?birthdate=1984-13", {"\"birthdate\" is no date"}},
      {"Patient?birthdate=1984-02-30", {"is no date"}},
      {"Patient?birthdate=84", {"is no date"}},
      {"Patient?birthdate=tomorrow", {"\"to\" is no prefix"}},
      {"Patient?birthdate=2024-05-17T09:30:00 05:30", {"is no date", "%2B"}},
      {"Patient?birthdate=eq", {"is no date"}},
      {"Observation?value-quantity=five", {"\"fi\" is no prefix"}},
      {"Observation?value-quantity=5.4.3", {"is no number"}},
      {"Observation?value-quantity=5|mg", {"number|system|code"}},
      {"Observation?value-quantity=5|a|b|c", {"number|system|code"}},
      {"Observation?value-quantity=5|http://unitsofmeasure.org|", {"names a system of units but no unit"}},
      {"Observation?value-quantity=|http://unitsofmeasure.org|mg", {"is no number"}},
      {"Patient?gender=male,", {"\"gender\" is empty"}},
      {"Patient?gender=a|b|c", {"more than one bar"}},
      {"Patient?gender=|", {"\"gender\" is empty"}},
      {"Patient?gender:missing=yes", {"\"gender\":missing is true or false"}},
      {"Patient?identifier:of-type=a|b", {"system|code|value"}},
      {"Observation?subject=%23p", {"begins with #"}},
      {"Observation?code-value-quantity=8480-6", {"2 parts", "code$value-quantity"}},
      {"Observation?code-value-quantity=8480-6$5$6", {"2 parts"}},
      {"Observation?code-value-quantity=8480-6$x", {"is no number"}},
      {"Observation?component-code-value-quantity=urn:x|$5", {"names a system but no code"}},
      {"Observation?code.text=x", {"\"code\" of Observation is no reference"}},
      {"Observation?patient.nam=x", {"Patient has no search parameter \"nam\"", "\"name\""}},
      {"Observation?patient:Group.name=x", {"never leads to \"Group\""}},
      {"Observation?subject:identifier.name=x", {"Only a type can stand between"}},
      {"Observation?subject.=x", {"no search parameter \"\""}},
      {"Observation?encounter.subject.organization.partof.name=x", {"3 deep"}},
      {"QuestionnaireResponse?questionnaire.title=x", {"Canonical URLs are followed for searches", "\"questionnaire\""}},  // those that are planned alone are criteria
      {"Questionnaire?_has:QuestionnaireResponse:questionnaire:status=completed", {"Canonical URLs are followed for searches", "\"questionnaire\""}},
      {"Patient?_has:Observation:patient=x", {"_has:Type:reference:parameter"}},
      {"Patient?_has=x", {"\"_has\""}},
      {"Patient?_has:Observation:code:status=final", {"\"code\" of Observation never leads to Patient"}},
      {"Patient?_has:Observaton:patient:code=x", {"\"Observaton\"", "Did you mean \"Observation\"?"}},
      {"Patient?_has:Observation:patient:cod=x", {"Observation has no search parameter \"cod\"", "\"code\""}},
      {"Patient?_has:Encounter:subject:_has:Observation:encounter:_has:Provenance:target:agent=x", {"2 deep"}},
      {"Patient?_sort=nme", {"\"nme\"", "\"name\""}},
      {"Observation?_sort=code-value-quantity", {"not ordered by \"code-value-quantity\"", "status"}},
      {"Patient?_sort=birthdate,", {"\"_sort\""}},
      {"Patient?_sort:asc=birthdate", {"\"_sort\" takes no modifier"}},
      {"Patient?_sort=_id,_id,_id,_id,_id,_id", {"_sort has 6 keys; at most 5"}},
      {"?_type=Patient,Group&_sort=birthdate", {"several types", "\"birthdate\""}},
      {"?_type=Pateint", {"\"Pateint\" in _type is no resource type", "\"Patient\""}},
      {"?name=x", {"\"name\""}},
      {"Patient?_type=Group", {"_type belongs to searches over all types"}},
      {"Patient?_count=-1", {"_count is a number"}},
      {"Patient?_count=ten", {"_count is a number"}},
      {"Patient?_count=10&_count=20", {"\"_count\" is given more than once"}},
      {"Patient?_sort=_id,_id,_id&_sort=_id,_id,_id", {"_sort has more than 5 keys"}},
      {"Patient?_total=many", {"_total is none, estimate or accurate"}},
      {"Patient?_contained=maybe", {"_contained is false, true or both"}},
      {"Patient?_containedType=inner", {"_containedType is container or contained"}},
      {"Patient?_include=Patient", {"Type:parameter"}},
      {"Patient?_include=Patient:name", {"\"name\" of Patient is no reference"}},
      {"Patient?_include=Patient:nam", {"Patient has no search parameter \"nam\""}},
      {"Patient?_include=Patent:organization", {"\"Patent\"", "\"Patient\""}},
      {"Patient?_include=Patient:organization:Practitioner", {"never leads there", "Organization"}},
      {"Patient?_include:deep=Patient:organization", {"\"deep\"", "iterate"}},
      {"Patient?_revinclude=*", {"_revinclude=*"}},
  };
  for (const auto& one : cases) {
    const auto said = refusal(one.url);
    CAPTURE(one.url, said);
    CHECK_FALSE(said.empty());
    std::string flat;  // as printed, lines are broken
    for (const char c : said) flat += c == '\n' ? ' ' : c;
    for (const char* word : one.words) CHECK(flat.find(word) != std::string::npos);
  }
  CHECK(refusal("Patient?name=x&gender=male&_sort=birthdate,-_id&_count=5&_total=accurate&_format=json&_pretty=true").empty());
}

TEST_CASE("all that is wrong with a search is said at once") {
  const auto query = parse(interaction_of("Patient?brithdate=1&gender:exact=x&_count=y&name=rao"));
  REQUIRE_FALSE(query);
  CHECK(query.outcome().issues.size() == 3);
}

TEST_CASE("a parameter without a value is ignored") {  // https://hl7.org/fhir/R4/search.html#errors
  const auto query = must(parse(interaction_of("Patient?gender=&name:exact=&_count=&_sort=&_include=&_type=&xyzzy=&family=%20&given=eve")));
  CHECK(query.criteria[0].size() == 1);
  REQUIRE(query.used.size() == 1);
  CHECK(query.used[0].name == "given");
  CHECK(query.warnings.empty());
  CHECK(query.count == SearchLimits::count_default);
  // Without criteria a conditional interaction would be about all there is.
  CHECK_FALSE(parse_criteria(*fhir::r4::resource_type("Patient"), {{"gender", ""}}));
}

TEST_CASE("_sort may be given again for the keys behind the first") {
  const auto query = must(parse(interaction_of("Patient?_sort=family,-birthdate&_sort=_id")));
  REQUIRE(query.sort.size() == 3);
  CHECK(query.sort[1].descending);
  CHECK(query.sort[2].kind == Sort::Kind::id);
}

TEST_CASE("a search over all types leaves out those of which nothing can match") {
  CHECK(must(parse(interaction_of("?_has:Observation:subject:code=x"))).types.size() < 10);
  CHECK(refusal("?_has:Observation:subject:cod=x").find("\"cod\"") != std::string::npos);
  CHECK_FALSE(refusal("?_type=Patient,Binary&_has:Observation:subject:code=x").empty());
  CHECK_FALSE(refusal("?birthdate=1984").empty());
}

TEST_CASE("lenient handling warns of what it does not know, and refuses what cannot be understood") {
  const auto lenient = [](const char* url) { return parse(interaction_of(url, Handling::lenient)); };
  const auto query = must(lenient("Patient?brithdate=1984&gender=male&nam:exact=x&_sort=gendre"));
  CHECK(query.criteria[0].size() == 1);
  CHECK(query.sort.empty());
  REQUIRE(query.warnings.size() == 3);
  for (const auto& issue : query.warnings) {
    CHECK(issue.severity == fhir::Severity::warning);
    CHECK(issue.text.find("It was ignored.") != std::string::npos);
  }
  REQUIRE(query.used.size() == 1);
  CHECK(query.used[0].name == "gender");
  // "Server SHALL reject any search request that … is suffixed by a modifier that the server does not support"
  CHECK_FALSE(lenient("Patient?name:text=x"));
  CHECK_FALSE(lenient("Patient?general-practitioner:Patient=1"));
  CHECK_FALSE(lenient("Patient?birthdate=xx1984"));
  CHECK_FALSE(lenient("Patient?_count=x"));
  CHECK_FALSE(lenient("Patient?identifier=a|b|c"));
  CHECK(must(lenient("Patient?_type=Group")).warnings.size() == 1);
}

TEST_CASE("limits are kept and named") {
  const auto list = [](std::size_t count, const std::string& value, const std::string& end = "") {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) all += (i == 0 ? "" : ",") + value + std::to_string(i) + end;
    return all;
  };
  CHECK(refusal("Patient?gender=" + list(SearchLimits::or_values, "x")).empty());
  CHECK(refusal("Patient?gender=" + list(SearchLimits::or_values + 1, "x")).find("1001 values; at most 1000") != std::string::npos);
  std::string many = "Patient?";
  for (std::size_t i = 0; i < SearchLimits::parameters; ++i) many += "gender=male&";
  CHECK(refusal(many).empty());
  CHECK(refusal(many + "gender=male").find("at most 64") != std::string::npos);
  CHECK(must(parse(interaction_of("Patient?_count=1000000"))).count == SearchLimits::count_max);
  CHECK(must(parse(interaction_of("Patient?_count=99999999999999999999"))).count == SearchLimits::count_max);
  CHECK(must(parse(interaction_of("Patient"))).count == SearchLimits::count_default);

  // Chains through references to anything branch at each step.
  CHECK(refusal("Provenance?target.subject:Patient.birthdate=gt2020").empty());
  CHECK(refusal("AuditEvent?entity.subject.subject._lastUpdated=gt2020").find("look-ups") != std::string::npos);
  CHECK(refusal("Observation?code-value-date=" + list(SearchLimits::look_ups / 2, "a", "$2024")).empty());
  std::string broad = "Observation?";
  for (int i = 0; i < 3; ++i) broad += "code-value-date=" + list(SearchLimits::or_values, "a", "$2024") + "&";
  CHECK(refusal(broad).find("look-ups") != std::string::npos);
}

TEST_CASE("the parameters that were understood are kept for the self link") {
  const auto query = must(parse(interaction_of("Patient?name=rao&_count=2&_cursor=abc&_sort=-birthdate")));
  REQUIRE(query.used.size() == 3);
  CHECK(query.cursor == "abc");
  CHECK(query.used[2].name == "_sort");
}

TEST_CASE("criteria of conditional interactions are searches without result parameters") {  // https://hl7.org/fhir/R4/http.html#ccreate
  const auto& patient = engine::store::patient_type;
  CHECK(parse_criteria(patient, {{"identifier", "urn:mrn|1"}}));
  CHECK(parse_criteria(patient, {{"identifier", "urn:mrn|1"}, {"_format", "json"}}));
  CHECK_FALSE(parse_criteria(patient, {}));
  CHECK_FALSE(parse_criteria(patient, {{"_format", "json"}}));
  CHECK_FALSE(parse_criteria(patient, {{"identifier", "1"}, {"_count", "1"}}));
  CHECK_FALSE(parse_criteria(patient, {{"identifier", "1"}, {"_sort", "name"}}));
  CHECK_FALSE(parse_criteria(patient, {{"identifier", "1"}, {"_include", "Patient:organization"}}));
  CHECK_FALSE(parse_criteria(patient, {{"brithdate", "1"}}));
  CHECK(must(parse_criteria(patient, {{"identifier", "urn:mrn|1"}})).count == 2);
}

TEST_CASE("a thousand ids are asked for at once") {
  std::string url = "Patient?_id=";
  for (int i = 0; i < 998; ++i) url += "nobody" + std::to_string(i) + ",";
  Fixture store{R"({"resourceType":"Patient","id":"a"})", R"({"resourceType":"Patient","id":"b"})", R"({"resourceType":"Patient","id":"c"})"};
  CHECK(store.found(url + "a,b") == Ids{"a", "b"});
}
