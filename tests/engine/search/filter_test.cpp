#include "tests/engine/search/fixture.h"

using namespace engine::search;

// https://hl7.org/fhir/R4/search_filter.html

namespace {

struct Clinic : Fixture {
  Clinic() : Fixture{
      R"({"resourceType":"Organization","id":"apollo","name":"Apollo","identifier":[{"system":"urn:hfr","value":"IN1"}]})",
      R"({"resourceType":"Patient","id":"peter","name":[{"family":"Petersen","given":["Peter","James"]}],"gender":"male","birthDate":"2015-01-02","managingOrganization":{"reference":"Organization/apollo"}})",
      R"({"resourceType":"Patient","id":"pia","name":[{"family":"Carpet","given":["Pia"]}],"gender":"female","birthDate":"2010-05"})",
      R"({"resourceType":"Patient","id":"odd","name":[{"family":"100%_\\ (a) [b]","given":["Ø \"x\""]}],"birthDate":"1970"})",
      R"({"resourceType":"Patient","id":"bare","active":true})",
      R"({"resourceType":"Observation","id":"high","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},"subject":{"reference":"Patient/peter"},"effectivePeriod":{"start":"2024-01-10","end":"2024-02-10"},"valueQuantity":{"value":160,"unit":"mmHg","system":"http://unitsofmeasure.org","code":"mm[Hg]"}})",
      R"({"resourceType":"Observation","id":"low","status":"amended","code":{"coding":[{"system":"http://loinc.org","code":"8480-6"},{"code":"bp"}]},"subject":{"reference":"Patient/pia"},"effectiveDateTime":"2024-03-01","valueQuantity":{"value":100,"unit":"mmHg","system":"http://unitsofmeasure.org","code":"mm[Hg]"}})",
      R"({"resourceType":"Observation","id":"text","status":"final","code":{"text":"x"},"valueString":"none"})",
      R"({"resourceType":"DocumentReference","id":"dr","status":"current","content":[{"attachment":{"title":"x"}}],"relatesTo":[{"code":"replaces","target":{"reference":"DocumentReference/old"}},{"code":"signs","target":{"reference":"DocumentReference/other"}}]})",
      R"({"resourceType":"CodeSystem","id":"cs","url":"http://example.org/cs","status":"active","content":"complete"})",
  } {}
};

}  // namespace

TEST_CASE("a filter tests what a parameter finds by the operators") {  // https://hl7.org/fhir/R4/search_filter.html#ops
  Clinic store;
  check(store, {
      {"Patient?_filter=name co \"pet\"", {"peter", "pia"}},
      {"Patient?_filter=given eq \"peter\" and birthdate ge 2014-10-10", {"peter"}},
      {"Patient?_filter=given eq pete", {}},
      {"Patient?_filter=given sw pete", {"peter"}},
      {"Patient?_filter=family ew SEN", {"peter"}},
      {"Patient?_filter=name ew pet", {"pia"}},
      {"Patient?_filter=family ew \"[b]\"", {"odd"}},
      {"Patient?_filter=family ew \"%25_\\\\ (a) [b]\"", {"odd"}},
      {"Patient?_filter=family ew \"0_\\\\ (a) [b]\"", {}},
      {"Patient?_filter=family co \"0%25_\"", {"odd"}},
      {"Patient?_filter=family co \"_0\"", {}},
      {"Patient?_filter=given eq \"Ø \\\"X\\u0022\"", {"odd"}},
      {"Patient?_filter=given ne peter", {"peter", "pia", "odd"}},
      {"Patient?_filter=given ne pia", {"peter", "odd"}},
      {"Patient?_filter=gender eq male", {"peter"}},
      {"Patient?_filter=gender ne male", {"pia"}},
      {"Patient?_filter=not(gender eq male)", {"pia", "odd", "bare"}},
      {"Patient?_filter=gender pr true", {"peter", "pia"}},
      {"Patient?_filter=gender pr false", {"odd", "bare"}},
      {"Patient?_filter=birthdate eq 2010", {"pia"}},
      {"Patient?_filter=birthdate ne 2010", {"peter", "odd"}},
      {"Patient?_filter=birthdate lt 2010", {"odd"}},
      {"Patient?_filter=birthdate gt \"2010\"", {"peter"}},
      {"Patient?_filter=birthdate le 2010-12", {"pia", "odd"}},
      {"Patient?_filter=_id eq peter", {"peter"}},
      {"Patient?_filter=_id ne peter", {"pia", "odd", "bare"}},
      {"Patient?_filter=_lastUpdated gt 2020", {"peter", "pia", "odd", "bare"}},
      {"Patient?_filter=organization re Organization/apollo", {"peter"}},
      {"Patient?_filter=organization eq apollo", {"peter"}},
      {"Observation?_filter=code eq http://loinc.org|8480-6", {"high", "low"}},
      {"Observation?_filter=code ne bp", {"high"}},
      {"Observation?_filter=value-quantity gt 150|http://unitsofmeasure.org|mm[Hg]", {"high"}},
      {"Observation?_filter=(value-quantity gt 150||mm[Hg])", {"high"}},
      {"Observation?_filter=value-quantity eq 100", {"low"}},
      {"Observation?_filter=value-quantity ne 100", {"high"}},
      {"Observation?_filter=value-quantity ap 105", {"low"}},
      {"Observation?_filter=date po 2024-02", {"high"}},
      {"Observation?_filter=date po 2024", {"high", "low"}},
      {"Observation?_filter=date eq 2024-02", {}},
      {"Observation?_filter=date sa 2024-02-10", {"low"}},
      {"Observation?_filter=date eb 2024-02-11", {"high"}},
      {"Observation?_filter=code-value-quantity eq 8480-6$160", {"high"}},
      {"Observation?_filter=code-value-quantity eq http://loinc.org|8480-6$lt120", {"low"}},
      {"Observation?_filter=subject pr false", {"text"}},
      {"CodeSystem?_filter=url eq http://example.org/cs", {"cs"}},
      {"CodeSystem?_filter=url ne http://example.org/cs", {}},
  });
}

