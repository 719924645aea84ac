#include "tests/engine/search/fixture.h"

using namespace engine::search;

namespace {

/// Prescriptions of a formulation that is described inside them.
struct Formulations : Fixture {
  Formulations() {
    put(prescription("23", "abc", R"(,"subject":{"reference":"Patient/1"})"));
    put(prescription("24", "xyz", R"(,"subject":{"reference":"#p"})", R"(,{"resourceType":"Patient","id":"p","name":[{"family":"Rao"}]})"));
    put(R"({"resourceType":"Medication","id":"own","code":{"coding":[{"code":"abc"}]},"ingredient":[{"itemCodeableConcept":{"coding":[{"code":"abc"}]}}]})");
    put(R"({"resourceType":"Patient","id":"1","name":[{"family":"Iyer"}]})");
  }
  static std::string prescription(const std::string& id, const std::string& ingredient, const std::string& subject, const std::string& more = "") {
    return R"({"resourceType":"MedicationRequest","id":")" + id + R"(","contained":[{"resourceType":"Medication","id":"m1","ingredient":[{"itemCodeableConcept":{"coding":[{"code":")" +
           ingredient + R"("}]}}],"manufacturer":{"reference":"Organization/o"}})" + more +
           R"(],"status":"active","intent":"order","medicationReference":{"reference":"#m1"})" + subject + "}";
  }
};

}  // namespace

TEST_CASE("a chained condition is evaluated inside contained resources") {
  Formulations store;
  store.put(R"({"resourceType":"Organization","id":"o","name":"Sitara"})");
  check(store, {
                   {"MedicationRequest?medication.ingredient-code=abc", {"23"}},
                   {"MedicationRequest?medication:Medication.ingredient-code=xyz", {"24"}},
                   {"MedicationRequest?medication.ingredient-code=none", {}},
                   {"MedicationRequest?subject.name=rao", {"24"}},
                   {"MedicationRequest?patient.name=rao", {"24"}},
                   {"MedicationRequest?subject.name=iyer", {"23"}},
                   {"MedicationRequest?subject.name=rao,iyer", {"23", "24"}},
                   {"MedicationRequest?medication.ingredient-code=abc&subject:Patient.name=iyer", {"23"}},
                   {"MedicationRequest?medication.ingredient-code=abc&subject:Patient.name=rao", {}},
                   {"MedicationRequest?medication.code:missing=true", {"23", "24"}},
                   {"MedicationRequest?medication.ingredient-code:not=abc", {"24"}},
                   {"MedicationRequest?medication.manufacturer.name=sitara", {"23", "24"}},
                   {"Patient?_has:MedicationRequest:subject:medication.ingredient-code=abc", {"1"}},
               });
}

TEST_CASE("contained resources are matches where they are asked for, alone or with the others") {
  Formulations store;
  check(store, {
                   {"Medication?ingredient-code=abc", {"own"}},
                   {"Medication?ingredient-code=abc&_contained=false", {"own"}},
                   {"Medication?ingredient-code=abc&_contained=true", {"23"}},
                   {"Medication?ingredient-code=abc&_contained=both", {"23", "own"}},
                   {"Medication?ingredient-code=abc,xyz&_contained=true&_containedType=contained", {"23", "24"}},
                   {"Medication?_contained=true", {"23", "24"}},
                   {"Patient?name=rao&_contained=true&_sort=-name", {"24"}},
                   {"Patient?_contained=true&name=iyer", {}},
                   {"Patient?name=rao", {}},
               });
  CHECK(store.page("Medication?ingredient-code=abc&_contained=both").inside == std::vector<std::string>{"", "m1"});
  for (const char* url : {"Patient?_contained=true&_id=p", "Patient?_contained=true&_has:Observation:patient:code=x", "Patient?_contained=both&_sort=name", "Patient?_contained=true&_list=1"}) {
    CAPTURE(url);
    CHECK_FALSE(refusal(url).empty());
  }
}

TEST_CASE("what is contained is found as long as it is there: through updates, deletions and a new index") {
  Formulations store;
  store.put(Formulations::prescription("23", "new", R"(,"subject":{"reference":"Patient/1"})"));
  store.put(R"({"resourceType":"MedicationRequest","id":"24","status":"active","intent":"order","medicationReference":{"reference":"Medication/none"},"subject":{"reference":"Patient/1"}})");
  const auto now = {
      Case{"MedicationRequest?medication.ingredient-code=abc,xyz", {}},
      Case{"MedicationRequest?medication.ingredient-code=new", {"23"}},
      Case{"Medication?ingredient-code=abc,xyz&_contained=true", {}},
      Case{"Medication?ingredient-code=new&_contained=true", {"23"}},
      Case{"Patient?name=rao&_contained=true", {}},
  };
  check(store, now);
  REQUIRE(must(store.session->reindex({1, fhir::r4::resource_type("MedicationRequest"), "23"})));
  check(store, now);
  CHECK(store.sql.value("select count(*) from setu.res where type >= 512") == "1");
  store.write(engine::store::removal("23", *fhir::r4::resource_type("MedicationRequest")));
  check(store, {{"Medication?_contained=true", {}}, {"MedicationRequest?medication.ingredient-code=new", {}}});
  CHECK(store.sql.value("select count(*) from setu.res where type >= 512") == "0");
  CHECK(store.sql.value("select count(*) from setu.body where type >= 512") == "0");
}
