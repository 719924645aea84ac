#include "tests/engine/search/fixture.h"

using namespace engine::search;

namespace {

/// Two hospitals, two doctors, three patients, what was observed of them and where it came from.
struct Ward : Fixture {
  Ward() : Fixture{
      R"({"resourceType":"Organization","id":"apollo","name":"Apollo","partOf":{"reference":"Organization/group"}})",
      R"({"resourceType":"Organization","id":"group","name":"Apollo Group"})",
      R"({"resourceType":"Organization","id":"fortis","name":"Fortis"})",
      R"({"resourceType":"Practitioner","id":"iyer","name":[{"family":"Iyer"}]})",
      R"({"resourceType":"Practitioner","id":"das","name":[{"family":"Das"}]})",
      R"({"resourceType":"Patient","id":"rao","name":[{"family":"Rao"}],"gender":"female","birthDate":"1984-05-17","managingOrganization":{"reference":"Organization/apollo"},"generalPractitioner":[{"reference":"Practitioner/iyer"}]})",
      R"({"resourceType":"Patient","id":"sen","name":[{"family":"Sen"}],"gender":"male","birthDate":"1990-01-01","managingOrganization":{"reference":"Organization/fortis"},"generalPractitioner":[{"reference":"Practitioner/das"},{"reference":"Organization/fortis"}]})",
      R"({"resourceType":"Patient","id":"lone","name":[{"family":"Lone"}],"gender":"female"})",
      R"({"resourceType":"Group","id":"rao","type":"person","actual":true,"code":{"coding":[{"code":"family"}]}})",
      R"({"resourceType":"Encounter","id":"visit","status":"finished","class":{"code":"AMB"},"subject":{"reference":"Patient/rao"},"serviceProvider":{"reference":"Organization/apollo"},"period":{"start":"2024-05-17"}})",
      R"({"resourceType":"Encounter","id":"stay","status":"finished","class":{"code":"IMP"},"subject":{"reference":"Patient/sen"},"serviceProvider":{"reference":"Organization/fortis"},"period":{"start":"2024-06-01"}})",
      R"({"resourceType":"Observation","id":"pulse","status":"final","code":{"coding":[{"code":"pulse"}]},"subject":{"reference":"Patient/rao"},"encounter":{"reference":"Encounter/visit"},"performer":[{"reference":"Practitioner/iyer"}],"valueQuantity":{"value":72}})",
      R"({"resourceType":"Observation","id":"weight","status":"final","code":{"coding":[{"code":"weight"}]},"subject":{"reference":"http://setu.example/fhir/Patient/sen"},"encounter":{"reference":"Encounter/stay"},"performer":[{"reference":"Organization/fortis"}],"valueQuantity":{"value":80}})",
      R"({"resourceType":"Observation","id":"group","status":"final","code":{"coding":[{"code":"pulse"}]},"subject":{"reference":"Group/rao"}})",
      R"({"resourceType":"Observation","id":"dangling","status":"final","code":{"coding":[{"code":"pulse"}]},"subject":{"reference":"Patient/not-here"}})",
      R"({"resourceType":"Observation","id":"orphan","status":"final","code":{"coding":[{"code":"pulse"}]}})",
      R"({"resourceType":"Provenance","id":"p1","target":[{"reference":"Observation/pulse"}],"recorded":"2024-05-17T10:00:00Z","agent":[{"who":{"reference":"Practitioner/iyer"}}]})",
      R"({"resourceType":"Provenance","id":"p2","target":[{"reference":"Observation/weight"},{"reference":"Patient/sen"}],"recorded":"2024-06-01T10:00:00Z","agent":[{"who":{"reference":"Organization/fortis"}}]})",
  } {}
};

}  // namespace

