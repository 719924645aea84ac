#include "tests/engine/search/fixture.h"

using namespace engine::search;

// https://hl7.org/fhir/R4/search.html#quantity: values with different but comparable units are equal by their canonical value.

namespace {

std::string observation(const char* id, const char* value, const char* code, const char* comparator = nullptr, const char* system = "http://unitsofmeasure.org") {
  return R"({"resourceType":"Observation","id":")" + std::string(id) + R"(","status":"final","code":{"coding":[{"code":"x"}]},"valueQuantity":{"value":)" + value +
         (comparator != nullptr ? R"(,"comparator":")" + std::string(comparator) + '"' : std::string()) + R"(,"unit":"as written","system":")" + system + R"(","code":")" + code + R"("}})";
}

}  // namespace

TEST_CASE("a quantity is found in whatever unit it was stored") {
  Fixture store;
  store.put(observation("mg", "5.4", "mg"));
  store.put(observation("g", "0.0054", "g"));
  store.put(observation("ug", "5400", "ug"));
  store.put(observation("mmolL", "5.50", "mmol/L"));
  store.put(observation("umolmL", "5.5", "umol/mL"));
  store.put(observation("mmHg", "120", "mm[Hg]"));
  store.put(observation("kPa", "16", "kPa"));
  store.put(observation("Cel", "37", "Cel"));
  store.put(observation("degF", "98.6", "[degF]"));
  store.put(observation("k", "4.5", "10*3/uL"));
  store.put(observation("giga", "4.5", "10*9/L"));
  store.put(observation("percent", "45", "%"));
  store.put(observation("fraction", "0.45", "1"));
  store.put(observation("min", "90", "min"));
  store.put(observation("h", "1.5", "h"));
  store.put(observation("d", "0.0625", "d"));
  store.put(observation("pH", "7.4", "[pH]"));
  store.put(observation("other", "5.4", "mg", nullptr, "urn:units"));
  store.put(observation("eq", "5.5", "meq/L"));
  check(store, {
      {"Observation?value-quantity=5.4|http://unitsofmeasure.org|mg", {"mg", "g", "ug"}},
      {"Observation?value-quantity=0.0054|http://unitsofmeasure.org|g", {"mg", "g", "ug"}},
      {"Observation?value-quantity=0.0054||g", {"mg", "g", "ug"}},
      {"Observation?value-quantity=5400||ug", {"mg", "g", "ug"}},
      {"Observation?value-quantity=5.4||mg", {"mg", "g", "ug", "other"}},
      {"Observation?value-quantity=5.4|urn:units|mg", {"other"}},
      {"Observation?value-quantity=5.4||as written", {"mg", "other"}},
      {"Observation?value-quantity=0.005|http://unitsofmeasure.org|g", {"mg", "g", "ug"}},
      {"Observation?value-quantity=0.006||g", {}},
      {"Observation?value-quantity=0.00540||g", {"mg", "g", "ug"}},
      {"Observation?value-quantity=0.00541||g", {}},
      {"Observation?value-quantity=ne5.4|http://unitsofmeasure.org|mg", {}},
      {"Observation?value-quantity=ne5|http://unitsofmeasure.org|ug", {"mg", "g", "ug"}},
      {"Observation?value-quantity=gt0.0053|http://unitsofmeasure.org|g", {"mg", "g", "ug"}},
      {"Observation?value-quantity=gt0.0054|http://unitsofmeasure.org|g", {}},
      {"Observation?value-quantity=ge0.0054|http://unitsofmeasure.org|g", {"mg", "g", "ug"}},
      {"Observation?value-quantity=lt0.0054|http://unitsofmeasure.org|g", {}},
      {"Observation?value-quantity=le5.4e3|http://unitsofmeasure.org|ug", {"mg", "g", "ug"}},
      {"Observation?value-quantity=ap0.0058|http://unitsofmeasure.org|g", {"mg", "g", "ug"}},
      {"Observation?value-quantity=5.5||mmol/L", {"mmolL", "umolmL"}},
      {"Observation?value-quantity=5500||umol/L", {"mmolL", "umolmL"}},
      {"Observation?value-quantity=5.5||meq/L", {"eq"}},
      {"Observation?value-quantity=120||mm[Hg]", {"mmHg", "kPa"}},
      {"Observation?value-quantity=120.0||mm[Hg]", {"mmHg", "kPa"}},
      {"Observation?value-quantity=120.00||mm[Hg]", {"mmHg"}},
      {"Observation?value-quantity=16||kPa", {"mmHg", "kPa"}},
      {"Observation?value-quantity=16.00||kPa", {"mmHg", "kPa"}},
      {"Observation?value-quantity=15.9986||kPa", {"mmHg"}},
      {"Observation?value-quantity=37||Cel", {"Cel", "degF"}},
      {"Observation?value-quantity=98.6||[degF]", {"Cel", "degF"}},
      {"Observation?value-quantity=310.15||K", {"Cel", "degF"}},
      {"Observation?value-quantity=gt100||[degF]", {}},
      {"Observation?value-quantity=4.5||10*9/L", {"k", "giga"}},
      {"Observation?value-quantity=4500||/uL", {"k", "giga"}},
      {"Observation?value-quantity=45||%25", {"percent", "fraction"}},
      {"Observation?value-quantity=0.45||1", {"percent", "fraction"}},
      {"Observation?value-quantity=5400||s", {"min", "h", "d"}},
      {"Observation?value-quantity=1.5|http://unitsofmeasure.org|h", {"min", "h", "d"}},
      {"Observation?value-quantity=7.4|http://unitsofmeasure.org|[pH]", {"pH"}},
      {"Observation?value-quantity=7.4||[pH]", {"pH"}},
      {"Observation?combo-value-quantity=5.4|http://unitsofmeasure.org|mg", {"mg", "g", "ug"}},
      {"Observation?code-value-quantity=x$0.0054|http://unitsofmeasure.org|g", {"mg", "g", "ug"}},
      {"Observation?code-value-quantity=x$gt5||mg", {"mg", "g", "ug", "other"}},
      {"Observation?_filter=value-quantity eq 5.4||mg", {"mg", "g", "ug", "other"}},
  });
}

