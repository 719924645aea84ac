#include "tests/engine/search/fixture.h"

using namespace engine::search;

TEST_CASE("a number stands for all that rounds to it") {  // https://hl7.org/fhir/R4/search.html#number
  const auto risk = [](const char* id, const char* probability) {
    return R"({"resourceType":"RiskAssessment","id":")" + std::string(id) + R"(","status":"final","subject":{"display":"x"},"prediction":[{)" + probability + "}]}";
  };
  Fixture store;
  store.put(risk("a", R"("probabilityDecimal":0.8)"));
  store.put(risk("b", R"("probabilityDecimal":0.75)"));
  store.put(risk("c", R"("probabilityDecimal":0.849)"));
  store.put(risk("d", R"("probabilityDecimal":0.85)"));
  store.put(risk("e", R"("probabilityDecimal":100)"));
  store.put(risk("f", R"("probabilityDecimal":99.6)"));
  store.put(risk("g", R"("probabilityDecimal":1e-3)"));
  store.put(risk("none", R"("outcome":{"text":"x"})"));
  check(store, {
      {"RiskAssessment?probability=0.8", {"a", "b", "c"}},
      {"RiskAssessment?probability=0.80", {"a"}},
      {"RiskAssessment?probability=100", {"e", "f"}},
      {"RiskAssessment?probability=100.00", {"e"}},
      {"RiskAssessment?probability=1e2", {"e", "f"}},
      {"RiskAssessment?probability=0.001,0.85", {"g", "d", "c"}},
      {"RiskAssessment?probability=ne0.8", {"d", "e", "f", "g"}},
      {"RiskAssessment?probability=gt0.8", {"c", "d", "e", "f"}},
      {"RiskAssessment?probability=lt0.8", {"b", "g"}},
      {"RiskAssessment?probability=ge0.85", {"d", "e", "f"}},
      {"RiskAssessment?probability=le0.75", {"b", "g"}},
      {"RiskAssessment?probability=sa0.85", {"e", "f"}},
      {"RiskAssessment?probability=eb0.75", {"g"}},
      {"RiskAssessment?probability=ap0.8", {"a", "b", "c", "d"}},
      {"RiskAssessment?probability=ap-0.8", {}},
      {"RiskAssessment?probability=gt-1", {"a", "b", "c", "d", "e", "f", "g"}},
      {"RiskAssessment?probability=lt1e3000", {"a", "b", "c", "d", "e", "f", "g"}},
      {"RiskAssessment?probability=gt0.8&probability=lt90", {"c", "d"}},
      {"RiskAssessment?probability:missing=true", {"none"}},
  });
}

TEST_CASE("a number that is a range is found by what it goes over") {
  Fixture store;
  const auto risk = [](const char* id, const char* probability) {
    return R"({"resourceType":"RiskAssessment","id":")" + std::string(id) + R"(","status":"final","subject":{"display":"x"},"prediction":[{)" + probability + "}]}";
  };
  store.put(risk("range", R"("probabilityRange":{"low":{"value":10},"high":{"value":20}})"));
  store.put(risk("open", R"("probabilityRange":{"low":{"value":30}})"));
  store.put(risk("point", R"("probabilityDecimal":15)"));
  check(store, {
      {"RiskAssessment?probability=gt5", {"range", "open", "point"}},
      {"RiskAssessment?probability=gt15", {"range", "open"}},
      {"RiskAssessment?probability=lt12", {"range"}},
      {"RiskAssessment?probability=lt100000", {"range", "open", "point"}},
      {"RiskAssessment?probability=15", {"point"}},
      {"RiskAssessment?probability=ap15", {"range", "point"}},
      {"RiskAssessment?probability=sa25", {"open"}},
      {"RiskAssessment?probability=eb25", {"range", "point"}},
  });
}

