#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/patch/limits.h"
#include "fhir/model/value.h"
#include "fhir/path/value.h"

/// Changing the model in place: where a value lies, and how to put one there or take it away.
namespace engine::patch {

/// A value of the model that may be changed: a Primitive, a struct or a resource, and its type.
struct Value {
  const fhir::Descriptor* type = nullptr;
  void* value = nullptr;
  explicit operator bool() const { return type != nullptr; }
};

/// Where a value lies: in an element of a struct, for a list at an index.
struct Slot {
  Value owner;
  const fhir::Element* element = nullptr;
  std::uint32_t index = 0;
};

/// The slots from the resource down to a value; empty for the resource itself.
using Trail = std::vector<Slot>;

/// How many values an element has in the struct at `owner`.
std::uint32_t count_of(const Value& owner, const fhir::Element& element);

/// The value in a slot.
Value value_in(const Slot& slot);

/// Finds where `node`, a value below `resource`, lies. False if it is not below, or if that is more than `steps`
/// values to look at, which are counted down.
bool find_trail(fhir::Resource resource, fhir::path::Node node, Trail& trail, std::uint64_t& steps);

/// Puts a value into a slot over what is there. The value must be of a type that the element takes.
void put(const Slot& slot, const Value& value);

/// The same, but into a new place at the index where the element is a list.
void insert(const Slot& slot, const Value& value, fhir::Arena& arena);

/// Takes the value at the end of the trail away, and then each element around it that has nothing left in it: FHIR knows
/// no empty elements.
void remove(const Trail& trail);

/// Moves a list's value from one index to another.
void move(const Value& owner, const fhir::Element& element, std::uint32_t from, std::uint32_t to);

/// An arena to make values in, and how much there may be of them. Without `room` it is not memory that bounds them.
struct Means {
  fhir::Arena& arena;
  std::uint64_t steps;
  std::optional<Room> room = {};

  bool has(std::size_t bytes) const { return !room || room->has(bytes); }
};

/// Copies the whole of a value; texts are shared. Null if there is more than `means` allow or it is nested deeper than
/// `depth_left`.
void* copy(const Value& value, Means& means, std::uint32_t depth_left);

}  // namespace engine::patch
