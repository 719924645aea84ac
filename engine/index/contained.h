#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "fhir/model/descriptor.h"

/// Contained resources in the index: each has postings and a key of its own, as a resource of another type, so that what is
/// found of resources never is one of these by accident. https://hl7.org/fhir/R4/references.html#contained
namespace engine::index {

/// The type that resources of a type are of in the index where they are contained: "contained Medication", with the same
/// elements and a number that is no resource type's.
const fhir::Descriptor& contained_type(const fhir::Descriptor& type);

/// The contained type with a number, or null.
const fhir::Descriptor* contained_type(std::uint16_t number);

/// The resource type that a contained type is made of; any other type itself.
const fhir::Descriptor& own_type(const fhir::Descriptor& type);

inline bool is_contained(const fhir::Descriptor& type) { return &own_type(type) != &type; }

/// The number of the first contained type: all of them come behind all resource types.
constexpr std::uint16_t first_contained = 512;

/// What stands for a parameter in the salt of the posting by which a contained resource leads to what contains it.
constexpr std::string_view container_link = "_contained";

/// The posting that says that a resource of type `container` contains one of a contained type.
std::int64_t contains_key(const fhir::Descriptor& container, const fhir::Descriptor& contained);

/// The id that a contained resource has in the index: "MedicationRequest/23#m1".
std::string contained_id(const fhir::Descriptor& container, std::string_view container_id, std::string_view local_id);

/// The parts of such an id.
struct ContainedId {
  const fhir::Descriptor* container = nullptr;
  std::string_view container_id;
  std::string_view local_id;
};
ContainedId split_contained_id(std::string_view id);

}  // namespace engine::index
