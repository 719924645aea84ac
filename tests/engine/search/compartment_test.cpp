#include "tests/engine/interaction/tenant.h"

using namespace engine;

// https://hl7.org/fhir/R4/compartmentdefinition.html and the pages of the five that R4 defines

namespace {

/// A hospital in which the patient, the encounter, the device, the practitioner and the related person that it is all about
/// have the same id, "x": what is told of one is not told of another.
struct Ward : Tenant {
  Ward() {
    for (const char* id : {"x", "y"}) {
      put("Patient", id, "");
      put("Encounter", id, R"("status":"finished","class":{"code":"AMB"})");
      put("Device", id, R"("status":"active")");
      put("Practitioner", id, R"("active":true)");
      put("RelatedPerson", id, R"("patient":{"reference":"Patient/y"})");
    }
    observation("in-encounter", R"("encounter":{"reference":"Encounter/x"})");
    observation("in-other-encounter", R"("encounter":{"reference":"Encounter/y"})");
    observation("of-device", R"("subject":{"reference":"Device/x"})");
    observation("by-device", R"("device":{"reference":"Device/x"},"subject":{"reference":"Patient/y"})");
    observation("by-other-device", R"("device":{"reference":"Device/y"})");
    observation("about-device", R"("focus":[{"reference":"Device/x"}])");
    observation("by-practitioner", R"("performer":[{"reference":"Organization/x"},{"reference":"Practitioner/x"}])");
    observation("by-relative", R"("performer":[{"reference":"RelatedPerson/x"}])");
    observation("by-patient", R"("performer":[{"reference":"Patient/x"}])");
    put("Encounter", "attended", R"("status":"finished","class":{"code":"AMB"},"participant":[{"individual":{"reference":"Practitioner/x"}}])");
    put("Encounter", "accompanied", R"("status":"finished","class":{"code":"AMB"},"participant":[{"individual":{"reference":"RelatedPerson/x"}}])");
    put("Encounter", "part", R"("status":"finished","class":{"code":"AMB"},"partOf":{"reference":"Encounter/x"})");
    put("Condition", "met", R"("subject":{"reference":"Patient/y"},"encounter":{"reference":"Encounter/x"})");
    put("Condition", "told", R"("subject":{"reference":"Patient/y"},"asserter":{"reference":"RelatedPerson/x"})");
    put("Condition", "found", R"("subject":{"reference":"Patient/y"},"asserter":{"reference":"Practitioner/x"})");
    put("Condition", "recorded", R"("subject":{"reference":"Patient/y"},"recorder":{"reference":"Practitioner/x"})");
    put("Procedure", "done", R"("status":"completed","subject":{"reference":"Patient/y"},"encounter":{"reference":"Encounter/x"},"performer":[{"actor":{"reference":"Practitioner/x"}}])");
    put("Procedure", "used", R"("status":"completed","subject":{"reference":"Patient/y"},"usedReference":[{"reference":"Device/x"}])");
    put("DeviceRequest", "asked", R"("status":"active","intent":"order","codeReference":{"reference":"Device/x"},"subject":{"reference":"Patient/y"},"encounter":{"reference":"Encounter/x"})");
    put("Flag", "beeps", R"("status":"active","code":{"text":"low"},"subject":{"reference":"Patient/y"},"author":{"reference":"Device/x"})");
    put("Flag", "is-flagged", R"("status":"active","code":{"text":"low"},"subject":{"reference":"Practitioner/x"})");
    put("PractitionerRole", "works", R"("practitioner":{"reference":"Practitioner/x"})");
    put("PractitionerRole", "other", R"("practitioner":{"reference":"Practitioner/y"})");
    put("Patient", "seen", R"("generalPractitioner":[{"reference":"Practitioner/x"}])");
    put("Patient", "linked", R"("link":[{"other":{"reference":"RelatedPerson/x"},"type":"seealso"}])");
    put("Coverage", "pays", R"("status":"active","beneficiary":{"reference":"Patient/y"},"payor":[{"reference":"RelatedPerson/x"}])");
    put("Coverage", "paid", R"("status":"active","beneficiary":{"reference":"Patient/x"},"payor":[{"reference":"Organization/x"}])");
    put("Medication", "m", R"("code":{"text":"x"})");
  }
  using Tenant::put;
  void put(const std::string& type, const std::string& id, const std::string& rest) {
    const Status status = put(R"({"resourceType":")" + type + R"(","id":")" + id + "\"" + (rest.empty() ? "" : ",") + rest + "}", type);
    INFO(type << "/" << id);
    REQUIRE(status == Status::created);
  }
  void observation(const std::string& id, const std::string& rest) { put("Observation", id, R"("status":"final","code":{"text":"x"},)" + rest); }
};

