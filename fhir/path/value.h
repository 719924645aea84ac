#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "fhir/arena.h"
#include "fhir/model/value.h"
#include "fhir/primitive/date_time.h"
#include "fhir/primitive/decimal.h"

/// What FHIRPath expressions are about. http://hl7.org/fhirpath/N1/#literals
namespace fhir::path {

/// A value of the model together with its type: a Primitive, a data type, a backbone element or a resource.
struct Node {
  const Descriptor* type = nullptr;
  const void* value = nullptr;

  Node() = default;
  Node(const Descriptor* of, const void* at) : type(of), value(at) {}
  Node(Resource resource) : type(resource.type), value(resource.value) {}

  explicit operator bool() const { return type != nullptr; }
  const Primitive& primitive() const { return *static_cast<const Primitive*>(value); }
  template <class T>
  const T* as() const {
    return type == &T::descriptor ? static_cast<const T*>(value) : nullptr;
  }
};

/// A number with a unit. The unit is a UCUM code, or, if `calendar`, a calendar duration in the singular: "year".
struct Quantity {
  Decimal value;
  std::string_view unit;
  bool calendar = false;
};

/// What type() tells of a value. http://hl7.org/fhirpath/N1/#types-and-reflection
struct TypeName {
  std::string_view space;  ///< "System" or "FHIR"
  std::string_view name;   ///< "Integer", "Patient"
};

/// One item of a collection: a node of the model, or a value of the System types. Plain; texts live elsewhere.
class Value {
 public:
  enum class Type : std::uint8_t { node, boolean, integer, decimal, string, date, date_time, time, quantity, type_name };

  Value() : node_() {}
  static Value of(Node node);
  static Value of(bool boolean);
  static Value of(std::int64_t integer);
  static Value of(const Decimal& decimal);
  /// `text` must outlive the value.
  static Value of(std::string_view text);
  static Value of(const Time& time);
  /// The unit must outlive the value.
  static Value of(const Quantity& quantity);
  static Value of(const TypeName& name);
  static Value date(const DateTime& date);
  static Value date_time(const DateTime& date_time);
  static Value of(const char*) = delete;

  Type type() const { return type_; }
  bool is(Type type) const { return type_ == type; }
  bool is_node() const { return type_ == Type::node; }

  // Each only for a value of its type.
  Node node() const { return node_; }
  bool boolean() const { return integer_ != 0; }
  std::int64_t integer() const { return integer_; }
  Decimal decimal() const;            ///< also of an integer and of a quantity
  std::string_view string() const { return {text_, length_}; }
  const DateTime& date_time() const { return date_time_; }  ///< also of a date
  const Time& time() const { return time_; }
  Quantity quantity() const;
  TypeName type_name() const;

 private:
  struct Number {
    std::uint64_t low;
    std::int64_t high;
    const char* unit;
  };
  Type type_ = Type::node;
  bool calendar_ = false;
  std::uint32_t length_ = 0;     // of a string or unit
  std::int32_t exponent_ = 0;
  union {
    Node node_;
    std::int64_t integer_;
    const char* text_;
    Number number_;
    DateTime date_time_;
    Time time_;
  };
};

/// An ordered list of values. One lives in place, more in an arena; cheap to move, and not copied by accident.
class Collection {
 public:
  explicit Collection(Arena& arena) : arena_(&arena) {}
  Collection(Arena& arena, const Value& value) : arena_(&arena), one_(value), count_(1) {}
  Collection(const Collection&) = delete;
  Collection& operator=(const Collection&) = delete;
  Collection(Collection&& other) noexcept { *this = std::move(other); }
  Collection& operator=(Collection&& other) noexcept {
    arena_ = other.arena_;
    one_ = other.one_;
    many_ = other.many_;
    capacity_ = other.capacity_;
    count_ = std::exchange(other.count_, 0);
    return *this;
  }

  std::size_t size() const { return count_; }
  bool empty() const { return count_ == 0; }
  const Value* begin() const { return many_ != nullptr ? many_ : &one_; }
  const Value* end() const { return begin() + count_; }
  const Value& operator[](std::size_t at) const { return begin()[at]; }

  void add(const Value& value) {
    if (count_ == 0 && many_ == nullptr) {
      one_ = value;
      count_ = 1;
    } else {
      add_to_many(value);
    }
  }
  void add_all(const Collection& other) {
    for (const Value& value : other) add(value);
  }
  void clear() { count_ = 0; }
  /// Keeps the values from `first` on, at most `count` of them.
  void slice(std::size_t first, std::size_t count);
  Arena& arena() const { return *arena_; }

 private:
  void add_to_many(const Value& value);

  Arena* arena_ = nullptr;
  Value one_;
  Value* many_ = nullptr;
  std::uint32_t count_ = 0;
  std::uint32_t capacity_ = 0;
};

/// The System value that a node stands for where an operator or function asks for one: a FHIR boolean is a Boolean,
/// a code a String, an Age a Quantity. Nothing for a node without one; a System value is itself.
/// https://hl7.org/fhir/R4/fhirpath.html#types
std::optional<Value> system_value(const Value& value);

/// True if the value is of the type or one derived from it. Without a namespace `name` means a FHIR type, or else
/// a System type: "Patient", "FHIR.Patient", "System.String".
bool is_a(const Value& value, std::string_view name);

/// The value's own type.
TypeName type_of(const Value& value);

/// The value's text as toString() gives it; nothing for complex nodes.
std::optional<std::string> to_text(const Value& value);

}  // namespace fhir::path