TEST_CASE("filters are joined from left to right, and parentheses come first") {  // https://hl7.org/fhir/R4/search_filter.html#grammar
  Clinic store;
  check(store, {
      {"Patient?_filter=gender eq male or gender eq female and birthdate lt 2012", {"pia"}},
      {"Patient?_filter=gender eq male or (gender eq female and birthdate lt 2012)", {"peter", "pia"}},
      {"Patient?_filter=birthdate lt 2012 and gender eq female or gender eq male", {"peter", "pia"}},
      {"Patient?_filter=((gender eq male))", {"peter"}},
      {"Patient?_filter=not (gender eq male or birthdate lt 1980)", {"pia", "bare"}},
      {"Patient?_filter=not(not(gender eq male))", {"peter"}},
      {"Patient?_filter=(gender eq male)or(gender eq female)", {"peter", "pia"}},
      {"Patient?_filter=%20%20gender%09eq%0Amale%20", {"peter"}},
      {"Patient?_filter=gender eq male&birthdate=gt2020", {}},
      {"Patient?_filter=gender pr true&birthdate=gt2012", {"peter"}},
      {"Patient?_filter=gender pr true&_filter=birthdate lt 2012", {"pia"}},
      {"Patient?_sort=birthdate&_filter=gender pr true", {"peter", "pia"}},
      {"?_type=Patient,Observation&_filter=_id eq peter or _id eq high", {"peter", "high"}},
  });
}

TEST_CASE("a filter follows references, and brackets speak of the same resource") {
  Clinic store;
  check(store, {
      {"Observation?_filter=subject.name co \"pet\"", {"high", "low"}},
      {"Observation?_filter=subject.name ew \"pet\"", {"low"}},
      {"Observation?_filter=subject:Patient.gender eq male", {"high"}},
      {"Observation?_filter=patient.organization.name eq apollo", {"high"}},
      {"Observation?_filter=not(patient.gender eq male)", {"low", "text"}},
      {"Observation?_filter=patient.gender ne male", {"low"}},
      {"Observation?_filter=patient[gender eq male].name co pet", {"high"}},
      {"Observation?_filter=patient[gender eq male or birthdate lt 2012].name co pet", {"high", "low"}},
      {"Observation?_filter=patient[gender eq male and birthdate lt 2012].name co pet", {}},
      {"Observation?_filter=patient[organization.name eq apollo].organization[identifier eq urn:hfr|IN1].name sw ap", {"high"}},
      {"DocumentReference?_filter=relationship[relation eq replaces].relatesto re DocumentReference/old", {"dr"}},
      {"DocumentReference?_filter=relationship[relation eq signs].relatesto re DocumentReference/old", {}},
      {"DocumentReference?_filter=relationship[relatesto re DocumentReference/other].relation eq signs", {"dr"}},
      {"Observation?_filter=code-value-quantity[code eq 8480-6].value-quantity gt 150", {"high"}},
      {"Observation?subject:Patient._filter=gender eq male or birthdate lt 2012", {"high", "low"}},
      {"Patient?_has:Observation:patient:_filter=code eq bp or status eq draft", {"pia"}},
  });
}

