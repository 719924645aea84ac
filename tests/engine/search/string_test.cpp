#include "tests/engine/search/fixture.h"

using namespace engine::search;

// https://hl7.org/fhir/R4/search.html#string

TEST_CASE("a string is found by its beginning, whole or by a part, whatever its case and accents") {
  Fixture store{
      R"({"resourceType":"Patient","id":"eve","name":[{"family":"Evangelist","given":["Eve"]}]})",
      R"({"resourceType":"Patient","id":"steve","name":[{"family":"Severine","given":["Steve","Évariste"]}]})",
      R"({"resourceType":"Patient","id":"upper","name":[{"family":"EVE"}]})",
      R"({"resourceType":"Patient","id":"space","name":[{"family":"van  der\tBerg","text":"Dr. Jan van der Berg"}]})",
      R"({"resourceType":"Patient","id":"comma","name":[{"family":"O'Neil, Jr|$\\x"}]})",
      R"({"resourceType":"Patient","id":"percent","name":[{"family":"100%_sure*"}]})",
      R"({"resourceType":"Patient","id":"asha","name":[{"family":"आशा"}],"address":[{"line":["12 Gandhi Road"],"city":"Pune","district":"Haveli","state":"MH","postalCode":"411001","country":"IN"}]})",
      R"({"resourceType":"Patient","id":"sharp","name":[{"family":"Straße"}]})",
      R"({"resourceType":"Patient","id":"none","active":true})",
  };
  check(store, {
      {"Patient?given=eve", {"eve"}},
      {"Patient?name=eve", {"eve", "upper"}},
      {"Patient?name=Év", {"eve", "steve", "upper"}},
      {"Patient?name:exact=Eve", {"eve"}},
      {"Patient?name:exact=EVE", {"upper"}},
      {"Patient?name:exact=Ev", {}},
      {"Patient?given:exact=Évariste", {"steve"}},
      {"Patient?given:exact=Evariste", {}},
      {"Patient?name:contains=eve", {"eve", "steve", "upper"}},
      {"Patient?family:contains=ELI", {"eve"}},
      {"Patient?given:contains=ve", {"eve", "steve"}},
      {"Patient?family=van der be", {"space"}},
      {"Patient?family=van+der++BERG", {"space"}},
      {"Patient?family:exact=van%20%20der%09Berg", {"space"}},
      {"Patient?family:exact=van der Berg", {}},
      {"Patient?name=dr. jan", {"space"}},
      {"Patient?family=berg", {"space"}},
      {"Patient?family=der b", {"space"}},
      {"Patient?name=berg", {"space"}},
      {"Patient?family=erg", {}},
      {"Patient?family=oneil jr", {"comma"}},
      {"Patient?family=O’NEIL", {"comma"}},
      {"Patient?family=...", {}},
      {"Patient?family:contains=berg", {"space"}},
      {"Patient?family=o'neil\\, jr", {"comma"}},
      {"Patient?family=o'neil,van", {"comma", "space"}},
      {"Patient?family:exact=O'Neil\\, Jr\\|\\$\\\\x", {"comma"}},
      {"Patient?family:contains=\\|", {"comma"}},
      {"Patient?family:contains=\\\\", {"comma"}},
      {"Patient?family=100%25_", {"percent"}},
      {"Patient?family=1__%25", {}},
      {"Patient?family:contains=%25", {"percent"}},
      {"Patient?family:contains=_", {"percent"}},
      {"Patient?family:contains=*", {"percent"}},
      {"Patient?family=आशा", {"asha"}},
      {"Patient?family=strasse", {"sharp"}},
      {"Patient?family:exact=Straße", {"sharp"}},
      {"Patient?family=nobody", {}},
      {"Patient?family:missing=true", {"none"}},
      {"Patient?name:missing=true", {"none"}},
      {"Patient?given:missing=false", {"eve", "steve"}},
      {"Patient?given=eve&given=steve", {}},
      {"Patient?given=steve&given=evariste", {"steve"}},
      {"Patient?given=steve&family=severine", {"steve"}},
      {"Patient?address=12", {"asha"}},
      {"Patient?address=pun", {"asha"}},
      {"Patient?address=haveli", {"asha"}},
      {"Patient?address-city=pune", {"asha"}},
      {"Patient?address-city=mh", {}},
      {"Patient?address-postalcode=411", {"asha"}},
      {"Patient?address-country=in&address-state=MH", {"asha"}},
  });
}

TEST_CASE("a family is found by each part of its name, which counts neither in the order nor as the whole") {
  Fixture store{
      R"({"resourceType":"Patient","id":"both","name":[{"family":"Carreño Quiñones"}]})",
      R"({"resourceType":"Patient","id":"hyphen","name":[{"family":"Zapata-Alba","given":["Ana Quinones"]}]})",
      R"({"resourceType":"Practitioner","id":"doctor","name":[{"family":"Carreño Quiñones"}]})",
  };
  check(store, {
      {"Patient?family=quinones", {"both"}},
      {"Patient?name=Quiñones", {"both"}},
      {"Patient?family=carreno", {"both"}},
      {"Patient?family=alba", {"hyphen"}},
      {"Patient?family=zapata alba", {"hyphen"}},
      {"Patient?given=quinones", {}},
      {"Patient?family:exact=Quiñones", {}},
      {"Patient?_filter=family eq quinones", {}},
      {"Patient?_filter=family ne \"carreno quinones\"", {"hyphen"}},
      {"Practitioner?family=quinones", {"doctor"}},
      {"Practitioner?name=quinones", {"doctor"}},
  });
  CHECK(store.in_order("Patient?_sort=family") == Ids{"both", "hyphen"});
}

TEST_CASE("a long text is found by its beginning, and exactly by all of it") {
  Fixture store;
  const std::string start(995, 'a');
  store.put(R"({"resourceType":"Patient","id":"one","name":[{"family":")" + start + R"(éééézone"}]})");
  store.put(R"({"resourceType":"Patient","id":"two","name":[{"family":")" + start + R"(éééétwo"}]})");
  CHECK(store.found("Patient?family=" + start) == Ids{"one", "two"});
  CHECK(store.found("Patient?family:contains=" + start) == Ids{"one", "two"});
  CHECK(store.found("Patient?family=" + start + "eeee") == Ids{"one", "two"});
  CHECK(store.found("Patient?family:exact=" + start + "éééétwo") == Ids{"two"});
  CHECK(store.found("Patient?family:exact=" + start + "éééé") == Ids{});
  CHECK(refusal("Patient?family=" + start + "éééétwo").find("longer than 1000 bytes") != std::string::npos);
  CHECK(refusal("Patient?family:contains=" + start + "éééétwo").find("longer than 1000 bytes") != std::string::npos);
}

TEST_CASE("names with letters that have no accent to take off are found as people type them") {
  Fixture store{
      R"({"resourceType":"Patient","id":"a","name":[{"family":"Sørensen"}]})",
      R"({"resourceType":"Patient","id":"b","name":[{"family":"Wałęsa"}]})",
      R"({"resourceType":"Patient","id":"c","name":[{"family":"Weiß"}]})",
  };
  check(store, {
      {"Patient?family=sorensen", {"a"}},
      {"Patient?family=SØREN", {"a"}},
      {"Patient?family:exact=Sørensen", {"a"}},
      {"Patient?family:exact=Sorensen", {}},
      {"Patient?family:contains=lesa", {"b"}},
      {"Patient?family=weiss", {"c"}},
  });
}
