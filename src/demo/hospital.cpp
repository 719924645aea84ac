#include "src/demo/hospital.h"

#include <array>
#include <cstdio>
#include <random>
#include <string_view>
#include <vector>

#include "fhir/json/tree.h"
#include "fhir/primitive/date_time.h"

namespace setu::demo {
namespace {

constexpr std::string_view hospital_system = "https://setu.example/hospital";
constexpr std::string_view doctor_system = "https://setu.example/doctor";
constexpr std::string_view patient_system = "https://setu.example/patient";

struct Doctor {
  std::string_view number, family, given, gender;
};
constexpr Doctor doctors[] = {
    {"D-001", "Iyer", "Kavitha", "female"},
    {"D-002", "Chaudhary", "Rohan", "male"},
    {"D-003", "D'Souza", "Maria", "female"},
    {"D-004", "Bhattacharya", "Anirban", "male"},
};

constexpr std::string_view families[] = {"Rao",    "Krishnamūrthy", "Sharma", "Patel",  "Nair",      "Singh", "Das",   "Fernandes",
                                         "Khan",   "Reddy",         "Joshi",  "Mukherjee", "Okafor",  "Müller", "García", "Banerjee"};
constexpr std::string_view women[] = {"Asha", "Meera", "Lakshmi", "Zoya", "Anjali", "Ritu", "Élodie", "Grace"};
constexpr std::string_view men[] = {"Arjun", "Vikram", "Imran", "Suresh", "Joseph", "Karan", "Tomás", "Dev"};
constexpr std::string_view cities[] = {"Pune", "Chennai", "Kolkata", "Jaipur", "Kochi", "Hyderabad"};

struct Code {
  std::string_view system, code, display;
};
constexpr std::string_view snomed = "http://snomed.info/sct";
constexpr std::string_view loinc = "http://loinc.org";
constexpr Code conditions[] = {{snomed, "38341003", "Hypertensive disorder"}, {snomed, "44054006", "Diabetes mellitus type 2"},
                               {snomed, "195967001", "Asthma"},               {snomed, "73211009", "Diabetes mellitus"}};
constexpr Code drugs[] = {{"http://www.nlm.nih.gov/research/umls/rxnorm", "860975", "Metformin 500 mg tablet"},
                          {"http://www.nlm.nih.gov/research/umls/rxnorm", "197361", "Amlodipine 5 mg tablet"},
                          {"http://www.nlm.nih.gov/research/umls/rxnorm", "313782", "Acetaminophen 325 mg tablet"}};

/// A quantity that is measured at every visit.
struct Vital {
  Code code;
  std::string_view unit, ucum;
  double low, high;
  int decimals;
};
constexpr Vital vitals[] = {
    {{loinc, "8867-4", "Heart rate"}, "beats/minute", "/min", 55, 110, 0},
    {{loinc, "8310-5", "Body temperature"}, "°C", "Cel", 36.0, 39.4, 1},
    {{loinc, "29463-7", "Body weight"}, "kg", "kg", 42, 104, 1},
    {{loinc, "2339-0", "Glucose [Mass/volume] in Blood"}, "mg/dL", "mg/dL", 70, 240, 0},
};

/// Writes the entries of one bundle.
class Record {
 public:
  explicit Record(std::uint32_t seed) : random_(seed * 2654435761u + 17) {}

  std::string finish() {
    return R"({"resourceType":"Bundle","type":"transaction","entry":[)" + entries_ + "]}";
  }

