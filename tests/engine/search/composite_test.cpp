#include "tests/engine/search/fixture.h"

using namespace engine::search;

// https://hl7.org/fhir/R4/search.html#composite

TEST_CASE("the parts of a composite hold for one and the same element") {
  const auto pressure = [](const char* id, const char* systolic, const char* diastolic) {
    return R"({"resourceType":"Observation","id":")" + std::string(id) +
           R"(","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"85354-9"}]},"effectiveDateTime":"2024-05-17","component":[)"
           R"({"code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},"valueQuantity":{"value":)" + systolic + R"(,"unit":"mmHg","system":"http://unitsofmeasure.org","code":"mm[Hg]"}},)"
           R"({"code":{"coding":[{"system":"http://loinc.org","code":"8462-4"}]},"valueQuantity":{"value":)" + diastolic + R"(,"unit":"mmHg","system":"http://unitsofmeasure.org","code":"mm[Hg]"}}]})";
  };
  Fixture store;
  store.put(pressure("high", "160", "95"));
  store.put(pressure("low", "100", "60"));
  store.put(R"({"resourceType":"Observation","id":"pulse","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8867-4"},{"code":"hr"}]},"effectiveDateTime":"2024-05-18","valueQuantity":{"value":72,"unit":"/min"}})");
  store.put(R"({"resourceType":"Observation","id":"coded","status":"final","code":{"coding":[{"code":"smoker"}]},"valueCodeableConcept":{"coding":[{"system":"urn:x","code":"Yes"}]}})");
  store.put(R"({"resourceType":"Observation","id":"dollar","status":"final","code":{"coding":[{"code":"a$b"}]},"valueString":"cost $5"})");
  check(store, {
      {"Observation?component-code-value-quantity=8480-6$gt150", {"high"}},
      {"Observation?component-code-value-quantity=8462-4$gt150", {}},
      {"Observation?component-code-value-quantity=http://loinc.org|8480-6$lt120|http://unitsofmeasure.org|mm[Hg]", {"low"}},
      {"Observation?component-code-value-quantity=http://loinc.org|8480-6$lt120||mmHg", {"low"}},
      {"Observation?component-code-value-quantity=http://other.example|8480-6$lt120", {}},
      {"Observation?component-code-value-quantity=8480-6$160,8480-6$100", {"high", "low"}},
      {"Observation?component-code-value-quantity=8480-6$160&component-code-value-quantity=8462-4$95", {"high"}},
      {"Observation?component-code-value-quantity=8480-6$160&component-code-value-quantity=8462-4$60", {}},
      {"Observation?code-value-quantity=8867-4$72", {"pulse"}},
      {"Observation?code-value-quantity=hr$gt70||/min", {"pulse"}},
      {"Observation?code-value-quantity=|hr$72", {"pulse"}},
      {"Observation?code-value-quantity=|8867-4$72", {}},
      {"Observation?code-value-quantity=8867-4$gt72", {}},
      {"Observation?code-value-quantity=http://loinc.org|$gt0", {"pulse"}},
      {"Observation?code-value-quantity=http://other.example|$gt0", {}},
      {"Observation?combo-code-value-quantity=8867-4$72,8480-6$160", {"pulse", "high"}},
      {"Observation?code-value-concept=smoker$urn:x|yes", {"coded"}},
      {"Observation?code-value-concept=smoker$no", {}},
      {"Observation?code-value-date=smoker$2020", {}},
      {"Observation?code-value-string=a\\$b$cost \\$", {"dollar"}},
      {"Observation?code-value-string=a\\$b$COST", {"dollar"}},
  });

  Fixture others{
      R"({"resourceType":"MolecularSequence","id":"one","coordinateSystem":0,"referenceSeq":{"chromosome":{"coding":[{"code":"1"}]},"windowStart":100,"windowEnd":200},"variant":[{"start":110,"end":120}]})",
      R"({"resourceType":"MolecularSequence","id":"two","coordinateSystem":0,"referenceSeq":{"chromosome":{"coding":[{"code":"2"}]},"windowStart":100,"windowEnd":200},"variant":[{"start":110,"end":150},{"start":300,"end":310}]})",
      R"({"resourceType":"Group","id":"smokers","type":"person","actual":false,"characteristic":[{"code":{"coding":[{"code":"sex"}]},"valueCodeableConcept":{"coding":[{"code":"male"}]},"exclude":false},{"code":{"coding":[{"code":"smokes"}]},"valueCodeableConcept":{"coding":[{"code":"yes"}]},"exclude":false}]})",
      R"({"resourceType":"ActivityDefinition","id":"ad","status":"active","useContext":[{"code":{"code":"age"},"valueQuantity":{"value":5}},{"code":{"code":"focus"},"valueCodeableConcept":{"coding":[{"code":"flu"}]}}]})",
      R"({"resourceType":"DocumentReference","id":"dr","status":"current","content":[{"attachment":{"title":"x"}}],"relatesTo":[{"code":"replaces","target":{"reference":"DocumentReference/old"}},{"code":"signs","target":{"reference":"DocumentReference/other"}}]})",
  };
  check(others, {
      {"MolecularSequence?chromosome-variant-coordinate=1$gt100$lt130", {"one"}},
      {"MolecularSequence?chromosome-variant-coordinate=2$gt100$lt130", {}},
      {"MolecularSequence?chromosome-variant-coordinate=2$gt200$lt400", {"two"}},
      {"MolecularSequence?chromosome-window-coordinate=1$100$200,2$100$200", {"one", "two"}},
      {"Group?characteristic-value=smokes$yes", {"smokers"}},
      {"Group?characteristic-value=sex$yes", {}},
      {"ActivityDefinition?context-type-quantity=age$5", {"ad"}},
      {"ActivityDefinition?context-type-quantity=focus$5", {}},
      {"ActivityDefinition?context-type-value=focus$flu", {"ad"}},
      {"DocumentReference?relationship=replaces$DocumentReference/old", {"dr"}},
      {"DocumentReference?relationship=signs$DocumentReference/old", {}},
  });
}

TEST_CASE("a composite over a whole resource is all of its parts at once") {
  Fixture store{
      R"({"resourceType":"Observation","id":"may","status":"final","code":{"coding":[{"code":"dose"}]},"valueDateTime":"2024-05-17"})",
      R"({"resourceType":"Observation","id":"june","status":"final","code":{"coding":[{"code":"dose"}]},"valueDateTime":"2024-06-01"})",
      R"({"resourceType":"Observation","id":"period","status":"final","code":{"coding":[{"code":"leave"}]},"valuePeriod":{"start":"2024-05-01","end":"2024-05-31"}})",
  };
  check(store, {
      {"Observation?code-value-date=dose$2024-05", {"may"}},
      {"Observation?code-value-date=dose$ge2024-05", {"may", "june"}},
      {"Observation?code-value-date=leave$2024-05,dose$2024-06", {"period", "june"}},
      {"Observation?code-value-date=leave$2024-06", {}},
      {"Observation?code-value-date:missing=false", {"may", "june", "period"}},
  });
}