TEST_CASE("what is wrong with a filter is said with its place") {
  struct Refused {
    const char* filter;
    std::vector<const char*> words;
  };
  const Refused cases[] = {
      {"name", {"column 5", "An operator (eq, ne,", "before the filter ends"}},
      {"name eq", {"column 8", "A value is expected"}},
      {"name xx peter", {"column 6", "An operator", "\"xx peter\""}},
      {"name EQ peter", {"column 6", "An operator"}},
      {"nam eq peter", {"column 1", "no search parameter \"nam\"", "\"name\""}},
      {"gender eq male and nam eq x", {"column 20", "\"nam\""}},
      {"gender eq \"é\" and nam eq x", {"column 19", "\"nam\""}},
      {"gender co male", {"column 8", "\"co\" is not answered for \"gender\" of Patient", "eq, ne, pr"}},
      {"name gt x", {"\"gt\" is not answered", "eq, ne, co, sw, ew, pr"}},
      {"birthdate sw 2010", {"eq, ne, gt, lt, ge, le, sa, eb, ap, po, pr"}},
      {"birthdate eq yesterday", {"is no date"}},
      {"gender pr maybe", {"column 11", "true or false"}},
      {"gender eq male and", {"column 19", "name of a search parameter"}},
      {"gender eq male birthdate eq 2010", {"column 16", "\"and\" or \"or\" is expected"}},
      {"(gender eq male", {"column 16", "\")\" is expected"}},
      {"gender eq male)", {"column 15", "\"and\" or \"or\""}},
      {"not gender eq male", {"column 5", "An operator"}},
      {"name eq \"peter", {"closing quote"}},
      {"name eq \"\"", {"column 9", "nothing between the quotes", "\"pr\""}},
      {"name eq \"\\u00\"", {"column 9", "no JSON string"}},
      {"name:exact eq Peter", {"column 5", "no modifier"}},
      {"organization[name eq x] pr true", {"column 24", "\".\" and a name"}},
      {"organization[name eq x.name eq y", {"\"]\""}},
      {"organization[nam eq x].name eq y", {"column 14", "\"nam\""}},
      {"gender[name eq x].name eq y", {"column 1", "\"gender\" of Patient is no reference"}},
      {"organization.partof.partof.partof.name eq x", {"3 deep"}},
  };
  for (const auto& one : cases) {
    const auto said = refusal("Patient?_filter=" + std::string(one.filter));
    CAPTURE(one.filter, said);
    CHECK_FALSE(said.empty());
    std::string flat;  // as printed, lines are broken
    for (const char c : said) flat += c == '\n' ? ' ' : c;
    for (const char* word : one.words) CHECK(flat.find(word) != std::string::npos);
  }
  CHECK(refusal("Observation?_filter=value-quantity eq gt5").find("no prefix") != std::string::npos);
  CHECK(refusal("Observation?_filter=code-value-quantity.value-quantity eq 5").find("brackets") != std::string::npos);
  CHECK_FALSE(parse(interaction_of("Patient?_filter=nam eq x", engine::Handling::lenient)));
}

TEST_CASE("a comma in a filter stands for itself, whatever the operator") {
  const auto value_of = [](const char* filter) {
    const Query query = must(parse(interaction_of("Observation?_filter=" + std::string(filter))));
    REQUIRE(query.criteria[0][0].values.size() == 1);
    return query.criteria[0][0].values[0];
  };
  for (const char* operation : {"eq", "ss", "sb"}) {
    const Value value = value_of(("code " + std::string(operation) + " \"http://vc|v,c\"").c_str());
    CHECK(value.system == "http://vc");
    CHECK(value.text == "v,c");
  }
  CHECK(value_of("code in http://vc/a,b").text == "http://vc/a,b");
  CHECK(value_of("code ni \"http://vc/a,b|1\"").text == "http://vc/a,b|1");
  CHECK(value_of("subject re \"http://vc/a,b\"").text == "http://vc/a,b");
}

TEST_CASE("limits of filters are kept and named") {
  const auto tests = [](std::size_t count) {
    std::string all = "Patient?_filter=gender eq male";
    for (std::size_t i = 1; i < count; ++i) all += " or gender eq male";
    return all;
  };
  CHECK(refusal(tests(SearchLimits::filter_tests)).empty());
  CHECK(refusal(tests(SearchLimits::filter_tests + 1)).find("at most 64 tests") != std::string::npos);
  const auto nested = [](int depth) {
    return "Patient?_filter=" + std::string(static_cast<std::size_t>(depth), '(') + "gender eq male" + std::string(static_cast<std::size_t>(depth), ')');
  };
  CHECK(refusal(nested(SearchLimits::filter_depth)).empty());
  CHECK(refusal(nested(SearchLimits::filter_depth + 1)).find("16 deep") != std::string::npos);
  CHECK_FALSE(refusal(nested(20'000)).empty());
  CHECK(refusal("Patient?_filter=name co \"" + std::string(SearchLimits::text_bytes + 1, 'x') + "\"").find("longer than") != std::string::npos);
}
