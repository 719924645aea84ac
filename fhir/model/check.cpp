#include "fhir/model/check.h"

#include <algorithm>

namespace fhir {

namespace {

bool is_definition(const Descriptor& type) {
  return std::any_of(type.elements.begin(), type.elements.end(), [](const Element& element) {
    return element.name == "status" && element.min > 0 && element.required_binding == "http://hl7.org/fhir/ValueSet/publication-status";
  });
}

}  // namespace

bool is_unfinished(const Descriptor& type, std::string_view status) {
  return (status == "draft" || status == "unknown") && is_definition(type);
}

bool is_excused(const Descriptor& type, std::string_view status) {
  return is_unfinished(type, status) || (status.empty() && is_definition(type));
}

}  // namespace fhir
