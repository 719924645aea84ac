#pragma once

#include <string>
#include <string_view>

#include "engine/index/node.h"
#include "fhir/r4/datatypes.h"

/// Values as token parameters see them. https://hl7.org/fhir/R4/search.html#token
namespace engine::index {

/// A code with what it is a code of. Views are into the resource or constant.
struct CodeValue {
  std::string_view system;
  std::string_view code;
};

/// The system of booleans. https://hl7.org/fhir/R4/search.html#token
constexpr std::string_view special_values = "http://terminology.hl7.org/CodeSystem/special-values";
/// The system of MIME types. https://hl7.org/fhir/R4/valueset-mimetypes.html
constexpr std::string_view mime_types = "urn:ietf:bcp:13";
/// The system of currencies, which is that of Money. https://hl7.org/fhir/R4/valueset-currencies.html
constexpr std::string_view currencies = "urn:iso:std:iso:4217";

/// Calls `visit(CodeValue)` for every code, identifier or address of a value. `implied` is the system of a code element, see
/// implied_system().
template <class Visit>
void each_code(Node node, std::string_view implied, Visit&& visit) {
  node = unwrapped(node);
  if (const auto* concept_ = node.as<fhir::r4::CodeableConcept>()) {
    for (const auto& coding : concept_->coding) visit(CodeValue{coding.system.text(), coding.code.text()});
  } else if (const auto* coding = node.as<fhir::r4::Coding>()) {
    visit(CodeValue{coding->system.text(), coding->code.text()});
  } else if (const auto* identifier = node.as<fhir::r4::Identifier>()) {
    visit(CodeValue{identifier->system.text(), identifier->value.text()});
  } else if (const auto* contact = node.as<fhir::r4::ContactPoint>()) {
    visit(CodeValue{{}, contact->value.text()});
  } else if (node.type->is_primitive() && node.primitive().has_text()) {  // an extension alone is no value
    const auto kind = node.type->primitive;
    const auto system = kind == fhir::PrimitiveKind::boolean ? special_values : kind == fhir::PrimitiveKind::code ? implied : std::string_view();
    visit(CodeValue{system, node.primitive().text()});
  }
}

/// A code as tokens are compared: ASCII letters in lower case. "When in doubt, servers SHOULD treat tokens in
/// a case-insensitive manner." https://hl7.org/fhir/R4/search.html#token
std::string folded_code(std::string_view code);

/// The text under which an identifier is found by its type: `:of-type=system|code|value`.
std::string of_type_text(std::string_view system, std::string_view code, std::string_view value);

}  // namespace engine::index
