#include "engine/patch/element.h"

#include <algorithm>
#include <cstring>

#include "fhir/model/primitive_types.h"

namespace engine::patch {
namespace {

using fhir::Arena;
using fhir::Choice;
using fhir::Descriptor;
using fhir::Element;
using fhir::Extras;
using fhir::ManyBase;
using fhir::Primitive;
using fhir::Resource;
using fhir::Shape;

bool is_many(const Element& element) { return element.shape >= Shape::many_primitives; }

std::size_t item_size(const Element& element) {
  return element.shape == Shape::many_resources ? sizeof(Resource) : element.shape == Shape::many_primitives ? sizeof(Primitive) : element.type->size;
}

char* item(const Slot& slot) {
  auto& many = fhir::field<ManyBase>(slot.owner.value, *slot.element);
  return static_cast<char*>(many.data) + slot.index * item_size(*slot.element);
}

bool is_empty(const Value& object) {
  return std::none_of(object.type->elements.begin(), object.type->elements.end(),
                      [&](const Element& element) { return fhir::is_present(object.value, element); });
}

/// Walks down until the node is found; recursion is as deep as the resource, which reading has bounded.
bool find_below(const Value& owner, const fhir::path::Node& node, Trail& trail, std::uint64_t& steps) {
  for (const Element& element : owner.type->elements) {
    const std::uint32_t count = count_of(owner, element);
    for (std::uint32_t index = 0; index < count; ++index) {
      if (steps == 0) return false;
      --steps;
      trail.push_back({owner, &element, index});
      const Value value = value_in(trail.back());
      if (value.value == node.value && value.type == node.type) return true;
      if (!value.type->is_primitive()) {
        if (find_below(value, node, trail, steps)) return true;
      } else if (auto* extras = static_cast<Primitive*>(value.value)->extras; extras != nullptr) {
        if (find_below({&Extras::descriptor, extras}, node, trail, steps)) return true;
      }
      trail.pop_back();
    }
  }
  return false;
}

void clear(const Slot& slot) {
  void* owner = slot.owner.value;
  switch (slot.element->shape) {
    case Shape::primitive: fhir::field<Primitive>(owner, *slot.element) = {}; return;
    case Shape::one: fhir::field<void*>(owner, *slot.element) = nullptr; return;
    case Shape::choice: fhir::field<Choice>(owner, *slot.element) = {}; return;
    case Shape::resource: fhir::field<Resource>(owner, *slot.element) = {}; return;
    default: break;
  }
  auto& many = fhir::field<ManyBase>(owner, *slot.element);
  const std::size_t size = item_size(*slot.element);
  char* place = item(slot);
  std::memmove(place, place + size, (many.count - slot.index - 1) * size);
  --many.count;
}

/// Copies what a struct's elements point at; the struct itself is a copy already.
bool copy_content(const Value& object, Means& means, std::uint32_t depth_left);

bool copy_extras(Primitive& primitive, Means& means, std::uint32_t depth_left) {
  if (primitive.extras == nullptr) return true;
  primitive.extras = static_cast<Extras*>(copy({&Extras::descriptor, primitive.extras}, means, depth_left));
  return primitive.extras != nullptr;
}

bool copy_content(const Value& object, Means& means, std::uint32_t depth_left) {
  if (depth_left == 0) return false;
  for (const Element& element : object.type->elements) {
    if (is_many(element)) {
      auto& many = fhir::field<ManyBase>(object.value, element);
      if (many.count == 0) continue;
      const std::size_t bytes = many.count * item_size(element);
      if (!means.has(bytes)) return false;
      void* own = means.arena.allocate(bytes);
      std::memcpy(own, many.data, bytes);
      many.data = own;
      many.capacity = many.count;
    }
    const std::uint32_t count = count_of(object, element);
    for (std::uint32_t index = 0; index < count; ++index) {
      if (means.steps == 0) return false;
      --means.steps;
      const Slot slot{object, &element, index};
      const Value value = value_in(slot);
      if (element.shape == Shape::primitive || element.shape == Shape::many_primitives) {
        if (!copy_extras(*static_cast<Primitive*>(value.value), means, depth_left - 1)) return false;
      } else if (element.shape == Shape::many) {
        if (!copy_content(value, means, depth_left - 1)) return false;
      } else {
        void* own = copy(value, means, depth_left - 1);
        if (own == nullptr) return false;
        put(slot, {value.type, own});
      }
    }
  }
  return true;
}

}  // namespace

std::uint32_t count_of(const Value& owner, const Element& element) {
  if (is_many(element)) return fhir::field<ManyBase>(owner.value, element).count;
  return fhir::is_present(owner.value, element) ? 1 : 0;
}

Value value_in(const Slot& slot) {
  void* owner = slot.owner.value;
  const Element& element = *slot.element;
  switch (element.shape) {
    case Shape::primitive: return {element.type, &fhir::field<Primitive>(owner, element)};
    case Shape::one: return {element.type, fhir::field<void*>(owner, element)};
    case Shape::choice: {
      const auto& choice = fhir::field<Choice>(owner, element);
      return {choice.type, choice.value};
    }
    case Shape::resource: {
      const auto& resource = fhir::field<Resource>(owner, element);
      return {resource.type, resource.value};
    }
    case Shape::many_primitives:
    case Shape::many: return {element.type, item(slot)};
    case Shape::many_resources: {
      const auto& resource = *reinterpret_cast<Resource*>(item(slot));
      return {resource.type, resource.value};
    }
  }
  return {};
}

bool find_trail(Resource resource, fhir::path::Node node, Trail& trail, std::uint64_t& steps) {
  trail.clear();
  if (node.value == resource.value && node.type == resource.type) return true;
  return find_below({resource.type, resource.value}, node, trail, steps);
}

void put(const Slot& slot, const Value& value) {
  void* owner = slot.owner.value;
  const Element& element = *slot.element;
  switch (element.shape) {
    case Shape::primitive: fhir::field<Primitive>(owner, element) = *static_cast<Primitive*>(value.value); return;
    case Shape::one: fhir::field<void*>(owner, element) = value.value; return;
    case Shape::choice: fhir::field<Choice>(owner, element) = {value.type, value.value}; return;
    case Shape::resource: fhir::field<Resource>(owner, element) = {value.type, value.value}; return;
    case Shape::many_resources: *reinterpret_cast<Resource*>(item(slot)) = {value.type, value.value}; return;
    case Shape::many_primitives:
    case Shape::many: std::memcpy(item(slot), value.value, item_size(element)); return;
  }
}

void insert(const Slot& slot, const Value& value, Arena& arena) {
  if (is_many(*slot.element)) {
    auto& many = fhir::field<ManyBase>(slot.owner.value, *slot.element);
    const std::size_t size = item_size(*slot.element);
    const std::uint32_t behind = many.count - slot.index;
    many.extend(arena, static_cast<std::uint32_t>(size));
    std::memmove(item(slot) + size, item(slot), behind * size);
  }
  put(slot, value);
}

void remove(const Trail& trail) {
  for (std::size_t at = trail.size(); at-- > 0;) {
    clear(trail[at]);
    const Value& owner = trail[at].owner;
    if (at == 0 || owner.type->is_resource() || !is_empty(owner)) return;
    if (owner.type != &Extras::descriptor) continue;
    // What is empty now lies beside a primitive's text.
    auto& primitive = *static_cast<Primitive*>(value_in(trail[at - 1]).value);
    primitive.extras = nullptr;
    if (primitive.has_text()) return;
  }
}

void move(const Value& owner, const Element& element, std::uint32_t from, std::uint32_t to) {
  const std::size_t size = item_size(element);
  char* first = static_cast<char*>(fhir::field<ManyBase>(owner.value, element).data);
  if (from < to) {
    std::rotate(first + from * size, first + (from + 1) * size, first + (to + 1) * size);
  } else {
    std::rotate(first + to * size, first + from * size, first + (from + 1) * size);
  }
}

void* copy(const Value& value, Means& means, std::uint32_t depth_left) {
  const std::size_t size = value.type->is_primitive() ? sizeof(Primitive) : value.type->size;
  if (!means.has(size)) return nullptr;
  if (value.type->is_primitive()) {
    auto* own = means.arena.make<Primitive>();
    *own = *static_cast<const Primitive*>(value.value);
    return copy_extras(*own, means, depth_left) ? own : nullptr;
  }
  void* own = means.arena.allocate(size);
  std::memcpy(own, value.value, size);
  return copy_content({value.type, own}, means, depth_left) ? own : nullptr;
}

}  // namespace engine::patch
