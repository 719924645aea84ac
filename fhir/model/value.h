#pragma once

#include <cstdint>
#include <string_view>

#include "fhir/arena.h"
#include "fhir/model/descriptor.h"

/// The values the generated structs are made of. All are plain, live in an Arena, and are absent when zero.
namespace fhir {

struct Extras;

/// A primitive value as its text: decimals keep their digits, dates their precision, booleans are "true"
/// and "false". Strings are unescaped UTF-8. The text may be absent while extras (id, extension) are there.
/// https://hl7.org/fhir/R4/json.html#primitive
struct Primitive {
  const char* data = nullptr;
  std::uint32_t length = 0;
  Extras* extras = nullptr;

  bool has_text() const { return data != nullptr; }
  bool present() const { return data != nullptr || extras != nullptr; }
  std::string_view text() const { return {data, length}; }
  /// Points at `text`, which must outlive the value (Arena::copy where it would not).
  void set(std::string_view text) {
    data = text.data() != nullptr ? text.data() : "";
    length = static_cast<std::uint32_t>(text.size());
  }
};

/// A list of untyped values side by side; `Many<T>` is its typed face.
struct ManyBase {
  void* data = nullptr;
  std::uint32_t count = 0;
  std::uint32_t capacity = 0;

  /// Makes room for `more` zeroed values of `size` bytes at the end, and returns the first of them.
  void* extend(Arena& arena, std::uint32_t size, std::uint32_t more = 1);
};

template <class T>
struct Many : ManyBase {
  T* begin() const { return static_cast<T*>(data); }
  T* end() const { return begin() + count; }
  T& operator[](std::size_t at) const { return begin()[at]; }
  std::size_t size() const { return count; }
  bool empty() const { return count == 0; }
  T& add(Arena& arena) { return *static_cast<T*>(extend(arena, sizeof(T))); }
};

/// An element that occurs at most once and may be absent.
template <class T>
struct One {
  T* value = nullptr;
  explicit operator bool() const { return value != nullptr; }
  T* operator->() const { return value; }
  T& operator*() const { return *value; }
  /// The value, made if absent.
  T& ensure(Arena& arena) {
    if (value == nullptr) value = arena.make<T>();
    return *value;
  }
};

/// value[x]: which of the allowed types, and the value (a Primitive or a struct).
struct Choice {
  const Descriptor* type = nullptr;
  void* value = nullptr;
  explicit operator bool() const { return type != nullptr; }
  /// The value as a `T` of the model, or null if it is of another type.
  template <class T>
  T* as() const {
    return type == &T::descriptor ? static_cast<T*>(value) : nullptr;
  }
};

/// A resource of any type: its descriptor and its struct. Generic code passes these by value.
struct Resource {
  const Descriptor* type = nullptr;
  void* value = nullptr;
  explicit operator bool() const { return type != nullptr; }
  template <class T>
  T* as() const {
    return type == &T::descriptor ? static_cast<T*>(value) : nullptr;
  }
};

/// The value of `element` inside the struct at `object`.
template <class T>
T& field(void* object, const Element& element) {
  return *reinterpret_cast<T*>(static_cast<char*>(object) + element.offset);
}
template <class T>
const T& field(const void* object, const Element& element) {
  return *reinterpret_cast<const T*>(static_cast<const char*>(object) + element.offset);
}

/// True if the element has any value in the struct at `object`.
bool is_present(const void* object, const Element& element);

/// A new, empty resource of `type`.
Resource make_resource(Arena& arena, const Descriptor& type);

/// Resource.id, whatever the type; absent text where there is none. The element is the first of every resource.
Primitive& id_of(Resource resource);

}  // namespace fhir
