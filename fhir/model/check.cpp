#include "fhir/model/check.h"

#include <algorithm>

namespace fhir {

bool is_unfinished(const Descriptor& type, std::string_view status) {
  if (status == "active" || status == "retired") return false;
  return std::any_of(type.elements.begin(), type.elements.end(), [](const Element& element) {
    return element.name == "status" && element.required_binding == "http://hl7.org/fhir/ValueSet/publication-status";
  });
}

}  // namespace fhir
