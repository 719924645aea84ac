#include "profiles/validation/contained.h"

#include <vector>

#include "fhir/r4/datatypes.h"

namespace profiles {
namespace {

using fhir::Descriptor;
using fhir::Element;
using fhir::Primitive;
using fhir::PrimitiveKind;
using fhir::Shape;

const fhir::Many<fhir::Resource>* contained_of(fhir::Resource resource) {
  const Element* element = fhir::find_element(*resource.type, "contained");
  return element != nullptr && element->shape == Shape::many_resources ? &fhir::field<fhir::Many<fhir::Resource>>(resource.value, *element) : nullptr;
}

/// Collects the references "#id" below a resource: Reference.reference, and what is a canonical, uri or url.
class References {
 public:
  void structure(const Descriptor& type, const void* object) {
    for (const Element& element : type.elements) {
      if (fhir::is_present(object, element)) values(element, object);
    }
  }

  /// True if "#" itself was among those of `inner`.
  bool refers_to_container(fhir::Resource inner) {
    to_container_ = false;
    structure(*inner.type, inner.value);
    return to_container_;
  }

  bool have(std::string_view id) const { return ids_.contains(id); }

 private:
  void values(const Element& element, const void* object) {
    switch (element.shape) {
      case Shape::primitive: value(element, *element.type, &fhir::field<Primitive>(object, element)); return;
      case Shape::one: value(element, *element.type, fhir::field<void*>(object, element)); return;
      case Shape::choice: {
        const auto& choice = fhir::field<fhir::Choice>(object, element);
        value(element, *choice.type, choice.value);
        return;
      }
      case Shape::resource: resource(fhir::field<fhir::Resource>(object, element)); return;
      case Shape::many_primitives:
        for (const Primitive& one : fhir::field<fhir::Many<Primitive>>(object, element)) value(element, *element.type, &one);
        return;
      case Shape::many: {
        const auto& many = fhir::field<fhir::ManyBase>(object, element);
        for (std::size_t at = 0; at < many.count; ++at) structure(*element.type, static_cast<const char*>(many.data) + at * element.type->size);
        return;
      }
      case Shape::many_resources:
        for (const fhir::Resource one : fhir::field<fhir::Many<fhir::Resource>>(object, element)) resource(one);
        return;
    }
  }

  void resource(fhir::Resource inner) { structure(*inner.type, inner.value); }

  void value(const Element& element, const Descriptor& type, const void* object) {
    if (!type.is_primitive()) return structure(type, object);
    const auto& primitive = *static_cast<const Primitive*>(object);
    const bool refers = type.primitive == PrimitiveKind::canonical || type.primitive == PrimitiveKind::uri || type.primitive == PrimitiveKind::url ||
                        element.name == "reference";
    if (refers && primitive.text().starts_with('#')) {
      if (primitive.length == 1) to_container_ = true;
      else ids_.insert(primitive.text().substr(1));
    }
    if (primitive.extras == nullptr) return;
    for (const auto& extension : primitive.extras->extension) structure(fhir::r4::Extension::descriptor, &extension);
  }

  std::unordered_set<std::string_view> ids_;
  bool to_container_ = false;
};

}  // namespace

bool ContainedIds::has(std::string_view id) {
  if (!ids_) {
    ids_.emplace();
    if (const auto* contained = contained_of(root_)) {
      for (const fhir::Resource one : *contained) {
        if (fhir::id_of(one).has_text()) ids_->insert(fhir::id_of(one).text());
      }
    }
  }
  return ids_->contains(id);
}

bool are_contained_used(fhir::Resource resource) {
  const auto* contained = contained_of(resource);
  if (contained == nullptr || contained->empty()) return true;
  References references;
  std::vector<std::string_view> needed;
  for (const fhir::Resource inner : *contained) {
    const Primitive& id = fhir::id_of(inner);
    if (!references.refers_to_container(inner) && id.has_text()) needed.push_back(id.text());
  }
  // The contained resources are walked again with the rest, which is twice at most.
  references.structure(*resource.type, resource.value);
  for (const std::string_view id : needed) {
    if (!references.have(id)) return false;
  }
  return true;
}

}  // namespace profiles
