#pragma once

#include <string_view>

#include "fhir/path/value.h"

/// From a node of the model to those below it. https://hl7.org/fhir/R4/fhirpath.html#polymorphism
namespace fhir::path {

/// Appends the values of the child `name`: of an element, of value[x] as "value", and of a primitive's id and
/// extension. False if the node's type has no such child.
bool add_child(Node node, std::string_view name, Collection& out);

/// Appends all children, in the order of the specification.
void add_children(Node node, Collection& out);

/// Calls `visit(Node)` for every value of one element of the struct at `object`.
template <class Visit>
void each_value(const void* object, const Element& element, Visit&& visit) {
  switch (element.shape) {
    case Shape::primitive: {
      const auto& value = field<Primitive>(object, element);
      if (value.present()) visit(Node{element.type, &value});
      return;
    }
    case Shape::one: {
      const void* value = field<void*>(object, element);
      if (value != nullptr) visit(Node{element.type, value});
      return;
    }
    case Shape::choice: {
      const auto& value = field<Choice>(object, element);
      if (value) visit(Node{value.type, value.value});
      return;
    }
    case Shape::resource: {
      const auto& value = field<Resource>(object, element);
      if (value) visit(Node{value});
      return;
    }
    case Shape::many_primitives: {
      const auto& all = field<ManyBase>(object, element);
      for (std::uint32_t at = 0; at < all.count; ++at) {
        const auto* value = static_cast<const Primitive*>(all.data) + at;
        if (value->present()) visit(Node{element.type, value});
      }
      return;
    }
    case Shape::many: {
      const auto& all = field<ManyBase>(object, element);
      for (std::uint32_t at = 0; at < all.count; ++at) {
        visit(Node{element.type, static_cast<const char*>(all.data) + std::size_t{at} * element.type->size});
      }
      return;
    }
    case Shape::many_resources: {
      const auto& all = field<ManyBase>(object, element);
      for (std::uint32_t at = 0; at < all.count; ++at) visit(Node{static_cast<const Resource*>(all.data)[at]});
      return;
    }
  }
}

}  // namespace fhir::path