TEST_CASE("a search goes along references, one, two and three deep") {  // https://hl7.org/fhir/R4/search.html#chaining
  Ward store;
  check(store, {
      {"Observation?subject:Patient.name=rao", {"pulse"}},
      {"Observation?subject.name=rao", {"pulse"}},
      {"Observation?patient.name=rao", {"pulse"}},
      {"Observation?patient.gender=male", {"weight"}},
      {"Observation?patient.gender:not=male", {"pulse"}},
      {"Observation?patient.gender=male,female", {"pulse", "weight"}},
      {"Observation?patient.birthdate=lt1985", {"pulse"}},
      {"Observation?patient.birthdate:missing=true", {}},
      {"Observation?patient.name:exact=Sen", {"weight"}},
      {"Observation?patient.name:contains=E", {"weight"}},
      {"Observation?subject._id=rao", {"pulse", "group"}},
      {"Observation?subject:Group._id=rao", {"group"}},
      {"Observation?subject:Group.code=family", {"group"}},
      {"Observation?patient._id=rao,sen,not-here", {"pulse", "weight"}},
      {"Observation?patient._lastUpdated=gt2020", {"pulse", "weight"}},
      {"Observation?patient.name=nobody", {}},
      {"Observation?patient.organization.name=apollo", {"pulse"}},
      {"Observation?subject:Patient.organization=Organization/fortis", {"weight"}},
      {"Observation?patient.organization.partof.name=apollo", {"pulse"}},
      {"Observation?encounter.subject.organization.name=fortis", {"weight"}},
      {"Observation?encounter.service-provider.name=fortis", {"weight"}},
      {"Observation?encounter.class=AMB", {"pulse"}},
      {"Observation?encounter.date=ge2024-06", {"weight", "pulse"}},
      {"Observation?encounter.date=sa2024-05", {"weight"}},
      {"Observation?performer.name=fortis,iyer", {"pulse", "weight"}},
      {"Observation?performer:Practitioner.name=fortis,iyer", {"pulse"}},
      {"Observation?patient.general-practitioner.name=das", {"weight"}},
      {"Observation?patient.name=rao&patient.gender=male", {}},
      {"Observation?patient.name=rao&code=pulse", {"pulse"}},
      {"Observation?patient.name=rao&code=weight", {}},
      {"Observation?patient.name=rao&value-quantity=gt70", {"pulse"}},
      {"Encounter?patient.general-practitioner.name=iyer", {"visit"}},
      {"Provenance?target:Observation.subject.name=rao", {"p1"}},
      {"Provenance?target:Patient.name=sen", {"p2"}},
      {"Provenance?target.patient.name=sen", {"p2"}},
      {"Organization?partof.name=apollo%20group", {"apollo"}},
  });
}

TEST_CASE("a search goes against references with _has, one and two deep") {  // https://hl7.org/fhir/R4/search.html#has
  Ward store;
  check(store, {
      {"Patient?_has:Observation:patient:code=pulse", {"rao"}},
      {"Patient?_has:Observation:subject:code=pulse", {"rao"}},
      {"Patient?_has:Observation:patient:code=pulse,weight", {"rao", "sen"}},
      {"Patient?_has:Observation:patient:code:not=pulse", {"sen"}},
      {"Patient?_has:Observation:patient:code=pulse&_has:Observation:patient:code=weight", {}},
      {"Patient?_has:Observation:patient:value-quantity=gt75", {"sen"}},
      {"Patient?_has:Observation:patient:_id=weight", {"sen"}},
      {"Patient?_has:Observation:patient:performer:missing=true", {}},
      {"Patient?_has:Encounter:patient:date=gt2024-05-31&gender=male", {"sen"}},
      {"Patient?_has:Encounter:patient:date=gt2024-05-31&gender=other", {}},
      {"Group?_has:Observation:subject:code=pulse", {"rao"}},
      {"Organization?_has:Patient:organization:name=rao", {"apollo"}},
      {"Organization?_has:Patient:organization:_has:Observation:patient:code=weight", {"fortis"}},
      {"Organization?_has:Organization:partof:_has:Patient:organization:gender=female", {"group"}},
      {"Patient?_has:Observation:patient:_has:Provenance:target:agent=Practitioner/iyer", {"rao"}},
      {"Patient?_has:Observation:patient:encounter.class=IMP", {"sen"}},
      {"Encounter?patient._has:Observation:patient:code=weight", {"stay"}},
      {"Practitioner?_has:Patient:general-practitioner:name=sen", {"das"}},
      {"Practitioner?_has:Patient:general-practitioner:organization.name=fortis", {"das"}},
      {"Observation?_has:Provenance:target:recorded=2024-05", {"pulse"}},
  });
}

