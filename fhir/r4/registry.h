#pragma once

#include <span>
#include <string_view>

#include "fhir/model/descriptor.h"
#include "fhir/model/search_parameter.h"

/// What FHIR R4 consists of, as tables. The model's structs are in one header per resource type beside this
/// one, the data types in datatypes.h.
namespace fhir::r4 {

/// The 146 resource types in alphabetical order; the type with number n is at n - 1.
std::span<const Descriptor* const> resource_types();

/// The complex data types and the primitive types in alphabetical order.
std::span<const Descriptor* const> data_types();

/// A type by its name in FHIR ("Patient"; "dateTime"), or null.
const Descriptor* resource_type(std::string_view name);
const Descriptor* data_type(std::string_view name);

/// A resource type by its Descriptor::number, or null.
const Descriptor* resource_type(std::uint16_t number);

/// The search parameters of the specification, ordered by URL.
std::span<const SearchParameter> search_parameters();

/// The five compartments of the specification, ordered by code.
std::span<const Compartment> compartments();

}  // namespace fhir::r4
