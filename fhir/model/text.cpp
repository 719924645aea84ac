#include "fhir/model/text.h"

namespace fhir {

std::string_view text_of(Resource resource, std::string_view name) {
  const Element* element = find_element(*resource.type, name);
  if (element == nullptr || element->shape != Shape::primitive) return {};
  return field<Primitive>(resource.value, *element).text();
}

}  // namespace fhir
