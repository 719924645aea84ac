#include "tests/engine/search/fixture.h"

using namespace engine::search;

// https://hl7.org/fhir/R4/search.html#token

TEST_CASE("a token is found by code, by system and code, by no system and by system alone") {
  Fixture store{
      R"({"resourceType":"Observation","id":"loinc","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]}})",
      R"({"resourceType":"Observation","id":"other","status":"preliminary","code":{"coding":[{"system":"http://other.example","code":"8867-4"}]}})",
      R"({"resourceType":"Observation","id":"bare","status":"final","code":{"coding":[{"code":"8867-4"}]}})",
      R"({"resourceType":"Observation","id":"both","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"1-8"},{"system":"http://other.example","code":"X"}]}})",
      R"({"resourceType":"Observation","id":"text","status":"final","code":{"text":"pulse"}})",
      R"({"resourceType":"Observation","id":"nocode","status":"final","code":{"coding":[{"system":"http://loinc.org","display":"pulse"}]}})",
  };
  check(store, {
      {"Observation?code=8867-4", {"loinc", "other", "bare"}},
      {"Observation?code=http://loinc.org|8867-4", {"loinc"}},
      {"Observation?code=|8867-4", {"bare"}},
      {"Observation?code=http://loinc.org|", {"loinc", "both", "nocode"}},
      {"Observation?code=http://loinc.org", {}},
      {"Observation?code=http://loinc.org|x", {}},
      {"Observation?code=x", {"both"}},
      {"Observation?code=X", {"both"}},
      {"Observation?code=http://LOINC.org|8867-4", {}},
      {"Observation?code=1-8,8867-4", {"loinc", "other", "bare", "both"}},
      {"Observation?code=1-8&code=x", {"both"}},
      {"Observation?code=1-8&code=8867-4", {}},
      {"Observation?code=http://loinc.org|1-8,http://other.example|8867-4", {"both", "other"}},
      {"Observation?code=http://loinc.org|&code=http://other.example|", {"both"}},
      {"Observation?code:not=8867-4", {"both", "text", "nocode"}},
      {"Observation?code:not=http://loinc.org|8867-4", {"other", "bare", "both", "text", "nocode"}},
      {"Observation?code:not=1-8,8867-4", {"text", "nocode"}},
      {"Observation?code:not=http://loinc.org|", {"other", "bare", "text"}},
      {"Observation?code:not=8867-4&status=final", {"both", "text", "nocode"}},
      {"Observation?code:missing=true", {"text"}},
      {"Observation?code:missing=false", {"loinc", "other", "bare", "both", "nocode"}},
      {"Observation?status=final", {"loinc", "bare", "both", "text", "nocode"}},
      {"Observation?status:not=final", {"other"}},
      {"Observation?status=http://hl7.org/fhir/observation-status|final&code=1-8", {"both"}},
      {"Observation?status=http://hl7.org/fhir/observation-status|&code=1-8", {"both"}},
      {"Observation?status=http://other.example|&code=1-8", {}},
      {"Observation?status:not=http://hl7.org/fhir/observation-status|", {}},
      {"Observation?status=|preliminary", {"other"}},
  });
}

