/// setu_make_dictionary FILE
///
/// Writes a dictionary for stored versions: what zstd finds common to made-up resources of all types. See README.md in this
/// folder; a dictionary that versions were stored with is never made again.

#include <zdict.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/model/descriptor.h"
#include "fhir/r4/registry.h"

namespace {

using fhir::Descriptor;
using fhir::Element;
using fhir::PrimitiveKind;

constexpr std::size_t dictionary_bytes = 32 * 1024;
constexpr int samples_of_type = 60;
constexpr int depth_max = 5;

// What stands in records of every country: systems, codes and words that no patient can be known by.
constexpr std::string_view systems[] = {
    "http://loinc.org", "http://snomed.info/sct", "http://unitsofmeasure.org", "http://www.nlm.nih.gov/research/umls/rxnorm", "http://hl7.org/fhir/sid/icd-10",
    "http://hl7.org/fhir/sid/cvx", "http://hl7.org/fhir/sid/us-ssn", "urn:ietf:rfc:3986", "urn:iso:std:iso:3166", "urn:iso:std:iso:4217", "urn:oid:1.2.36.146.595.217.0.1",
    "http://terminology.hl7.org/CodeSystem/observation-category", "http://terminology.hl7.org/CodeSystem/condition-clinical",
    "http://terminology.hl7.org/CodeSystem/condition-ver-status", "http://terminology.hl7.org/CodeSystem/condition-category",
    "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification",
    "http://terminology.hl7.org/CodeSystem/v3-ActCode", "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus",
    "http://terminology.hl7.org/CodeSystem/v3-RoleCode", "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation", "http://terminology.hl7.org/CodeSystem/v2-0203",
    "http://terminology.hl7.org/CodeSystem/v2-0074", "http://terminology.hl7.org/CodeSystem/organization-type", "http://terminology.hl7.org/CodeSystem/ex-claimitemtype",
    "http://terminology.hl7.org/CodeSystem/claim-type", "http://terminology.hl7.org/CodeSystem/diagnosis-role", "https://healthid.abdm.gov.in", "http://hospital.example.org/mrn",
};
constexpr std::string_view codes[] = {
    "active", "final", "completed", "finished", "official", "usual", "male", "female", "phone", "email", "home", "work", "mobile", "confirmed", "resolved", "in-progress", "planned",
    "AMB", "IMP", "EMER", "PPRF", "ATND", "vital-signs", "laboratory", "encounter-diagnosis", "problem-list-item", "MR", "preliminary", "amended", "order", "routine", "booked",
    "accepted", "proposal", "plan", "generated", "additional", "unknown", "draft", "kg", "mg", "mL", "mm[Hg]", "/min", "Cel", "%", "mmol/L", "g/dL", "cm", "kg/m2", "application/pdf", "en",
};
constexpr std::string_view words[] = {
    "blood", "pressure", "systolic", "diastolic", "heart", "rate", "body", "weight", "height", "temperature", "oxygen", "saturation", "arterial", "by", "pulse", "oximetry", "glucose",
    "serum", "plasma", "hemoglobin", "cholesterol", "creatinine", "sodium", "potassium", "chloride", "carbon", "dioxide", "urea", "nitrogen", "mass", "volume", "in", "of", "and", "the",
    "patient", "history", "disorder", "finding", "disease", "diabetes", "mellitus", "type", "hypertension", "acute", "chronic", "infection", "fracture", "procedure", "examination",
    "encounter", "visit", "check", "up", "admission", "emergency", "hospital", "clinic", "department", "general", "medicine", "laboratory", "report", "panel", "test", "result", "normal",
    "oral", "tablet", "capsule", "injection", "solution", "daily", "twice", "as", "needed", "allergy", "to", "penicillin", "immunization", "influenza", "vaccine", "dose", "medication",
    "prescription", "Vital Signs", "Laboratory", "Street", "Road", "Nagar", "City", "Dr.", "Singh", "Kumar", "Smith", "Patel", "left", "right", "upper", "lower", "with", "without",
};

// What the parts of data types are used for; the others are there as chance will have it.
constexpr std::string_view mostly[] = {
    "Coding.system", "Coding.code", "Coding.display", "CodeableConcept.coding", "Reference.reference", "Identifier.system", "Identifier.value", "Quantity.value", "Quantity.unit",
    "Quantity.system", "Quantity.code", "Period.start", "Period.end", "HumanName.family", "HumanName.given", "ContactPoint.system", "ContactPoint.value", "Address.line", "Address.city",
    "Address.state", "Address.postalCode", "Address.country", "Money.value", "Money.currency", "Annotation.text", "Attachment.contentType", "Attachment.url", "Attachment.title", "Dosage.text",
    "Range.low", "Range.high", "Ratio.numerator", "Ratio.denominator", "Timing.repeat",
};
constexpr std::string_view seldom[] = {
    "Coding.version", "Coding.userSelected", "Reference.type", "Reference.identifier", "Identifier.period", "Identifier.assigner", "Quantity.comparator", "HumanName.period",
    "Address.period", "Address.district", "ContactPoint.period", "ContactPoint.rank",
};

class Maker {
 public:
  /// The tail of a made-up version of a type, as engine/interaction/stored_form.h has it.
  std::string tail_of(const Descriptor& type) {
    text_ = "}";
    if (chance(30)) text_ = R"(,"profile":["http://hl7.org/fhir/StructureDefinition/)" + std::string(type.name) + "\"]}";
    if (chance(30)) text_ += R"(,"text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><p><b>)" + phrase() + "</b>: " + phrase() + R"(</p></div>"})";
    members(type, 0);
    return text_ + "}";
  }

