#include "fhir/path/evaluate.h"

#include <string>
#include <string_view>

#include "catch2/catch.hpp"
#include "fhir/json/read.h"
#include "fhir/path/print.h"

namespace {

using namespace fhir::path;

constexpr std::string_view patient = R"({
  "resourceType": "Patient", "id": "p1",
  "contained": [{"resourceType": "Organization", "id": "o1", "name": "Clinic"}],
  "extension": [{"url": "http://example.org/birthPlace", "valueString": "Pune"},
                {"url": "http://example.org/weight", "valueQuantity": {"value": 70.50, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"}}],
  "active": true,
  "name": [{"use": "official", "family": "Ångström", "given": ["Peter", "James"]},
           {"use": "usual", "given": ["Jim"], "_given": [{"extension": [{"url": "http://example.org/said", "valueCode": "aloud"}]}]},
           {"use": "maiden", "given": ["Peter", "James"], "family": "Windsor", "period": {"end": "2002"}}],
  "birthDate": "1974-12-25",
  "_birthDate": {"extension": [{"url": "http://example.org/time", "valueDateTime": "1974-12-25T14:35:45-05:00"}]},
  "deceasedBoolean": false,
  "gender": "male",
  "multipleBirthInteger": 2,
  "managingOrganization": {"reference": "#o1"},
  "generalPractitioner": [{"reference": "Practitioner/77"}, {"display": "nobody"}],
  "contact": [{"name": {"family": "du Marché"}, "gender": "female"}]
})";

struct Case {
  std::string_view expression;
  std::string_view values;  ///< as JSON, or "error"
};

std::string values_of(std::string_view expression, fhir::Resource resource, fhir::Arena& arena, const Environment& environment = {}) {
  const auto compiled = compile(expression);
  if (!compiled) return "does not compile: " + to_text(compiled.outcome());
  const auto values = evaluate(*compiled, resource, arena, environment);
  return values ? to_json(*values) : "error";
}

template <std::size_t count>
void check_all(const Case (&cases)[count]) {
  fhir::Arena arena;
  const auto resource = fhir::json::read(patient, arena);
  REQUIRE(resource);
  for (const Case& one : cases) {
    CAPTURE(one.expression);
    CHECK(values_of(one.expression, *resource, arena) == one.values);
  }
}

}  // namespace

TEST_CASE("FHIRPath literals are what they say") {
  constexpr Case cases[] = {
      {"{}", "[]"},
      {"true", "[true]"},
      {"42", "[42]"},
      {"-2147483648", "[-2147483648]"},
      {"1.50", "[1.50]"},
      {"'it\\'s \\u00e5'", "[\"it's å\"]"},
      {"@2014-01", "[\"2014-01\"]"},
      {"@2014-01-25T14:30:14.559", "[\"2014-01-25T14:30:14.559\"]"},
      {"@2014-01-25T14:30+05:30", "[\"2014-01-25T14:30+05:30\"]"},
      {"@T07:30", "[\"07:30\"]"},
      {"4.5 'mg'", "[\"4.5 'mg'\"]"},
      {"1 year", "[\"1 year\"]"},
      {"%ucum", "[\"http://unitsofmeasure.org\"]"},
      {"%`vs-administrative-gender`", "[\"http://hl7.org/fhir/ValueSet/administrative-gender\"]"},
      {"%nothing", "error"},
  };
  check_all(cases);
}

TEST_CASE("FHIRPath operators bind as their precedence says") {
  constexpr Case cases[] = {
      {"1 + 2 * 3", "[7]"},
      {"(1 + 2) * 3", "[9]"},
      {"10 - 4 - 3", "[3]"},
      {"2 + 3 = 5", "[true]"},
      {"1 < 2 = true", "[true]"},
      {"false and true or true", "[true]"},
      {"true or true and false", "[true]"},
      {"false implies false and false", "[true]"},
      {"1 | 2 | 3 = 1 | 2 | 3", "[true]"},
      {"-1 + 2", "[1]"},
      {"- name.count()", "[-3]"},
      {"'a' & 'b' + 'c'", "[\"abc\"]"},
      {"7 div 2 * 2 + 7 mod 2", "[7]"},
      {"1 + 1 is Integer", "[true]"},
      {"name.given contains 'Jim' and 'Jim' in name.given", "[true]"},
  };
  check_all(cases);
}

TEST_CASE("FHIRPath logic has three values") {
  constexpr std::string_view truths[] = {"true", "false", "{}"};
  constexpr std::string_view conjunction[3][3] = {{"[true]", "[false]", "[]"}, {"[false]", "[false]", "[false]"}, {"[]", "[false]", "[]"}};
  constexpr std::string_view disjunction[3][3] = {{"[true]", "[true]", "[true]"}, {"[true]", "[false]", "[]"}, {"[true]", "[]", "[]"}};
  constexpr std::string_view exclusive[3][3] = {{"[false]", "[true]", "[]"}, {"[true]", "[false]", "[]"}, {"[]", "[]", "[]"}};
  constexpr std::string_view implication[3][3] = {{"[true]", "[false]", "[]"}, {"[true]", "[true]", "[true]"}, {"[true]", "[]", "[]"}};
  fhir::Arena arena;
  const auto resource = fhir::json::read(patient, arena);
  REQUIRE(resource);
  for (int left = 0; left < 3; ++left) {
    for (int right = 0; right < 3; ++right) {
      const auto joined = [&](std::string_view with) { return std::string(truths[left]).append(with).append(truths[right]); };
      CAPTURE(left, right);
      CHECK(values_of(joined(" and "), *resource, arena) == conjunction[left][right]);
      CHECK(values_of(joined(" or "), *resource, arena) == disjunction[left][right]);
      CHECK(values_of(joined(" xor "), *resource, arena) == exclusive[left][right]);
      CHECK(values_of(joined(" implies "), *resource, arena) == implication[left][right]);
    }
  }
}

TEST_CASE("FHIRPath equality knows when it does not know") {
  constexpr Case cases[] = {
      {"1 = 1.0", "[true]"},
      {"1 = '1'", "[false]"},
      {"{} = 1", "[]"},
      {"(1 | 2) = (2 | 1)", "[false]"},
      {"(1 | 2) ~ (2 | 1)", "[true]"},
      {"{} ~ {}", "[true]"},
      {"1 ~ {}", "[false]"},
      {"'Abc  d' = 'abc d'", "[false]"},
      {"'ABC' ~ 'abc'", "[true]"},
      {"1.1 ~ 1.12", "[true]"},
      {"1.1 = 1.12", "[false]"},
      {"name[0] = name[0]", "[true]"},
      {"name[0] = name[2]", "[false]"},
      {"name[0].given = name[2].given", "[true]"},
      {"gender = 'male'", "[true]"},
      {"birthDate = @1974-12-25", "[true]"},
      {"birthDate = @1974", "[]"},
      {"birthDate ~ @1974", "[false]"},
      {"birthDate = @1975", "[false]"},
      {"@2012-04-15T15:00:00+02:00 = @2012-04-15T16:00:00+03:00", "[true]"},
      {"@2012-04-15T10:00:00 = @2012-04-15T10:00:00.000", "[true]"},
      {"7 days = 1 week", "[true]"},
      {"12 months = 1 year", "[true]"},
      {"1 'cm' = 1 's'", "[]"},
      {"1 year = 1 'a'", "[]"},
      {"1 year ~ 1 'a'", "[true]"},
  };
  check_all(cases);
}

TEST_CASE("FHIRPath compares partial dates as far as they are known") {
  constexpr Case cases[] = {
      {"@2012 < @2013-01", "[true]"},
      {"@2012 < @2012-06", "[]"},
      {"@2012-01 < @2012-02-03", "[true]"},
      {"@T10:30 < @T10:30:00", "[]"},
      {"@T10:30 < @T10:31:00", "[true]"},
      {"birthDate < today()", "[true]"},
      {"now() > birthDate", "[true]"},
      {"name[2].period.end > @2001", "[true]"},
      {"name[2].period.end > @2002-05-01", "[]"},
      {"1 < 'a'", "error"},
      {"'a' < 'b'", "[true]"},
      {"1 < {}", "[]"},
      {"1 day < 1 week", "[true]"},
  };
  check_all(cases);
}

TEST_CASE("FHIRPath calculates exactly, and dates by the calendar") {
  constexpr Case cases[] = {
      {"0.1 + 0.2 = 0.3", "[true]"},
      {"1 / 3", "[0.33333333]"},
      {"1 / 0", "[]"},
      {"5 mod 0", "[]"},
      {"2147483647 + 1", "[]"},
      {"5 div 2", "[2]"},
      {"-5 mod 3", "[-2]"},
      {"@2012-01-31 + 1 month", "[\"2012-02-29\"]"},
      {"@2014 + 24 months", "[\"2016\"]"},
      {"@2014-12-31T23:59:59.5Z + 1 second", "[\"2015-01-01T00:00:00.500Z\"]"},
      {"@2014 + 1 'mo'", "error"},
      {"@T23:30 + 1 hour", "[\"00:30\"]"},
      {"@2014-03-01 - 1 day", "[\"2014-02-28\"]"},
      {"3 'mg' + 4 'mg'", "[\"7 'mg'\"]"},
      {"'a' + 1", "error"},
      {"(1 | 2) + 1", "error"},
      {"(-5).abs()", "[5]"},
      {"1.1.ceiling()", "[2]"},
      {"(-1.1).floor()", "[-2]"},
      {"(-1.9).truncate()", "[-1]"},
      {"3.14159.round(3)", "[3.142]"},
      {"2.power(3)", "[8]"},
      {"(-1).sqrt()", "[]"},
      {"81.sqrt() = 9", "[true]"},
      {"0.ln()", "[]"},
      {"16.log(2) = 4", "[true]"},
  };
  check_all(cases);
}

TEST_CASE("FHIRPath takes texts apart by characters, not bytes") {
  constexpr Case cases[] = {
      {"name[0].family.length()", "[8]"},
      {"name[0].family.substring(0, 1)", "[\"Å\"]"},
      {"name[0].family.substring(8)", "[]"},
      {"name[0].family.indexOf('m')", "[7]"},
      {"name[0].family.upper()", "[\"ÅNGSTRÖM\"]"},
      {"'åß'.toChars()", "[\"å\",\"ß\"]"},
      {"'abcdefg'.replace('cde', '123')", "[\"ab123fg\"]"},
      {"'abc'.replace('', 'x')", "[\"xaxbxcx\"]"},
      {"'N8000123123'.matches('^N[0-9]{8}$')", "[false]"},
      {"'N8000123123'.matches('N[0-9]{8}')", "[true]"},
      {"'11/30/1972'.replaceMatches('\\\\b(?<m>\\\\d{1,2})/(?<d>\\\\d{1,2})/(?<y>\\\\d{2,4})\\\\b', '${d}-${m}-${y}')", "[\"30-11-1972\"]"},
      {"'a'.matches('(')", "error"},
      {"'a,b'.split(',')", "[\"a\",\"b\"]"},
      {"name.given.join('+')", "[\"Peter+James+Jim+Peter+James\"]"},
      {"' x '.trim()", "[\"x\"]"},
      {"'hi?'.encode('base64')", "[\"aGk/\"]"},
      {"'aGk_'.decode('urlbase64')", "[\"hi?\"]"},
      {"'hi'.encode('hex')", "[\"6869\"]"},
      {"'<a>'.escape('html')", "[\"&lt;a&gt;\"]"},
      {"'x' & {} & 'y'", "[\"xy\"]"},
      {"1.startsWith('1')", "error"},
      {"{}.upper()", "[]"},
  };
  check_all(cases);
}

TEST_CASE("FHIRPath converts what can be converted, and nothing else") {
  constexpr Case cases[] = {
      {"'1'.toInteger()", "[1]"},
      {"'1.5'.toInteger()", "[]"},
      {"'x'.convertsToInteger()", "[false]"},
      {"true.toInteger()", "[1]"},
      {"'1.50'.toDecimal()", "[1.50]"},
      {"'yes'.toBoolean()", "[true]"},
      {"'2'.convertsToBoolean()", "[false]"},
      {"'2015-02-04T14:34:28Z'.toDateTime()", "[\"2015-02-04T14:34:28Z\"]"},
      {"'2015-02-30'.toDate()", "[]"},
      {"'14:34'.toTime()", "[\"14:34\"]"},
      {"'4 days'.toQuantity()", "[\"4 days\"]"},
      {"1.50.toString()", "[\"1.50\"]"},
      {"birthDate.toString().length() >= 8", "[true]"},
      {"(1 | 2).toString()", "error"},
      {"name.toString()", "error"},
      {"iif(active, 'yes', 1 / 'x')", "[\"yes\"]"},
      {"iif({}, 'yes', 'no')", "[\"no\"]"},
  };
  check_all(cases);
}

TEST_CASE("FHIRPath selects and joins collections") {
  constexpr Case cases[] = {
      {"name.where(use = 'usual').given", "[\"Jim\"]"},
      {"name.given.distinct()", "[\"Peter\",\"James\",\"Jim\"]"},
      {"name.given.isDistinct()", "[false]"},
      {"name.given[1]", "[\"James\"]"},
      {"name.given[9]", "[]"},
      {"name.given.first() | name.given.last()", "[\"Peter\",\"James\"]"},
      {"name.given.tail().count()", "[4]"},
      {"name.given.skip(3).take(1)", "[\"Peter\"]"},
      {"name.single()", "error"},
      {"name.select(given.count())", "[2,1,2]"},
      {"name.select($index)", "[0,1,2]"},
      {"name.all(given.exists())", "[true]"},
      {"name.exists(period.exists())", "[true]"},
      {"name.select(period.exists()).allTrue()", "[false]"},
      {"name.select(period.exists()).anyTrue()", "[true]"},
      {"{}.allTrue() and {}.allFalse()", "[true]"},
      {"(1 | 2 | 3).aggregate($this + $total, 0)", "[6]"},
      {"(1 | 2 | 3).intersect(2 | 4)", "[2]"},
      {"(1 | 2 | 3).exclude(2)", "[1,3]"},
      {"1.combine(1).count()", "[2]"},
      {"name.given.subsetOf(name.given | 'x')", "[true]"},
      {"name[0].given.supersetOf('Peter')", "[true]"},
      {"name.repeat($this).count()", "[3]"},
      {"(1 | 2).where($this > 1)", "[2]"},
      {"name.where(given.where($this = 'Jim').exists()).use", "[\"usual\"]"},
      {"$total", "error"},
  };
  check_all(cases);
}

TEST_CASE("FHIRPath walks FHIR's elements, choices, extensions and references") {
  constexpr Case cases[] = {
      {"Patient.name.family", "[\"Ångström\",\"Windsor\"]"},
      {"Observation.name.family", "[]"},
      {"Resource.id", "[\"p1\"]"},
      {"deceased", "[false]"},
      {"deceased is boolean", "[true]"},
      {"multipleBirth as integer", "[2]"},
      {"multipleBirth.ofType(boolean)", "[]"},
      {"deceasedBoolean", "[]"},
      {"extension('http://example.org/birthPlace').value", "[\"Pune\"]"},
      {"extension('http://example.org/weight').value.value", "[70.50]"},
      {"extension.value.ofType(Quantity) > 70 'kg'", "[true]"},
      {"birthDate.extension('http://example.org/time').value", "[\"1974-12-25T14:35:45-05:00\"]"},
      {"birthDate.hasExtension('http://example.org/time')", "[true]"},
      {"name[1].given.extension.value", "[\"aloud\"]"},
      {"birthDate.hasValue()", "[true]"},
      {"name.hasValue()", "[false]"},
      {"managingOrganization.resolve().name", "[\"Clinic\"]"},
      {"managingOrganization.resolve() is Organization", "[true]"},
      {"generalPractitioner.resolve()", "[]"},
      {"contact.gender", "[\"female\"]"},
      {"children().ofType(HumanName).count()", "[3]"},
      {"descendants().ofType(HumanName).count()", "[4]"},
      {"contained.ofType(Organization).name", "[\"Clinic\"]"},
      {"%resource.id", "[\"p1\"]"},
      {"%context.id", "[\"p1\"]"},
      {"name.first().type().name", "[\"HumanName\"]"},
      {"1.type().namespace", "[\"System\"]"},
      {"gender.is(code) and gender.is(string)", "[true]"},
      {"name.is(HumanName)", "error"},
      {"checkModifiers().id", "[\"p1\"]"},
      {"gender.memberOf('http://hl7.org/fhir/ValueSet/administrative-gender')", "error"},
      {"contained.id.single()", "[\"o1\"]"},
      {"name[0]", "[{\"use\":\"official\",\"family\":\"Ångström\",\"given\":[\"Peter\",\"James\"]}]"},
  };
  check_all(cases);
}

TEST_CASE("FHIRPath asks the environment for what is beyond the resource") {
  fhir::Arena arena;
  const auto resource = fhir::json::read(patient, arena);
  REQUIRE(resource);
  const auto other = fhir::json::read(R"({"resourceType":"Practitioner","id":"77","active":true})", arena);
  REQUIRE(other);
  Environment environment;
  environment.now = 0;
  environment.zone_minutes = 330;
  const Variable variables[] = {{"answer", Value::of(std::int64_t{42})}};
  environment.variables = variables;
  environment.resolve = [&](std::string_view reference) { return reference == "Practitioner/77" ? *other : fhir::Resource{}; };
  environment.member_of = [](const Value& coded, std::string_view) -> std::optional<bool> { return to_text(coded) == "male"; };
  environment.conforms_to = [](Node node, std::string_view profile) -> std::optional<bool> { return profile.ends_with(node.type->name); };
  environment.convert = [](const fhir::Decimal& value, std::string_view from, std::string_view to) -> std::optional<fhir::Decimal> {
    if (from != "mg" || to != "g") return {};
    return fhir::Decimal{value.mantissa, value.exponent - 3};
  };
  std::size_t traced = 0;
  environment.trace = [&traced](std::string_view name, const Collection& values) { traced += name == "names" ? values.size() : 0; };
  constexpr Case cases[] = {
      {"%answer + 1", "[43]"},
      {"now()", "[\"1970-01-01T05:30:00.000+05:30\"]"},
      {"today()", "[\"1970-01-01\"]"},
      {"timeOfDay()", "[\"05:30:00.000\"]"},
      {"generalPractitioner.resolve().id", "[\"77\"]"},
      {"gender.memberOf('http://example.org/any')", "[true]"},
      {"conformsTo('http://hl7.org/fhir/StructureDefinition/Patient')", "[true]"},
      {"4 'g' = 4000 'mg'", "[true]"},
      {"name.trace('names').count()", "[3]"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.expression);
    CHECK(values_of(one.expression, *resource, arena, environment) == one.values);
  }
  CHECK(traced == 3);
}

TEST_CASE("FHIRPath resolves references among the entries of a bundle") {
  fhir::Arena arena;
  const auto bundle = fhir::json::read(R"({"resourceType": "Bundle", "type": "collection", "entry": [
    {"fullUrl": "urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a", "resource": {"resourceType": "Patient", "id": "a", "active": true}},
    {"fullUrl": "http://example.org/fhir/Patient/b", "resource": {"resourceType": "Patient", "id": "b", "active": false}},
    {"fullUrl": "http://example.org/fhir/Observation/c", "resource": {"resourceType": "Observation", "id": "c", "status": "final",
      "code": {"text": "x"}, "subject": {"reference": "Patient/b"}, "performer": [{"reference": "urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a"}]}}]})",
                                       arena);
  REQUIRE(bundle);
  CHECK(values_of("entry.resource.subject.resolve().active", *bundle, arena) == "[false]");
  CHECK(values_of("entry.resource.performer.resolve().id", *bundle, arena) == "[\"a\"]");
}

TEST_CASE("an invariant holds only if it is true") {
  fhir::Arena arena;
  const auto resource = fhir::json::read(patient, arena);
  REQUIRE(resource);
  const auto truth = [&](std::string_view expression) {
    const auto compiled = compile(expression);
    REQUIRE(compiled);
    const auto result = holds(*compiled, *resource, arena);
    REQUIRE(result);
    return *result;
  };
  CHECK(truth("name.exists()"));
  CHECK(truth("active"));
  CHECK(truth("gender"));
  CHECK_FALSE(truth("deceased"));
  CHECK_FALSE(truth("{}"));
}
