#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace fhir {

struct Descriptor;

/// The ways a type of FHIR can be built. https://hl7.org/fhir/R4/datatypes.html
enum class TypeKind : std::uint8_t { primitive, complex, backbone, resource };

/// The primitive types. https://hl7.org/fhir/R4/datatypes.html#primitive
enum class PrimitiveKind : std::uint8_t {
  none, base64_binary, boolean, canonical, code, date, date_time, decimal, id, instant, integer, markdown,
  oid, positive_int, string, time, unsigned_int, uri, url, uuid, xhtml,
};

/// How an element's value lies in its struct.
enum class Shape : std::uint8_t {
  primitive,       ///< a Primitive, in place
  one,             ///< a pointer to a struct; null is absent
  choice,          ///< a Choice: which type, and a pointer to it (value[x])
  resource,        ///< a Resource: which type, and a pointer to it
  many_primitives, ///< a Many of Primitive
  many,            ///< a Many of structs
  many_resources,  ///< a Many of Resource
};

/// One type an element value[x] may take, under its name in JSON and XML: "valueQuantity".
struct ChoiceType {
  std::string_view name;
  const Descriptor* type;
};

/// One element of a type, as its StructureDefinition has it.
struct Element {
  static constexpr std::uint16_t unbounded = 0xffff;

  std::string_view name;  ///< "birthDate"; a choice without its [x]: "value"
  std::uint32_t offset;   ///< of the value in the struct, in bytes
  Shape shape;
  std::uint16_t min;
  std::uint16_t max;      ///< or `unbounded`
  const Descriptor* type; ///< null for a choice and for a resource
  std::span<const ChoiceType> choices;
  /// Resource types a Reference or canonical here may name, and "Resource" for any; else empty.
  std::span<const std::string_view> targets;
  bool is_modifier;
  bool is_summary;
  bool is_attribute;      ///< in XML an attribute, not a child element: Extension.url, Element.id
  std::string_view required_binding;  ///< canonical of the value set of a required binding; else empty

  bool repeats() const { return max != 1; }
};

/// One type of the model: its elements in the order of the specification.
/// Constant data, written by fhir/generator; every walk over the model is a walk over these.
struct Descriptor {
  std::string_view name;  ///< "Patient", "HumanName", "Patient.contact", "dateTime"
  TypeKind kind;
  PrimitiveKind primitive;
  std::uint16_t number;   ///< of a resource type: its place among R4's, from 1; else 0. Stored in databases: never changes.
  std::uint32_t size;     ///< of the struct, in bytes
  std::span<const Element> elements;

  bool is_resource() const { return kind == TypeKind::resource; }
  bool is_primitive() const { return kind == TypeKind::primitive; }
};

/// The element with this name ("value" for a choice), or null.
const Element* find_element(const Descriptor& type, std::string_view name);

/// An element by its name in JSON or XML: "birthDate", or "valueQuantity" with the choice it stands for.
struct NamedElement {
  const Element* element = nullptr;
  const ChoiceType* choice = nullptr;
  explicit operator bool() const { return element != nullptr; }
};

/// Looks a JSON or XML name up, starting at `hint` (an index into type.elements), which moves on to the
/// element after the one found: input in the usual order is found at the first look.
NamedElement find_named(const Descriptor& type, std::string_view name, std::size_t& hint);

}  // namespace fhir
