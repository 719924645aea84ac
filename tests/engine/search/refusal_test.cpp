#include "engine/search/refusal.h"

#include "tests/engine/search/fixture.h"

using namespace engine::search;

// "Loud by default": what is refused is named, the nearest is suggested and the valid ones are listed.

namespace {

/// A refusal in one line: printed, its lines are broken.
std::string flat(std::string_view url) {
  std::string said = refusal(url);
  std::replace(said.begin(), said.end(), '\n', ' ');
  return said;
}

struct Refused {
  const char* url;
  std::vector<const char*> words;
};

void check_refused(std::initializer_list<Refused> cases) {
  for (const auto& one : cases) {
    const auto said = flat(one.url);
    CAPTURE(one.url, said);
    for (const char* word : one.words) CHECK(said.find(word) != std::string::npos);
  }
}

}  // namespace

TEST_CASE("a refusal suggests the nearest and lists the valid ones") {
  check_refused({
      {"Patient?birthdat=1980", {"no search parameter \"birthdat\". Did you mean \"birthdate\"? Valid are: _id,", "birthdate,", "_list", "_has", "_sort"}},
      {"Patient?_srot=name", {"Did you mean \"_sort\"? Valid are:"}},
      {"Observation?code:blow=x|y", {"Did you mean \"below\"? Valid are: missing, not, text, in, not-in, above, below."}},
      {"Patient?name:exct=x", {"Did you mean \"exact\"? Valid are: missing, exact, contains."}},
      {"Observation?subject:Patent=1", {"Did you mean \"Patient\"? Valid are: missing, identifier,", "Device", "Location"}},
      {"Patient?birthdate=GE1984", {"Did you mean \"ge\"? Valid are: eq, ne, gt, lt, ge, le, sa, eb, ap."}},
      {"Patient?_sort=birtdate", {"not ordered by \"birtdate\". Did you mean \"birthdate\"? Valid are: _id, _lastUpdated, _score,"}},
      {"?_type=Patient,Group&_sort=_lastupdated", {"Did you mean \"_lastUpdated\"? Valid are: _id, _lastUpdated, _score."}},
      {"Patient?_include=Patient:organizaton", {"Did you mean \"organization\"? Valid are: general-practitioner, link, organization."}},
      {"Patient?_include=Patient:name", {"\"name\" of Patient is no reference", "Valid are: general-practitioner, link, organization."}},
      {"Patient?_include=Patient:organization:Organizatio", {"\"Organizatio\" in _include is no resource type. Did you mean \"Organization\"? Valid are: Organization."}},
      {"Patient?_include=Patent:organization", {"Did you mean \"Patient\"? Valid are: Account,", "VisionPrescription"}},
      {"Patient?_include:itrate=Patient:organization", {"Did you mean \"iterate\"? Valid are: iterate."}},
      {"Patient?_has:Observation:patent:code=x", {"Observation has no search parameter \"patent\". Did you mean \"patient\"? Valid are: focus, patient, performer, subject."}},
      {"Patient?_has:Observation:encounter:code=x", {"never leads to Patient", "Valid are: focus, patient, performer, subject."}},
      {"Patient?_has:Observation:patient:cod=x", {"Did you mean \"code\"? Valid are:"}},
      {"Patient?_has:Observaton:patient:code=x", {"Did you mean \"Observation\"? Valid are: Account,"}},
      {"?_type=Patnt&_id=1", {"Did you mean \"Patient\"? Valid are: Account,"}},
      {"Observation?code.text=x", {"\"code\" of Observation is no reference", "Valid are: based-on,"}},
      {"Patient?_filter=name EQ x", {"An operator (eq, ne,", "Did you mean \"eq\"?"}},
      {"Patient?_filter=nme eq x", {"_filter, column 1: Patient has no search parameter \"nme\". Did you mean \"name\"? Valid are:"}},
      {"DocumentReference?_filter=relationship[relaton eq replaces].relatesto re DocumentReference/1",
       {"column 14: \"relaton\" is none of the parts of \"relationship\"", "Did you mean \"relation\"? Valid are: relation, relatesto."}},
      {"Patient?_query=x", {"\"x\" is no named query of Patient; it has none."}},
  });
}

