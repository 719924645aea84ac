#include "fhir/xml/extent.h"

namespace fhir::xml {

void Extent::add_lists(const Descriptor& type, const void* object) {
  for (const Element& element : type.elements) {
    if (element.shape < Shape::many_primitives) continue;
    const std::uint32_t count = field<ManyBase>(object, element).count;
    if (count == 0) continue;
    if (element.shape != Shape::many_primitives) {
      ++values_;
      continue;
    }
    std::uint32_t texts = 0, extras = 0;
    for (const Primitive& value : field<Many<Primitive>>(object, element)) {
      texts += value.has_text() ? 1 : 0;
      extras += value.extras != nullptr ? 1 : 0;
    }
    if (texts != 0) values_ += 1 + count - texts;
    if (extras != 0) values_ += 1 + count - extras;
  }
}

}  // namespace fhir::xml