TEST_CASE("a boolean, an identifier, a contact point and a code are tokens") {
  Fixture store{
      R"({"resourceType":"Patient","id":"a","active":true,"gender":"female","identifier":[{"system":"urn:mrn","value":"7,1|2$3\\4"}],"telecom":[{"system":"phone","value":"+91 98"},{"system":"email","value":"A@x.example"}]})",
      R"({"resourceType":"Patient","id":"b","active":false,"gender":"male","identifier":[{"value":"71"}],"deceasedBoolean":true})",
      R"({"resourceType":"Patient","id":"c","identifier":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MR"}]},"system":"urn:mrn","value":"99"}],"deceasedDateTime":"2020-01-01"})",
      R"({"resourceType":"Patient","id":"d","identifier":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"DL"}]},"system":"urn:mrn","value":"99"},{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MR"}]},"system":"urn:mrn","value":"100"}],"deceasedBoolean":false})",
  };
  check(store, {
      {"Patient?active=true", {"a"}},
      {"Patient?active=false", {"b"}},
      {"Patient?active=TRUE", {"a"}},
      {"Patient?active:missing=true", {"c", "d"}},
      {"Patient?active:not=true", {"b", "c", "d"}},
      {"Patient?gender=male,female", {"a", "b"}},
      {"Patient?deceased=true", {"b", "c"}},
      {"Patient?deceased=false", {"a", "d"}},
      {"Patient?identifier=urn:mrn|99", {"c", "d"}},
      {"Patient?identifier=urn:mrn|", {"a", "c", "d"}},
      {"Patient?identifier=|71", {"b"}},
      {"Patient?identifier=7\\,1\\|2\\$3\\\\4", {"a"}},
      {"Patient?identifier=urn:mrn|7\\,1\\|2\\$3\\\\4", {"a"}},
      {"Patient?identifier=7\\,1\\|2\\$3\\\\4,71", {"a", "b"}},
      {"Patient?identifier=7,71", {"b"}},
      {"Patient?identifier:of-type=http://terminology.hl7.org/CodeSystem/v2-0203|MR|99", {"c"}},
      {"Patient?identifier:of-type=http://terminology.hl7.org/CodeSystem/v2-0203|DL|99", {"d"}},
      {"Patient?identifier:of-type=http://terminology.hl7.org/CodeSystem/v2-0203|MR|99,http://terminology.hl7.org/CodeSystem/v2-0203|MR|100", {"c", "d"}},
      {"Patient?identifier:of-type=http://other.example|MR|99", {}},
      {"Patient?phone=%2B91%2098", {"a"}},
      {"Patient?email=a@X.example", {"a"}},
      {"Patient?phone=a@x.example", {}},
      {"Patient?telecom=a@x.example", {"a"}},
  });
}

TEST_CASE("resources are found by id, tag, security label, profile and source") {
  Fixture store{
      R"({"resourceType":"Basic","id":"a","code":{"text":"x"},"meta":{"tag":[{"system":"urn:t","code":"one"}],"profile":["http://x.example/p|2","http://x.example/q"],"source":"http://lab.example/a#1"}})",
      R"({"resourceType":"Basic","id":"b","code":{"text":"x"},"meta":{"tag":[{"system":"urn:t","code":"two"}],"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}],"profile":["http://x.example/p"]}})",
      R"({"resourceType":"Basic","id":"c","code":{"text":"x"}})",
  };
  check(store, {
      {"Basic?_id=a", {"a"}},
      {"Basic?_id=a,c,nobody", {"a", "c"}},
      {"Basic?_id=a&_id=c", {}},
      {"Basic?_id=not*an*id", {}},
      {"Basic?_id:not=a", {"b", "c"}},
      {"Basic?_id:not=a,c,nobody,not*an*id", {"b"}},
      {"Basic?_id:not=a&_tag:missing=false", {"b"}},
      {"Basic?_id:not=a&_id=a,c", {"c"}},
      {"?_type=Basic&_id:not=c", {"a", "b"}},
      {"Basic?_id=a,b&_tag=two", {"b"}},
      {"Basic?_tag=urn:t|one", {"a"}},
      {"Basic?_tag=one,two", {"a", "b"}},
      {"Basic?_tag:not=one", {"b", "c"}},
      {"Basic?_tag:missing=true", {"c"}},
      {"Basic?_security=R", {"b"}},
      {"Basic?_security:not=R", {"a", "c"}},
      {"Basic?_profile=http://x.example/p", {"a", "b"}},
      {"Basic?_profile=http://x.example/p|2", {"a"}},
      {"Basic?_profile=http://x.example/p|3", {}},
      {"Basic?_profile:missing=true", {"c"}},
      {"Basic?_source=http://lab.example/a%231", {"a"}},
      {"Basic?_source:missing=false", {"a"}},
      {"Basic", {"a", "b", "c"}},
      {"?_type=Basic&_id=a", {"a"}},
      {"?_id=a", {"a"}},
      {"?_tag=one,two", {"a", "b"}},
  });
}

