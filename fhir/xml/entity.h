#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace fhir::xml {

/// A reference such as "&amp;" or "&#x20AC;" at the start of a text.
struct EntityReference {
  std::size_t length;   ///< from '&' to ';', both included
  std::uint32_t point;  ///< the character it stands for
};

/// Reads one: XML's own five and characters by number that XML 1.0 can hold. No other entities exist, because a
/// document type, which would declare them, is refused. https://www.w3.org/TR/xml/#sec-references
std::optional<EntityReference> read_entity(std::string_view text);

}  // namespace fhir::xml
