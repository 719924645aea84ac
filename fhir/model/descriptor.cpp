#include "fhir/model/descriptor.h"

namespace fhir {
namespace {

NamedElement named_here(const Element& element, std::string_view name) {
  if (element.shape != Shape::choice) {
    return element.name == name ? NamedElement{&element, nullptr} : NamedElement{};
  }
  if (name.substr(0, element.name.size()) != element.name) return {};
  for (const ChoiceType& choice : element.choices) {
    if (choice.name == name) return {&element, &choice};
  }
  return {};
}

}  // namespace

const Element* find_element(const Descriptor& type, std::string_view name) {
  for (const Element& element : type.elements) {
    if (element.name == name) return &element;
  }
  return nullptr;
}

NamedElement find_named(const Descriptor& type, std::string_view name, std::size_t& hint) {
  const std::size_t count = type.elements.size();
  for (std::size_t step = 0; step < count; ++step) {
    const std::size_t at = (hint + step) % count;
    if (NamedElement found = named_here(type.elements[at], name)) {
      hint = at + 1;
      return found;
    }
  }
  return {};
}

}  // namespace fhir