TEST_CASE(":text finds codes and identifiers by what people read of them") {  // https://hl7.org/fhir/R4/search.html#modifiers
  Fixture store{
      R"({"resourceType":"Observation","id":"text","status":"final","code":{"text":"Heart rate"}})",
      R"({"resourceType":"Observation","id":"display","status":"final","code":{"coding":[{"system":"urn:x","code":"a"},{"code":"b","display":"HEART rhythm"}]}})",
      R"({"resourceType":"Observation","id":"code","status":"final","code":{"coding":[{"code":"heart"}]},"component":[{"code":{"text":"Élan"},"valueString":"x"}]})",
      R"({"resourceType":"Patient","id":"p","identifier":[{"type":{"text":"Medical record number","coding":[{"display":"MRN"}]},"value":"1"}],"meta":{"tag":[{"code":"t","display":"Trial"}]}})",
  };
  check(store, {
      {"Observation?code:text=heart", {"text", "display"}},
      {"Observation?code:text=Heart%20R", {"text", "display"}},
      {"Observation?code:text=heart%20rate,other", {"text"}},
      {"Observation?code:text=rate", {}},
      {"Observation?code:text=a|b", {}},
      {"Observation?combo-code:text=elan", {"code"}},
      {"Observation?component-code:text=heart", {}},
      {"Patient?identifier:text=medical", {"p"}},
      {"Patient?identifier:text=mrn", {"p"}},
      {"Patient?_tag:text=tri", {"p"}},
      {"Patient?_has:Observation:subject:code:text=heart", {}},
  });
}

TEST_CASE("an element that has an extension in the place of a value is missing") {  // https://hl7.org/fhir/R4/search.html#modifiers
  Fixture store{
      R"({"resourceType":"Patient","id":"unknown","_gender":{"extension":[{"url":"urn:why","valueCode":"unknown"}]},"_active":{"extension":[{"url":"urn:why","valueCode":"unknown"}]}})",
      R"({"resourceType":"Patient","id":"known","gender":"female","active":true})",
  };
  check(store, {
      {"Patient?gender:missing=true", {"unknown"}},
      {"Patient?gender:missing=false", {"known"}},
      {"Patient?active:missing=true", {"unknown"}},
      {"Patient?_id:missing=false", {"unknown", "known"}},
      {"Patient?_id:missing=true", {}},
      {"Patient?_lastUpdated:missing=false", {"unknown", "known"}},
  });
}

TEST_CASE("_id tells upper from lower case") {
  Fixture store{R"({"resourceType":"Patient","id":"A"})", R"({"resourceType":"Patient","id":"a"})"};
  check(store, {{"Patient?_id=A", {"A"}}, {"Patient?_id=a", {"a"}}, {"Patient?_id=a,A", {"A", "a"}}});
}

TEST_CASE("a MIME type is found below its base, whatever its parameters") {  // https://hl7.org/fhir/R4/search.html#mimetype
  const auto document = [](const std::string& id, const std::string& type) {
    return R"({"resourceType":"DocumentReference","id":")" + id + R"(","status":"current","content":[{"attachment":{"contentType":")" + type + R"("}}]})";
  };
  Fixture store;
  store.put(document("plain", "text/xml"));
  store.put(document("charset", "text/xml; charset=UTF-8"));
  store.put(document("upper", "Text/XML;charset=utf-8"));
  store.put(document("other", "text/plain"));
  store.put(document("image", "image/png"));
  check(store, {
      {"DocumentReference?contenttype=text/xml", {"plain"}},
      {"DocumentReference?contenttype:below=text/xml", {"plain", "charset", "upper"}},
      {"DocumentReference?contenttype:below=text", {"plain", "charset", "upper", "other"}},
      {"DocumentReference?contenttype:below=text/xml,image/png", {"plain", "charset", "upper", "image"}},
      {"DocumentReference?contenttype:below=application", {}},
  });
}
