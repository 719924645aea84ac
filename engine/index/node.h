#pragma once

#include <cstddef>
#include <cstdint>

#include "fhir/model/value.h"

namespace engine::index {

/// A value of the model together with its type: a Primitive, a data type or a resource.
struct Node {
  const fhir::Descriptor* type = nullptr;
  const void* value = nullptr;
  const fhir::Primitive& primitive() const { return *static_cast<const fhir::Primitive*>(value); }
  template <class T>
  const T* as() const {
    return type == &T::descriptor ? static_cast<const T*>(value) : nullptr;
  }
};

/// What is searched of a value: of an extension its value.
Node unwrapped(Node node);

/// Calls `visit(Node)` for every value of one element.
template <class Visit>
void each_value(const void* object, const fhir::Element& element, Visit&& visit) {
  using fhir::Shape;
  switch (element.shape) {
    case Shape::primitive: {
      const auto& value = fhir::field<fhir::Primitive>(object, element);
      if (value.present()) visit(Node{element.type, &value});
      return;
    }
    case Shape::one: {
      const void* value = fhir::field<void*>(object, element);
      if (value != nullptr) visit(Node{element.type, value});
      return;
    }
    case Shape::choice: {
      const auto& value = fhir::field<fhir::Choice>(object, element);
      if (value) visit(Node{value.type, value.value});
      return;
    }
    case Shape::resource: {
      const auto& value = fhir::field<fhir::Resource>(object, element);
      if (value) visit(Node{value.type, value.value});
      return;
    }
    case Shape::many_primitives: {
      const auto& all = fhir::field<fhir::ManyBase>(object, element);
      for (std::uint32_t i = 0; i < all.count; ++i) visit(Node{element.type, static_cast<fhir::Primitive*>(all.data) + i});
      return;
    }
    case Shape::many: {
      const auto& all = fhir::field<fhir::ManyBase>(object, element);
      for (std::uint32_t i = 0; i < all.count; ++i) {
        visit(Node{element.type, static_cast<char*>(all.data) + std::size_t{i} * element.type->size});
      }
      return;
    }
    case Shape::many_resources: {
      const auto& all = fhir::field<fhir::ManyBase>(object, element);
      for (std::uint32_t i = 0; i < all.count; ++i) {
        const auto& value = static_cast<fhir::Resource*>(all.data)[i];
        visit(Node{value.type, value.value});
      }
      return;
    }
  }
}

}  // namespace engine::index