TEST_CASE("a name that no type at the end of a chain has is looked for in all of them") {
  check_refused({
      {"Observation?subject.nam=x", {"What \"subject\" leads to (Device, Group, Location, Patient) has no search parameter \"nam\". Did you mean \"name\" of Location, Patient?", "A type can be named: \"subject:Location.name\".",
                                     "Valid are, of one type or another: ", "birthdate", "managing-entity"}},
      {"Observation?performer.famly=x", {"Did you mean \"family\" of Patient, Practitioner? A type can be named: \"performer:Patient.family\"."}},
      {"Patient?general-practitioner.famly=x", {"Did you mean \"family\" of Practitioner?"}},
      {"Observation?_filter=status eq final and subject.famly eq x", {"_filter, column 29: What \"subject\" leads to (", "Did you mean \"family\" of Patient?"}},
      {"Observation?_filter=subject[nam eq x].gender eq male", {"column 9: ", "\"name\""}},
      {"Observation?encounter.subject.famly=x", {"What \"subject\" leads to (", "Did you mean \"family\" of Patient?"}},
      {"Observation?subject.organization.nam=x", {"Organization has no search parameter \"nam\". Did you mean \"name\"? Valid are:"}},
      {"Patient?_has:Observation:patient:performer.famly=x", {"Did you mean \"family\" of Patient, Practitioner?"}},
      {"Observation?subject:Patient.nam=x", {"Patient has no search parameter \"nam\". Did you mean \"name\"? Valid are:", "_has."}},
      {"Observation?subject.name:exct=x", {"Did you mean \"exact\"? Valid are: missing, exact, contains."}},
      {"Observation?subject:Patien.name=x", {"Only a type can stand between \"subject\" and what is chained to it", "Did you mean \"Patient\"? Valid are: Device, Group, Location, Patient."}},
      {"Provenance?target.famly=x", {"What \"target\" leads to (", " more) has no search parameter \"famly\"", "Did you mean \"family\" of Patient,", " more."}},
  });
  // Which types have it or not is no matter as long as one has it.
  CHECK(refusal("Observation?subject.name=x").empty());
  CHECK(refusal("Observation?subject.gender=male").empty());
}

TEST_CASE("what a search over several types may ask is what all of them have") {
  check_refused({
      {"?_type=Patient,Practitioner&famly=x", {"Patient has no search parameter \"famly\". Did you mean \"family\"?", "A search over several types"}},
      {"?_type=Patient,Group&birthdate=1980", {"Group has no search parameter \"birthdate\"", "Valid are:"}},
  });
  CHECK(flat("?_type=Patient,Group&birthdate=1980").find("managing-entity") == std::string::npos);
}

TEST_CASE("however much is valid, a refusal stays short") {
  const std::vector<std::string_view> words(1000, "abcdefghij");
  const auto said = listed(words);
  CHECK(said.size() < listed_bytes_max + 30);
  CHECK(said.ends_with(" and 792 more"));
  CHECK(flat("AuditEvent?entity.entity.xyzzy=1").size() < 2 * listed_bytes_max);
  CHECK(flat("AuditEvent?entity.xyzzy=1").size() < 2 * listed_bytes_max);
}

TEST_CASE("of what has no system a bar is refused") {  // https://hl7.org/fhir/R4/search.html#token
  check_refused({
      {"Patient?telecom=phone|%2B1-555-123", {"What \"telecom\" finds has no system, so no bar stands in a value of it"}},
      {"Patient?phone=|555", {"\"phone\" finds has no system"}},
      {"Patient?email:not=|x", {"\"email\" finds has no system"}},
      {"Patient?active=|true", {"\"active\" is true or false, with no system and no bar"}},
      {"Patient?active=http://terminology.hl7.org/CodeSystem/special-values|true", {"\"active\" is true or false, with no system and no bar"}},
      {"ValueSet?version=|1", {"\"version\" finds has no system"}},
      {"Patient?_filter=telecom eq phone|5", {"\"telecom\" finds has no system"}},
  });
  CHECK(refusal("Patient?phone=5\\|6").empty());
  CHECK(refusal("Patient?gender=|male&identifier=|1&_tag=a|b").empty());
}

TEST_CASE("a named query behind a chain is refused as what it is") {
  check_refused({
      {"Observation?subject:Patient._query=x", {"cannot be behind a chain or _has"}},
      {"Patient?_has:Observation:patient:_query=x", {"cannot be behind a chain or _has"}},
  });
}