TEST_CASE("a quantity is found with and without its unit, by code or as people write it") {  // https://hl7.org/fhir/R4/search.html#quantity
  const auto observation = [](const char* id, const char* value) {
    return R"({"resourceType":"Observation","id":")" + std::string(id) + R"(","status":"final","code":{"text":"x"},)" + value + "}";
  };
  Fixture store;
  store.put(observation("mg", R"("valueQuantity":{"value":5.4,"unit":"milligram","system":"http://unitsofmeasure.org","code":"mg"})"));
  store.put(observation("g", R"("valueQuantity":{"value":5.4,"unit":"g","system":"http://unitsofmeasure.org","code":"g"})"));
  store.put(observation("bare", R"("valueQuantity":{"value":5.40})"));
  store.put(observation("label", R"("valueQuantity":{"value":5.4,"unit":"mg"})"));
  store.put(observation("below", R"("valueQuantity":{"value":3,"comparator":"<","unit":"mg","system":"http://unitsofmeasure.org","code":"mg"})"));
  store.put(observation("above", R"("valueQuantity":{"value":90,"comparator":">=","unit":"mg","system":"http://unitsofmeasure.org","code":"mg"})"));
  store.put(observation("samples", R"("valueSampledData":{"origin":{"value":10,"unit":"mg","system":"http://unitsofmeasure.org","code":"mg"},"period":1,"factor":2,"dimensions":1,"data":"1 5 E 3"})"));
  store.put(observation("text", R"("valueString":"5.4")"));
  check(store, {
      {"Observation?value-quantity=5.4", {"mg", "g", "bare", "label"}},
      {"Observation?value-quantity=5.4||mg", {"mg", "label"}},
      {"Observation?value-quantity=5.4||milligram", {"mg"}},
      {"Observation?value-quantity=5.4|http://unitsofmeasure.org|mg", {"mg"}},
      {"Observation?value-quantity=5.4|http://unitsofmeasure.org|g", {"g"}},
      {"Observation?value-quantity=5.4|http://other.example|mg", {}},
      {"Observation?value-quantity=5.4||", {"mg", "g", "bare", "label"}},
      {"Observation?value-quantity=5.40", {"mg", "g", "bare", "label"}},
      {"Observation?value-quantity=5.4e0||mg,5.4||g", {"mg", "label", "g"}},
      {"Observation?value-quantity=gt5||mg", {"mg", "g", "label", "above", "samples"}},
      {"Observation?value-quantity=lt3||mg", {"below"}},
      {"Observation?value-quantity=lt-1000||mg", {"below"}},
      {"Observation?value-quantity=ge90||mg", {"above", "g"}},
      {"Observation?value-quantity=gt100000||mg", {"above"}},
      {"Observation?value-quantity=sa19||mg", {"above", "g"}},
      {"Observation?value-quantity=eb6||mg", {"mg", "label", "below"}},
      {"Observation?value-quantity=ap15||mg", {"samples"}},
      {"Observation?value-quantity=ap5", {"mg", "g", "bare", "label"}},
      {"Observation?value-quantity=ne5.4||mg", {"g", "below", "above", "samples"}},
      {"Observation?value-quantity:missing=true", {"text"}},
      {"Observation?combo-value-quantity=5.4||g", {"g"}},
  });

  Fixture others{
      R"({"resourceType":"Invoice","id":"rupees","status":"issued","totalNet":{"value":500,"currency":"INR"}})",
      R"({"resourceType":"Invoice","id":"euros","status":"issued","totalNet":{"value":500,"currency":"EUR"}})",
      R"({"resourceType":"Condition","id":"age","subject":{"display":"x"},"onsetAge":{"value":42,"unit":"years","system":"http://unitsofmeasure.org","code":"a"}})",
      R"({"resourceType":"Condition","id":"range","subject":{"display":"x"},"onsetRange":{"low":{"value":40,"unit":"a","system":"http://unitsofmeasure.org","code":"a"},"high":{"value":50,"unit":"a","system":"http://unitsofmeasure.org","code":"a"}}})",
      R"({"resourceType":"Condition","id":"open","subject":{"display":"x"},"onsetRange":{"low":{"value":60,"unit":"a","system":"http://unitsofmeasure.org","code":"a"}}})",
  };
  check(others, {
      {"Invoice?totalnet=500", {"rupees", "euros"}},
      {"Invoice?totalnet=500|urn:iso:std:iso:4217|INR", {"rupees"}},
      {"Invoice?totalnet=500||EUR", {"euros"}},
      {"Condition?onset-age=42", {"age"}},
      {"Condition?onset-age=gt45", {"range", "open"}},
      {"Condition?onset-age=gt1000||a", {"open"}},
      {"Condition?onset-age=ge40&onset-age=le50||a", {"age", "range"}},
      {"Condition?onset-age=lt41|http://unitsofmeasure.org|a", {"range"}},
      {"Condition?onset-age=42||years", {"age"}},
      // A range has its ends, and a value as it is said begins and ends there.
      {"Condition?onset-age=ge50||a", {"range", "open"}},
      {"Condition?onset-age=gt50||a", {"open"}},
      {"Condition?onset-age=le40||a", {"range"}},
      {"Condition?onset-age=lt40||a", {}},
  });
}

TEST_CASE("what a number leaves open is by the digits it is written with, however many or few") {
  const auto risk = [](const std::string& id, const std::string& probability) {
    return R"({"resourceType":"RiskAssessment","id":")" + id + R"(","status":"final","subject":{"display":"x"},"prediction":[{"probabilityDecimal":)" + probability + "}]}";
  };
  Fixture store;
  store.put(risk("96", "96"));
  store.put(risk("100.4", "100.4"));
  store.put(risk("104", "104"));
  store.put(risk("106", "106"));
  store.put(risk("long", "66.89999999999999"));
  store.put(risk("longer", "12345678901234567"));
  check(store, {
      {"RiskAssessment?probability=1e2", {"96", "100.4", "104"}},
      {"RiskAssessment?probability=100", {"100.4"}},
      {"RiskAssessment?probability=100.40", {"100.4"}},
      {"RiskAssessment?probability=100.0", {}},
      {"RiskAssessment?probability=66.89999999999999", {"long"}},
      {"RiskAssessment?probability=12345678901234567", {"longer"}},
  });

  Fixture variants{
      R"({"resourceType":"MolecularSequence","id":"second","coordinateSystem":0,"variant":[{"start":2}]})",
  };
  check(variants, {
      {"MolecularSequence?variant-start=2", {"second"}},
      {"MolecularSequence?variant-start=2.0", {"second"}},
      {"MolecularSequence?variant-start=2.5", {}},
      {"MolecularSequence?variant-start=3", {}},
  });
}

TEST_CASE("a whole number in exponential form leaves as much open as its last digit does, also of integers") {  // https://hl7.org/fhir/R4/search.html#number
  Fixture store;
  for (const std::string start : {"44", "45", "50", "54", "55"}) {
    store.put(R"({"resourceType":"MolecularSequence","id":"at)" + start + R"(","coordinateSystem":0,"variant":[{"start":)" + start + "}]}");
  }
  check(store, {
      {"MolecularSequence?variant-start=5e1", {"at45", "at50", "at54"}},
      {"MolecularSequence?variant-start=0.5e2", {"at45", "at50", "at54"}},
      {"MolecularSequence?variant-start=ne5e1", {"at44", "at55"}},
      {"MolecularSequence?variant-start=5.0e1", {"at50"}},
      {"MolecularSequence?variant-start=ne5.0e1", {"at44", "at45", "at54", "at55"}},
      {"MolecularSequence?variant-start=50", {"at50"}},
      {"MolecularSequence?variant-start=gt5e1", {"at54", "at55"}},
  });
}