  /// Adds a resource and gives the URL the others refer to it by.
  std::string add(std::string_view type, const std::string& members, const std::string& if_none_exist = {}) {
    const std::string url = next_uuid();
    if (!entries_.empty()) entries_ += ',';
    entries_ += R"({"fullUrl":")" + url + R"(","resource":{"resourceType":")" + std::string(type) + "\"," + members +
                R"(},"request":{"method":"POST","url":")" + std::string(type) + "\"" +
                (if_none_exist.empty() ? "" : R"(,"ifNoneExist":")" + if_none_exist + "\"") + "}}";
    return url;
  }

  std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(random_() % limit); }
  template <class T, std::size_t size>
  const T& one_of(const T (&list)[size]) {
    return list[below(size)];
  }
  double between(double low, double high) { return low + (high - low) * static_cast<double>(below(10'000)) / 9'999; }

 private:
  std::string next_uuid() {
    char text[46];
    const auto a = static_cast<std::uint32_t>(random_()), b = static_cast<std::uint32_t>(random_());
    const auto c = static_cast<std::uint32_t>(random_()), d = static_cast<std::uint32_t>(random_());
    std::snprintf(text, sizeof text, "urn:uuid:%08x-%04x-4%03x-a%03x-%04x%08x", a, b >> 16, b & 0xfff, c >> 20, c & 0xffff, d);
    return text;
  }

  std::mt19937 random_;
  std::string entries_;
};

std::string quoted(std::string_view text) {
  std::string out;
  fhir::json::append_string(out, text);
  return out;
}

std::string concept_of(const Code& code) {
  return R"({"coding":[{"system":)" + quoted(code.system) + R"(,"code":)" + quoted(code.code) + R"(,"display":)" + quoted(code.display) +
         R"(}],"text":)" + quoted(code.display) + "}";
}

std::string reference(const std::string& to) { return R"({"reference":)" + quoted(to) + "}"; }

std::string criteria(std::string_view type, std::string_view system, std::string_view value) {
  return std::string(type) + "?identifier=" + std::string(system) + "|" + std::string(value);
}

std::string number_text(double value, int decimals) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return text;
}

std::string quantity(double value, int decimals, std::string_view unit, std::string_view ucum) {
  return R"({"value":)" + number_text(value, decimals) + R"(,"unit":)" + quoted(unit) + R"(,"system":"http://unitsofmeasure.org","code":)" +
         quoted(ucum) + "}";
}

/// The time `days` after 2021-01-01 and `minutes` into its day, India's zone.
std::string time_text(std::uint32_t days, std::uint32_t minutes) {
  constexpr std::int64_t day_us = std::int64_t{86'400} * 1'000'000;
  const std::string date = fhir::format_instant((fhir::days_since_1970(2021, 1, 1) + std::int64_t{days}) * day_us).substr(0, 10);
  char clock[24];
  std::snprintf(clock, sizeof clock, "T%02u:%02u:00+05:30", minutes / 60 % 24, minutes % 60);
  return date + clock;
}

std::string category(std::string_view code) {
  return R"("category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":)" + quoted(code) + "}]}]";
}

void add_observations(Record& record, const std::string& about, const std::string& when, std::vector<std::string>& results) {
  const std::string common = about + R"(,"effectiveDateTime":)" + quoted(when);
  for (const Vital& vital : vitals) {
    results.push_back(record.add("Observation", R"("status":"final",)" + category(vital.ucum == "mg/dL" ? "laboratory" : "vital-signs") + R"(,"code":)" +
                                                    concept_of(vital.code) + "," + common + R"(,"valueQuantity":)" +
                                                    quantity(record.between(vital.low, vital.high), vital.decimals, vital.unit, vital.ucum)));
  }
  const auto part = [&](std::string_view code, std::string_view display, double low, double high) {
    return R"({"code":)" + concept_of({loinc, code, display}) + R"(,"valueQuantity":)" + quantity(record.between(low, high), 0, "mmHg", "mm[Hg]") + "}";
  };
  record.add("Observation", R"("status":"final",)" + category("vital-signs") + R"(,"code":)" +
                                concept_of({loinc, "85354-9", "Blood pressure panel"}) + "," + common + R"(,"component":[)" +
                                part("8480-6", "Systolic blood pressure", 95, 170) + "," + part("8462-4", "Diastolic blood pressure", 58, 104) + "]");
}

void add_encounter(Record& record, const std::string& patient, std::uint32_t days) {
  const Doctor& doctor = record.one_of(doctors);
  const std::string doctor_reference = criteria("Practitioner", doctor_system, doctor.number);
  const std::uint32_t minutes = 540 + record.below(480);
  const std::string begin = time_text(days, minutes), end = time_text(days, minutes + 25);
  const std::string encounter = record.add(
      "Encounter",
      R"("status":"finished","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"AMB"},"subject":)" + reference(patient) +
          R"(,"participant":[{"individual":)" + reference(doctor_reference) + R"(}],"period":{"start":)" + quoted(begin) + R"(,"end":)" + quoted(end) +
          R"(},"serviceProvider":)" + reference(criteria("Organization", hospital_system, "H-1")));
  const std::string about = R"("subject":)" + reference(patient) + R"(,"encounter":)" + reference(encounter);

  std::vector<std::string> results;
  add_observations(record, about, begin, results);
  record.add("Condition",
             R"("clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},)"
             R"("verificationStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-ver-status","code":"confirmed"}]},"code":)" +
                 concept_of(record.one_of(conditions)) + "," + about + R"(,"onsetDateTime":)" + quoted(begin.substr(0, 10)));
  record.add("MedicationRequest", R"("status":"active","intent":"order","medicationCodeableConcept":)" + concept_of(record.one_of(drugs)) + "," + about +
                                      R"(,"authoredOn":)" + quoted(end) + R"(,"requester":)" + reference(doctor_reference) +
                                      R"(,"dosageInstruction":[{"text":"1 tablet twice a day","timing":{"repeat":{"frequency":2,"period":1,"periodUnit":"d"}}}])");
  std::string list;
  for (const std::string& result : results) list += (list.empty() ? "" : ",") + reference(result);
  record.add("DiagnosticReport", R"("status":"final","code":)" + concept_of({loinc, "58410-2", "CBC panel - Blood by Automated count"}) + "," + about +
                                     R"(,"effectiveDateTime":)" + quoted(begin) + R"(,"issued":)" + quoted(end) + R"(,"result":[)" + list + "]");
}

}  // namespace