TEST_CASE("what was deleted or changed is not found, and leads nowhere") {
  Ward store;
  CHECK(store.found("Observation?patient.name=rao") == Ids{"pulse"});
  store.put(R"({"resourceType":"Patient","id":"rao","name":[{"family":"Menon"}],"gender":"female"})");
  check(store, {
      {"Patient?name=rao", {}},
      {"Patient?name=menon", {"rao"}},
      {"Patient?birthdate:missing=true", {"rao", "lone"}},
      {"Patient?organization=apollo", {}},
      {"Observation?patient.name=rao", {}},
      {"Observation?patient.name=menon", {"pulse"}},
      {"Observation?patient.organization.name=apollo", {}},
      {"Organization?_has:Patient:organization:gender=female", {}},
  });
  store.write(engine::store::removal("rao"));
  check(store, {
      {"Patient", {"sen", "lone"}},
      {"Patient?_id=rao", {}},
      {"Patient?name=menon", {}},
      {"Patient?gender:not=male", {"lone"}},
      {"Patient?_has:Observation:patient:code=pulse", {}},
      {"Observation?patient.name=menon", {}},
      {"Observation?patient.gender:not=male", {}},
      {"Observation?patient=rao", {"pulse"}},
  });
  store.write(engine::store::removal("pulse", engine::store::observation_type));
  check(store, {
      {"Observation?patient=rao", {}},
      {"Observation?code=pulse", {"group", "dangling", "orphan"}},
      {"?_id=rao,pulse", {"rao"}},
      {"Provenance?target.code=pulse", {}},
  });
  store.put(R"({"resourceType":"Patient","id":"rao","name":[{"family":"Back"}],"gender":"female"})");
  check(store, {
      {"Patient?name=back", {"rao"}},
      {"Patient?name=menon", {}},
  });
}

TEST_CASE("tenants do not find each other's") {
  Ward store;
  store.sql.run("insert into setu.tenant (name) values ('second')");
  store.put(R"({"resourceType":"Patient","id":"rao","name":[{"family":"Rao"}],"gender":"other"})", 2);
  store.put(R"({"resourceType":"Observation","id":"theirs","status":"final","code":{"coding":[{"code":"pulse"}]},"subject":{"reference":"Patient/sen"}})", 2);
  CHECK(store.found("Patient?name=rao", 2) == Ids{"rao"});
  CHECK(store.found("Patient?gender=female", 2) == Ids{});
  CHECK(store.found("Patient?gender=other", 1) == Ids{});
  CHECK(store.found("Patient", 2) == Ids{"rao"});
  CHECK(store.found("Observation?code=pulse", 2) == Ids{"theirs"});
  CHECK(store.found("Observation?patient.name=sen", 2) == Ids{});
  CHECK(store.found("Patient?_has:Observation:patient:code=pulse", 2) == Ids{});
  CHECK(store.found("Patient?_has:Observation:patient:code=pulse", 1) == Ids{"rao"});
  CHECK(store.found("?_lastUpdated=gt2020", 2) == Ids{"rao", "theirs"});
  CHECK(store.page("Observation?_include=Observation:subject", 2).includes.empty());
  CHECK(store.page("Patient?_revinclude=Observation:subject", 2).includes.empty());
  CHECK(store.page("Patient?_summary=count&_total=accurate&_count=0", 2).total == 1u);
  CHECK(store.page("Patient", 3).matches.empty());
}

TEST_CASE("modifiers mean the same at the end of a chain and of _has") {  // https://hl7.org/fhir/R4/search.html#chaining
  Fixture store{
      R"({"resourceType":"Patient","id":"p","identifier":[{"type":{"coding":[{"system":"urn:t","code":"MR"}],"text":"record number"},"system":"urn:mrn","value":"7"}],"name":[{"family":"Rao"}],"managingOrganization":{"reference":"Organization/o","identifier":{"system":"urn:org","value":"1"}}})",
      R"({"resourceType":"Organization","id":"o","name":"Sitara"})",
      R"({"resourceType":"Condition","id":"c","subject":{"reference":"Patient/p"},"code":{"coding":[{"code":"x","display":"Headache"}]}})",
      R"({"resourceType":"Observation","id":"a","status":"final","code":{"coding":[{"code":"x","display":"Heart rate"}]},"subject":{"reference":"Patient/p"}})",
  };
  check(store, {
      {"Observation?patient.identifier:of-type=urn:t|MR|7", {"a"}},
      {"Observation?patient.identifier:of-type=urn:t|XX|7", {}},
      {"Observation?patient.identifier:text=record", {"a"}},
      {"Observation?patient.identifier:not=urn:mrn|8", {"a"}},
      {"Observation?patient.organization:identifier=urn:org|1", {"a"}},
      {"Observation?patient.organization:Organization=o", {"a"}},
      {"Observation?patient.organization:missing=false", {"a"}},
      {"Observation?patient.family:exact=Rao", {"a"}},
      {"Observation?patient.family:exact=rao", {}},
      {"Patient?_has:Observation:patient:code:text=heart", {"p"}},
      {"Patient?_has:Observation:patient:code:text=lung", {}},
      {"Patient?_has:Observation:patient:code:not=x", {}},
      {"Patient?_has:Condition:subject:code:text=headache&_has:Observation:subject:code=x", {"p"}},
      {"Organization?_has:Patient:organization:identifier:of-type=urn:t|MR|7", {"o"}},
  });
}