TEST_CASE("the ends of a written precision are where they are in the unit that was written") {  // 5.4 is from 5.35 up to 5.45, without that
  Fixture store;
  store.put(observation("low", "5350", "ug"));
  store.put(observation("below", "5349.999", "ug"));
  store.put(observation("high", "5450", "ug"));
  store.put(observation("highest", "5449.999", "ug"));
  CHECK(store.found("Observation?value-quantity=5.4|http://unitsofmeasure.org|mg") == Ids{"highest", "low"});
  CHECK(store.found("Observation?value-quantity=0.0054|http://unitsofmeasure.org|g") == Ids{"highest", "low"});
}

TEST_CASE("what is less or more than a number is so in other units") {
  Fixture store;
  store.put(observation("less", "5", "mg", "<"));
  store.put(observation("more", "5", "mg", ">="));
  check(store, {
      {"Observation?value-quantity=lt0.001|http://unitsofmeasure.org|g", {"less"}},
      {"Observation?value-quantity=gt1000000|http://unitsofmeasure.org|kg", {"more"}},
      {"Observation?value-quantity=sa0.0049|http://unitsofmeasure.org|g", {"more"}},
      {"Observation?value-quantity=eb0.005|http://unitsofmeasure.org|g", {"less"}},
  });
}

TEST_CASE("parts of composites, ranges and samples are converted too") {
  Fixture store{
      R"({"resourceType":"Observation","id":"bp","status":"final","code":{"text":"bp"},"component":[{"code":{"coding":[{"code":"sys"}]},"valueQuantity":{"value":120,"unit":"mmHg","system":"http://unitsofmeasure.org","code":"mm[Hg]"}},{"code":{"coding":[{"code":"dia"}]},"valueQuantity":{"value":80,"unit":"mmHg","system":"http://unitsofmeasure.org","code":"mm[Hg]"}}]})",
      R"({"resourceType":"Observation","id":"samples","status":"final","code":{"text":"x"},"valueSampledData":{"origin":{"value":10,"system":"http://unitsofmeasure.org","code":"mg"},"period":1,"factor":2,"dimensions":1,"data":"1 5 E 3"}})",
      R"({"resourceType":"Condition","id":"months","subject":{"display":"x"},"onsetAge":{"value":18,"unit":"mo","system":"http://unitsofmeasure.org","code":"mo"}})",
      R"({"resourceType":"Condition","id":"range","subject":{"display":"x"},"onsetRange":{"low":{"value":1,"unit":"a","system":"http://unitsofmeasure.org","code":"a"},"high":{"value":2,"unit":"a","system":"http://unitsofmeasure.org","code":"a"}}})",
  };
  check(store, {
      {"Observation?component-code-value-quantity=sys$16|http://unitsofmeasure.org|kPa", {"bp"}},
      {"Observation?component-code-value-quantity=dia$16|http://unitsofmeasure.org|kPa", {}},
      {"Observation?component-code-value-quantity=dia$lt11||kPa", {"bp"}},
      {"Observation?component-value-quantity=gt15.9||kPa", {"bp"}},
      {"Observation?component-code-value-quantity=sys$120||mmHg", {"bp"}},
      {"Observation?value-quantity=ap0.015||g", {"samples"}},
      {"Observation?value-quantity=gt0.0199||g", {"samples"}},
      {"Observation?value-quantity=gt0.02||g", {}},
      {"Condition?onset-age=1.5||a", {"months"}},
      {"Condition?onset-age=ge12||mo", {"months", "range"}},
      {"Condition?onset-age=ap18||mo", {"months", "range"}},
  });
}
