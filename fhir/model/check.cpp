#include "fhir/model/check.h"

namespace fhir {

void check_mandatory(const Descriptor& type, const void* object, const ElementPath& path, Issues& issues) {
  for (const Element& element : type.elements) {
    if (element.min == 0 || is_present(object, element) || issues.size() >= issues_max) continue;
    const std::string name(element.name);
    issues.push_back({Severity::error, IssueType::required, "The mandatory element '" + name + "' is missing; add it.",
                      path.text() + "." + name});
  }
}

}  // namespace fhir
