#include "engine/interaction/link.h"

#include "fhir/model/primitive_types.h"
#include "fhir/r4/bundle.h"
#include "fhir/r4/datatypes.h"

namespace engine {
namespace {

using fhir::Descriptor;
using fhir::Element;
using fhir::PrimitiveKind;
using fhir::Shape;

class Walk {
 public:
  explicit Walk(std::vector<Link>& links) : links_(links) {}

  void members(const Descriptor& type, void* object) {
    for (const Element& element : type.elements) {
      switch (element.shape) {
        case Shape::primitive: primitive(type, element, fhir::field<fhir::Primitive>(object, element)); break;
        case Shape::many_primitives:
          for (auto& value : fhir::field<fhir::Many<fhir::Primitive>>(object, element)) primitive(type, element, value);
          break;
        case Shape::one:
          if (void* value = fhir::field<void*>(object, element)) members(*element.type, value);
          break;
        case Shape::many: {
          auto& many = fhir::field<fhir::ManyBase>(object, element);
          for (std::uint32_t at = 0; at < many.count; ++at) {
            members(*element.type, static_cast<char*>(many.data) + std::size_t{at} * element.type->size);
          }
          break;
        }
        case Shape::choice:
          if (const auto choice = fhir::field<fhir::Choice>(object, element)) {
            if (choice.type->is_primitive()) {
              value_of(choice.type->primitive, false, *static_cast<fhir::Primitive*>(choice.value));
            } else {
              members(*choice.type, choice.value);
            }
          }
          break;
        case Shape::resource:
          if (const auto resource = fhir::field<fhir::Resource>(object, element); resource && !in_bundle(type)) {
            members(*resource.type, resource.value);
          }
          break;
        case Shape::many_resources:
          for (const auto resource : fhir::field<fhir::Many<fhir::Resource>>(object, element)) members(*resource.type, resource.value);
          break;
      }
    }
  }

 private:
  static bool in_bundle(const Descriptor& type) {
    return &type == &fhir::r4::Bundle::Entry::descriptor || &type == &fhir::r4::Bundle::Entry::Response::descriptor;
  }

  void primitive(const Descriptor& owner, const Element& element, fhir::Primitive& value) {
    const bool is_reference = &owner == &fhir::r4::Reference::descriptor && element.name == "reference";
    value_of(element.type->primitive, is_reference, value);
  }

  void value_of(PrimitiveKind kind, bool is_reference, fhir::Primitive& value) {
    if (value.extras != nullptr) members(fhir::Extras::descriptor, value.extras);
    if (!value.has_text()) return;
    switch (kind) {
      case PrimitiveKind::uri:
      case PrimitiveKind::url:
      case PrimitiveKind::oid:
      case PrimitiveKind::uuid:
      case PrimitiveKind::canonical:
      case PrimitiveKind::xhtml: break;
      default:
        if (!is_reference) return;
    }
    links_.push_back({&value, value.text(), is_reference, kind == PrimitiveKind::xhtml});
  }

  std::vector<Link>& links_;
};

}  // namespace

std::vector<Link> links_of(fhir::Resource resource) {
  std::vector<Link> links;
  Walk(links).members(*resource.type, resource.value);
  return links;
}

}  // namespace engine
