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
                   {"Medication?ingredient-code=abc,xyz&_contained=true&_containedType=contained", {"MedicationRequest/23#m1", "MedicationRequest/24#m1"}},
                   {"Medication?_contained=true", {"23", "24"}},
                   {"Patient?name=rao&_contained=true&_containedType=contained&_sort=-name", {"MedicationRequest/24#p"}},
                   {"Patient?_contained=true&name=iyer", {}},
                   {"Patient?name=rao", {}},
               });
  CHECK(store.found("Medication?ingredient-code=abc&_contained=both&_containedType=contained") == Ids{"MedicationRequest/23#m1", "own"});
  for (const char* url : {"Patient?_contained=true&_id=p", "Patient?_contained=true&_has:Observation:patient:code=x", "Patient?_contained=both&_sort=name", "Patient?_contained=true&_sort=name", "Patient?_contained=true&_list=1",
                          "Patient?_contained=true&_containedType=contained&_sort=gender"}) {
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

namespace {

/// A resource with a contained Medication for each of some codes: m0, m1, …
std::string with_medications(const std::string& type, const std::string& id, const std::vector<std::string>& codes, const std::string& manufacturer = "Organization/o") {
  std::string inside, references;
  for (std::size_t at = 0; at < codes.size(); ++at) {
    const std::string local = "m" + std::to_string(at);
    inside += std::string(at == 0 ? "" : ",") + R"({"resourceType":"Medication","id":")" + local + R"(","code":{"coding":[{"code":")" + codes[at] + R"("}]},"manufacturer":{"reference":")" + manufacturer + R"("}})";
    references += R"({"url":"http://example.org/of","valueReference":{"reference":"#)" + local + R"("}})" + std::string(at + 1 == codes.size() ? "" : ",");
  }
  const std::string rest = type == "MedicationRequest" ? R"("status":"active","intent":"order","subject":{"reference":"Patient/p"},"medicationCodeableConcept":{"text":"x"})" : R"("active":true)";
  return R"({"resourceType":")" + type + R"(","id":")" + id + R"(","contained":[)" + inside + R"(],"extension":[)" + references + "]," + rest + "}";
}

/// "a#m0" of "Type/a#m0".
std::string short_id(const std::string& id) { return id.substr(id.find('/') + 1); }

/// The ids of all pages, joined with "|" between them.
std::string walk(Fixture& store, const std::string& url) {
  std::string all;
  for (std::string next; all.empty() || !next.empty();) {
    const auto page = store.page(url + (next.empty() ? "" : "&_cursor=" + next));
    all += all.empty() ? "" : "|";
    for (std::size_t at = 0; at < page.matches.size(); ++at) all += (at == 0 ? "" : ",") + short_id(page.matches[at].id);
    next = page.next;
  }
  return all;
}

}  // namespace

TEST_CASE("what contains several matches is there once in all pages, which are full, and counts once") {
  Fixture store;
  for (const char* id : {"a", "b", "c", "d"}) store.put(with_medications("MedicationRequest", id, {"multi", "multi", "multi", "other"}));
  store.put(with_medications("MedicationRequest", "e", {"other"}));
  store.put(with_medications("Patient", "bb", {"multi", "multi"}));
  store.put(R"({"resourceType":"Medication","id":"cc","code":{"coding":[{"code":"multi"}]}})");
  const std::string of_containers = "Medication?code=multi&_contained=true&_sort=_id";
  CHECK(walk(store, of_containers + "&_count=1") == "a|b|bb|c|d");
  CHECK(walk(store, of_containers + "&_count=2") == "a,b|bb,c|d");
  CHECK(walk(store, of_containers + "&_count=4") == "a,b,bb,c|d");
  CHECK(walk(store, of_containers) == "a,b,bb,c,d");
  CHECK(walk(store, "Medication?code=multi&_contained=both&_sort=_id&_count=3") == "a,b,bb|c,cc,d");
  CHECK(walk(store, "Medication?code=multi&_contained=true&_count=2&_sort=-_lastUpdated") == "bb,d|c,b|a");
  for (const char* url : {"Medication?code=multi&_contained=true&_count=2", "Medication?code=multi&_contained=true&_count=0", "Medication?code=multi&_contained=true"}) {
    CAPTURE(url);
    CHECK(store.page(std::string(url) + "&_total=accurate").total == 5);
  }
  CHECK(store.page("Medication?code=multi&_contained=both&_total=accurate&_count=1").total == 6);
  CHECK(store.page("?_type=Medication,Organization&_contained=true&_total=accurate&_count=1").total == 6);
  CHECK(walk(store, "Medication?code=multi&_contained=true&_containedType=contained&_sort=_id&_count=4") == "a#m0,a#m1,a#m2,b#m0|b#m1,b#m2,c#m0,c#m1|c#m2,d#m0,d#m1,d#m2|bb#m0,bb#m1");
  check(store, {{"Medication?code=multi&code=other&_contained=true", {}}, {"Medication?_contained=true", {"a", "b", "bb", "c", "d", "e"}}, {"Medication?code:not=multi&_contained=true", {"a", "b", "c", "d", "e"}}});
}

TEST_CASE("what contains matches of very many types is asked of few at once") {
  Fixture store;
  store.put(with_medications("MedicationRequest", "a", {"x"}));
  check(store, {{"?_contained=true", {"a"}}, {"?_contained=true&_type=Medication,Organization&_lastUpdated=gt2020", {"a"}}});
  for (const char* url : {"?_contained=true&_lastUpdated=gt2020", "?_contained=both&_lastUpdated=gt2020", "?_contained=true&_tag=x"}) {
    CAPTURE(url);
    CHECK(refusal(url).find("_type=") != std::string::npos);
  }
}

TEST_CASE("what contained a match when the first page was taken is found by what it contained then") {
  Fixture store;
  store.put(R"({"resourceType":"Organization","id":"o","name":"Sitara"})");
  store.put(R"({"resourceType":"Organization","id":"n","name":"Naya"})");
  for (const char* id : {"a", "b", "c", "d", "e", "f"}) store.put(with_medications("MedicationRequest", id, {"x", "x"}));
  const std::string inside = "&_containedType=contained";
  const std::string urls[] = {"Medication?code=x&_contained=true&_sort=_id&_count=1", "Medication?code=x&manufacturer.name=sitara&_contained=true&_sort=_id&_count=1"};
  std::vector<std::string> next;
  for (const auto& url : {urls[0], urls[1], urls[0] + inside, urls[1] + inside}) next.push_back(store.page(url).next);
  store.put(with_medications("MedicationRequest", "b", {"y"}));
  store.put(with_medications("MedicationRequest", "c", {"x", "x"}, "Organization/n"));
  store.write(engine::store::removal("d", *fhir::r4::resource_type("MedicationRequest")));
  store.put(R"({"resourceType":"MedicationRequest","id":"e","status":"active","intent":"order","subject":{"reference":"Patient/p"},"medicationCodeableConcept":{"text":"x"}})");
  store.put(with_medications("MedicationRequest", "g", {"x"}));
  const auto rest = [&](const std::string& url, std::string cursor) {
    std::string all;
    while (!cursor.empty()) {
      const auto page = store.page(url + "&_cursor=" + cursor);
      for (std::size_t at = 0; at < page.matches.size(); ++at) all += short_id(page.matches[at].id) + " ";
      cursor = page.next;
    }
    return all;
  };
  CHECK(rest(urls[0], next[0]) == "b c e f ");
  CHECK(rest(urls[1], next[1]) == "b c e f ");
  CHECK(rest(urls[0] + inside, next[2]) == "a#m1 b#m0 b#m1 c#m0 c#m1 e#m0 e#m1 f#m0 f#m1 ");
  CHECK(rest(urls[1] + inside, next[3]) == "a#m1 b#m0 b#m1 c#m0 c#m1 e#m0 e#m1 f#m0 f#m1 ");
  CHECK(walk(store, urls[1]) == "a|f|g");
}

TEST_CASE("later pages have what is contained though its index was made anew in between") {
  Fixture store;
  for (const char* id : {"a", "b", "c"}) store.put(with_medications("MedicationRequest", id, {"x", "x"}));
  const std::string url = "Medication?code=x&_contained=true&_containedType=contained&_sort=_id&_count=2";
  const auto first = store.page(url);
  for (const char* id : {"a", "b", "c"}) REQUIRE(must(store.session->reindex({1, fhir::r4::resource_type("MedicationRequest"), id})));
  CHECK(ids_of(store.page(url + "&_cursor=" + first.next).matches) == Ids{"MedicationRequest/b#m0", "MedicationRequest/b#m1"});
}

TEST_CASE("a chain goes into what a resource contained when the first page was taken") {
  Formulations store;
  for (const char* id : {"25", "26"}) store.put(Formulations::prescription(id, "abc", R"(,"subject":{"reference":"Patient/1"})"));
  const std::string url = "MedicationRequest?medication.ingredient-code=abc&_sort=_id&_count=1";
  const auto first = store.page(url);
  store.put(Formulations::prescription("25", "new", R"(,"subject":{"reference":"Patient/1"})"));
  store.put(Formulations::prescription("24", "abc", R"(,"subject":{"reference":"Patient/1"})"));
  CHECK(ids_of(store.page(url + "&_cursor=" + first.next).matches) == Ids{"25"});
  CHECK(walk(store, url) == "23|24|26");
}

TEST_CASE("what includes ask of what contains a match is included") {
  Fixture store;
  store.put(R"({"resourceType":"Patient","id":"p"})");
  store.put(with_medications("MedicationRequest", "a", {"x"}));
  CHECK(ids_of(store.page("Medication?code=x&_contained=true&_include=MedicationRequest:subject").includes) == Ids{"p"});
  CHECK(must(parse(interaction_of("Medication?_contained=true&_include=MedicationRequest:subject"))).warnings.empty());
  CHECK(must(parse(interaction_of("Medication?_contained=true&_containedType=contained&_include=Medication:manufacturer"))).warnings.size() == 1);
}
