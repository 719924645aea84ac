#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "fhir/model/descriptor.h"

namespace fhir {

/// https://hl7.org/fhir/R4/valueset-search-param-type.html
enum class SearchType : std::uint8_t { number, date, string, token, reference, composite, quantity, uri, special };

/// One part of a composite search parameter.
struct SearchComponent {
  std::string_view definition;  ///< canonical of the parameter it behaves as
  std::string_view expression;  ///< relative to the composite's own
};

/// A SearchParameter of the specification. https://hl7.org/fhir/R4/searchparameter.html
struct SearchParameter {
  std::string_view code;
  std::string_view url;
  SearchType type;
  std::span<const std::string_view> base;  ///< resource types, "Resource" and "DomainResource" among them
  std::string_view expression;             ///< FHIRPath; empty where the specification gives none
  std::span<const std::string_view> targets;
  std::span<const SearchComponent> components;
};

/// What puts a resource into a compartment. https://hl7.org/fhir/R4/compartmentdefinition.html
struct CompartmentMember {
  std::string_view type;                         ///< resource type
  std::span<const std::string_view> parameters;  ///< search parameters that lead to the compartment; "{def}": it is one
};

struct Compartment {
  std::string_view code;  ///< "Patient"
  std::span<const CompartmentMember> members;
};

}  // namespace fhir