/// What is in the compartment of the one with the id "x", of each type that may be.
struct Compartment {
  const char* type;
  std::vector<std::pair<const char*, Texts>> members;  ///< types and ids, in order of both
  std::vector<const char*> never;
};

const Compartment compartments[] = {
    {"Device", {{"Device", {"x"}}, {"DeviceRequest", {"asked"}}, {"Flag", {"beeps"}}, {"Observation", {"by-device", "of-device"}}}, {"Condition", "Encounter", "Patient", "Procedure"}},
    {"Encounter", {{"Condition", {"met"}}, {"DeviceRequest", {"asked"}}, {"Encounter", {"x"}}, {"Observation", {"in-encounter"}}, {"Procedure", {"done"}}}, {"Flag", "Medication", "Patient"}},
    {"Patient", {{"Coverage", {"paid"}}, {"Observation", {"by-patient"}}, {"Patient", {"x"}}}, {"Medication", "PractitionerRole"}},
    {"Practitioner",
     {{"Condition", {"found"}}, {"Encounter", {"attended"}}, {"Observation", {"by-practitioner"}}, {"Patient", {"seen"}}, {"Practitioner", {"x"}}, {"PractitionerRole", {"works"}}, {"Procedure", {"done"}}},
     {"Device", "Medication"}},
    {"RelatedPerson",
     {{"Condition", {"told"}}, {"Coverage", {"pays"}}, {"Encounter", {"accompanied"}}, {"Observation", {"by-relative"}}, {"Patient", {"linked"}}, {"RelatedPerson", {"x"}}},
     {"Device", "Flag", "Medication", "PractitionerRole"}},
};

}  // namespace

TEST_CASE("each of R4's five compartments has its members and no others, by type and together") {
  Ward ward;
  for (const Compartment& compartment : compartments) {
    const std::string of = std::string(compartment.type) + "/x";
    Texts all_members;
    for (const auto& [type, ids] : compartment.members) {
      CAPTURE(of, type);
      CHECK(ward.found(of + "/" + type) == ids);
      CHECK(ward.found(of + "/*?_type=" + type) == ids);
      for (const auto& id : ids) all_members.push_back(std::string(type) + "/" + id);
    }
    CAPTURE(of);
    auto together = all(ward.ask("GET", of + "/*"), "Bundle.entry.select(resource.type().name & '/' & resource.id)");
    std::sort(together.begin(), together.end());
    CHECK(together == all_members);
    // In pages, too.
    Texts paged;
    std::string url = of + "/*?_count=2";
    while (!url.empty()) {
      const auto page = ward.ask("GET", url);
      for (const auto& one : all(page, "Bundle.entry.select(resource.type().name & '/' & resource.id)")) paged.push_back(one);
      url = one(page, "Bundle.link.where(relation = 'next').url");
    }
    std::sort(paged.begin(), paged.end());
    CHECK(paged == all_members);
  }
}

TEST_CASE("a search in a compartment keeps its criteria, and types that are never in it are refused by name") {
  Ward ward;
  CHECK(ward.found("Device/x/Observation?patient=y") == Texts{"by-device"});
  CHECK(ward.found("Encounter/x/Condition?patient=x").empty());
  CHECK(ward.found("Practitioner/x/Encounter?status=finished") == Texts{"attended"});
  CHECK(ward.found("RelatedPerson/x/Observation?status=amended").empty());
  CHECK(ward.found("RelatedPerson/nobody/Observation").empty());
  CHECK(ward.found("Encounter/nobody/*").empty());
  for (const Compartment& compartment : compartments) {
    for (const char* type : compartment.never) {
      const std::string url = std::string(compartment.type) + "/x/" + type;
      CAPTURE(url);
      const auto reply = ward.ask("GET", url);
      CHECK(reply.status == Status::bad_request);
      CHECK_THAT(issues(reply), Catch::Contains(type) && Catch::Contains("compartment"));
    }
  }
}
