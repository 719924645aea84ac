#include "tests/engine/search/fixture.h"

using namespace engine::search;

// https://hl7.org/fhir/R4/search.html#list

TEST_CASE("a search finds the members of a List") {
  Fixture store{
      R"({"resourceType":"Patient","id":"a","gender":"female"})",
      R"({"resourceType":"Patient","id":"b","gender":"male"})",
      R"({"resourceType":"Patient","id":"c","gender":"female"})",
      R"({"resourceType":"Patient","id":"other"})",
      R"({"resourceType":"Observation","id":"o","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/a"}})",
      R"({"resourceType":"List","id":"42","status":"current","mode":"changes","subject":{"reference":"Patient/other"},"entry":[{"item":{"reference":"Patient/a"}},{"item":{"reference":"http://setu.example/fhir/Patient/b"}},{"deleted":true,"item":{"reference":"Patient/c"}},{"deleted":false,"item":{"reference":"Observation/o"}},{"item":{"reference":"Patient/gone"}},{"item":{"display":"nobody"}}]})",
      R"({"resourceType":"List","id":"43","status":"current","mode":"working","entry":[{"item":{"reference":"Patient/c"}}]})",
  };
  check(store, {
      {"Patient?_list=42", {"a", "b"}},
      {"Patient?_list=List/42", {"a", "b"}},
      {"Patient?_list=43", {"c"}},
      {"Patient?_list=42,43", {"a", "b", "c"}},
      {"Patient?_list=42&_list=43", {}},
      {"Patient?_list=44", {}},
      {"Patient?_list=42&gender=female", {"a"}},
      {"Observation?_list=42", {"o"}},
      {"Observation?patient._list=42", {"o"}},
      {"Observation?patient._list=43", {}},
      {"Patient?_has:Observation:patient:_list=42", {"a"}},
      {"?_list=42", {"a", "b", "o"}},
      {"?_list=42&_type=Observation,List", {"o"}},
      {"List?item=Patient/c", {"42", "43"}},
  });

  store.put(R"({"resourceType":"List","id":"42","status":"current","mode":"changes","entry":[{"deleted":true,"item":{"reference":"Patient/a"}},{"item":{"reference":"Patient/c"}}]})");
  CHECK(store.found("Patient?_list=42") == Ids{"c"});
  store.write(engine::store::removal("42", *fhir::r4::resource_type("List")));
  CHECK(store.found("Patient?_list=42") == Ids{});
}

TEST_CASE("lists and queries that nobody defined are refused by name, also with lenient handling") {
  CHECK(refusal("Patient?_list=$current-problems").find("\"$current-problems\" is a functional list") != std::string::npos);
  CHECK(refusal("Patient?_list=4/2").find("no id of a List") != std::string::npos);
  CHECK(refusal("Patient?_list:not=42").find("\"_list\" takes no modifier; it has \"not\"") != std::string::npos);
  CHECK(refusal("Patient?_filter:missing=true").find("\"_filter\" takes no modifier") != std::string::npos);
  CHECK(refusal("Patient?_query=current-high-risk").find("is no named query of Patient; it has none") != std::string::npos);
  for (const char* url : {"Patient?_list=$current-problems", "Patient?_query=x"}) CHECK_FALSE(parse(interaction_of(url, engine::Handling::lenient)));
}