std::string hospital_bundle() {
  Record record(0);
  const auto identified = [](std::string_view system, std::string_view value) {
    return R"("identifier":[{"system":)" + quoted(system) + R"(,"value":)" + quoted(value) + "}]";
  };
  const auto if_none = [](std::string_view system, std::string_view value) { return "identifier=" + std::string(system) + "|" + std::string(value); };
  const std::string hospital =
      record.add("Organization",
                 identified(hospital_system, "H-1") + R"(,"active":true,"name":"Setu Demonstration Hospital","address":[{"city":"Pune","country":"IN"}])",
                 if_none(hospital_system, "H-1"));
  record.add("Location", identified(hospital_system, "W-1") + R"(,"status":"active","name":"Ward 1","managingOrganization":)" + reference(hospital),
             if_none(hospital_system, "W-1"));
  for (const Doctor& doctor : doctors) {
    record.add("Practitioner", identified(doctor_system, doctor.number) + R"(,"active":true,"name":[{"family":)" + quoted(doctor.family) +
                                   R"(,"given":[)" + quoted(doctor.given) + R"(],"prefix":["Dr"]}],"gender":)" + quoted(doctor.gender),
               if_none(doctor_system, doctor.number));
  }
  return record.finish();
}

std::string patient_bundle(std::uint32_t number, const Size& size) {
  Record record(number + 1);
  const bool female = record.below(2) == 0;
  char digits[16];
  std::snprintf(digits, sizeof digits, "P-%06u", number);
  char birth[16];
  std::snprintf(birth, sizeof birth, "%04u-%02u-%02u", 1935 + record.below(85), 1 + record.below(12), 1 + record.below(28));
  char phone[32];
  std::snprintf(phone, sizeof phone, "+91 00000 %05u", record.below(100'000));
  const std::string patient = record.add(
      "Patient", R"("identifier":[{"use":"usual","system":)" + quoted(patient_system) + R"(,"value":)" + quoted(digits) +
                     R"(}],"active":true,"name":[{"use":"official","family":)" + quoted(record.one_of(families)) + R"(,"given":[)" +
                     quoted(female ? record.one_of(women) : record.one_of(men)) + R"(]}],"telecom":[{"system":"phone","value":)" + quoted(phone) +
                     R"(}],"gender":)" + quoted(female ? "female" : "male") + R"(,"birthDate":)" + quoted(birth) + R"(,"address":[{"city":)" +
                     quoted(record.one_of(cities)) + R"(,"country":"IN"}],"managingOrganization":)" +
                     reference(criteria("Organization", hospital_system, "H-1")));
  std::uint32_t days = record.below(400);
  for (std::uint32_t visit = 0; visit < size.encounters; ++visit) {
    add_encounter(record, patient, days);
    days += 5 + record.below(90);
  }
  return record.finish();
}

}  // namespace setu::demo