 private:
  unsigned below(unsigned most) { return static_cast<unsigned>(random_() % most); }
  bool chance(unsigned percent) { return below(100) < percent; }
  template <class All>
  std::string one_of(const All& all) { return std::string(all[below(static_cast<unsigned>(std::size(all)))]); }

  std::string digits(unsigned count) {
    std::string text(1, static_cast<char>('1' + below(9)));
    while (text.size() < count) text += static_cast<char>('0' + below(10));
    return text;
  }
  std::string two(unsigned from, unsigned to) {
    const unsigned number = from + below(to - from + 1);
    return {static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
  }
  std::string date() { return std::to_string(1940 + below(90)) + "-" + two(1, 12) + "-" + two(1, 28); }
  std::string time() { return two(0, 23) + ":" + two(0, 59) + ":" + two(0, 59); }
  std::string zone() {
    constexpr std::string_view zones[] = {"Z", "+05:30", "+00:00", "-05:00", "+01:00", "+10:00"};
    return one_of(zones);
  }
  std::string id() {
    constexpr std::string_view letters = "0123456789abcdefghjkmnpqrstvwxyz";
    std::string text = "0";
    if (chance(40)) {  // a UUID
      text.clear();
      for (int at = 0; at < 36; ++at) text += at == 8 || at == 13 || at == 18 || at == 23 ? '-' : letters[below(16)];
      return text;
    }
    while (text.size() < 13) text += letters[below(32)];
    return text;
  }
  std::string phrase() {
    std::string text = one_of(words);
    for (unsigned more = below(5); more > 0; --more) text += " " + one_of(words);
    if (chance(50) && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
  }

  std::string value(const Element& element, const Descriptor& type) {
    switch (type.primitive) {
      case PrimitiveKind::boolean: return chance(50) ? "true" : "false";
      case PrimitiveKind::decimal: return std::to_string(below(200)) + (chance(70) ? "." + std::to_string(below(100)) : "");
      case PrimitiveKind::integer:
      case PrimitiveKind::positive_int:
      case PrimitiveKind::unsigned_int: return std::to_string(1 + below(chance(70) ? 10 : 1000));
      default: return "\"" + text_of(element, type) + "\"";
    }
  }
  std::string text_of(const Element& element, const Descriptor& type) {
    switch (type.primitive) {
      case PrimitiveKind::date: return date();
      case PrimitiveKind::date_time: return chance(25) ? date() : date() + "T" + time() + zone();
      case PrimitiveKind::instant: return date() + "T" + time() + "." + digits(3) + zone();
      case PrimitiveKind::time: return time();
      case PrimitiveKind::code: return element.name == "code" && chance(60) ? (chance(50) ? digits(5) + "-" + digits(1) : digits(8)) : one_of(codes);
      case PrimitiveKind::uri: return element.name == "system" ? one_of(systems) : "urn:uuid:" + id();
      case PrimitiveKind::url: return "https://hospital.example.org/" + id();
      case PrimitiveKind::canonical: return "http://hl7.org/fhir/" + (chance(50) ? std::string("ValueSet/") : "StructureDefinition/") + one_of(words);
      case PrimitiveKind::id: return id();
      case PrimitiveKind::oid: return "urn:oid:2.16.840.1.113883." + digits(3);
      case PrimitiveKind::uuid: return "urn:uuid:" + id();
      case PrimitiveKind::base64_binary: return digits(24) + "=";
      default: break;
    }
    if (element.name == "reference") return one_of(targets_) + "/" + id();
    if (element.name == "value") return digits(6 + below(6));
    if (element.name == "postalCode") return digits(6);
    return element.name == "unit" ? one_of(codes) : phrase();
  }

  void member(const Element& element, std::string_view name, const Descriptor& type, int depth) {
    std::vector<std::string_view> targets;
    for (const auto target : element.targets) targets.push_back(target == "Resource" ? "Patient" : target);
    if (!targets.empty()) targets_ = std::move(targets);
    text_.append(",\"").append(name).append("\":");
    if (element.repeats()) text_ += "[";
    for (unsigned left = element.repeats() && chance(30) ? 2 : 1; left > 0; --left) {
      if (type.is_primitive()) {
        text_ += value(element, type);
      } else {
        text_ += "{";
        const std::size_t begin = text_.size();
        for (int attempt = 0; attempt < 5 && text_.size() == begin; ++attempt) members(type, depth + 1);
        if (text_.size() > begin) text_.erase(begin, 1);  // the comma before the first
        text_ += "}";
      }
      if (left > 1) text_ += ",";
    }
    if (element.repeats()) text_ += "]";
  }

  void members(const Descriptor& type, int depth) {
    // What is at the beginning of a type is used most.
    unsigned likely = 60;
    for (const Element& element : type.elements) {
      if (element.name == "id" || element.name == "extension" || element.name == "modifierExtension" || element.name == "meta" || element.name == "implicitRules" ||
          element.name == "language" || (element.name == "text" && depth == 0) || element.name == "contained" || element.name == "resource" || element.name == "data") {
        continue;
      }
      const std::string path = std::string(type.name) + "." + std::string(element.name);
      const bool is_usual = std::find(std::begin(mostly), std::end(mostly), path) != std::end(mostly);
      const bool is_rare = std::find(std::begin(seldom), std::end(seldom), path) != std::end(seldom);
      const unsigned percent = is_usual ? 90 : is_rare ? 3 : element.is_summary ? likely : likely / 2;
      const bool is_there = element.min > 0 || (depth < depth_max && chance(percent));
      if (likely > 10) likely -= type.elements.size() > 12 ? 2 : 4;
      if (!is_there || depth > depth_max + 2) continue;
      if (!element.choices.empty()) {
        const auto& choice = element.choices[below(static_cast<unsigned>(element.choices.size()))];
        member(element, choice.name, *choice.type, depth);
      } else if (element.type != nullptr) {
        member(element, element.name, *element.type, depth);
      }
    }
  }

  std::mt19937 random_{1};
  std::string text_;
  std::vector<std::string_view> targets_{"Patient"};
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: setu_make_dictionary FILE\n", stderr);
    return 2;
  }
  // What hospitals have most of counts more than once.
  constexpr std::string_view common[] = {"Patient", "Encounter", "Observation", "Condition", "Procedure", "MedicationRequest", "DiagnosticReport", "Immunization", "AllergyIntolerance",
                                         "Claim", "ExplanationOfBenefit", "Practitioner", "Organization", "ServiceRequest", "DocumentReference", "Appointment"};
  Maker maker;
  std::string samples;
  std::vector<std::size_t> sizes;
  const auto add = [&](const Descriptor& type, int count) {
    for (int n = 0; n < count; ++n) {
      const std::string tail = maker.tail_of(type);
      samples += tail;
      sizes.push_back(tail.size());
    }
  };
  for (const Descriptor* type : fhir::r4::resource_types()) add(*type, samples_of_type);
  for (const auto name : common) add(*fhir::r4::resource_type(name), 5 * samples_of_type);

  std::string dictionary(dictionary_bytes, '\0');
  const std::size_t size = ZDICT_trainFromBuffer(dictionary.data(), dictionary.size(), samples.data(), sizes.data(), static_cast<unsigned>(sizes.size()));
  if (ZDICT_isError(size)) {
    std::fprintf(stderr, "setu_make_dictionary: %s\n", ZDICT_getErrorName(size));
    return 1;
  }
  dictionary.resize(size);
  std::ofstream(argv[1], std::ios::binary) << dictionary;
  std::printf("%zu samples of %zu bytes on average; %zu bytes of dictionary\n", sizes.size(), samples.size() / sizes.size(), size);
  return 0;
}
