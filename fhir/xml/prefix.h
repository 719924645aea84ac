#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/result.h"

namespace fhir::xml {

/// An XML text whose elements have no prefixes.
struct Unprefixed {
  std::string text;
  bool changed = false;  ///< prefixes were there, or declared

  /// The place in the text this was made from that `offset` in this one comes from.
  std::size_t origin(std::size_t offset) const;

  struct Tag {
    std::size_t here, there;
  };
  std::vector<Tag> tags;  ///< the start tags, in order: here, and in the text it was made from
};

/// Writes a well-formed XML text without prefixes, since FHIR XML may be sent with them and is kept without: names alone,
/// with the namespaces of FHIR and XHTML declared where they begin, and xmlns="" for any other. All else is kept to
/// the letter. Fails where a prefix is not declared. https://www.w3.org/TR/xml-names/
Result<Unprefixed> without_prefixes(std::string_view text);

}  // namespace fhir::xml
