#pragma once

#include <string_view>

#include "fhir/json/tree.h"
#include "fhir/result.h"

namespace fhir::xml {

/// Goes once over an XML text before it is parsed and refuses what the parser would take in its stride: a document
/// type, other encodings than UTF-8, entities nobody declared, characters XML has not, text outside the root, a declaration
/// that is not at the start, "--" in comments and "]]>" in texts, more elements than `limits` allow, and more depth than a resource
/// may have with a narrative at its deepest, so that every walk ends; what is read counts exactly. https://hl7.org/fhir/R4/xml.html
Result<void> scan(std::string_view text, const json::Limits& limits);

/// How deep elements may be: no element of a resource is deeper than JSON's levels but for a primitive, one deeper, and there is
/// no level of JSON inside a narrative.
std::uint32_t depth_max(const json::Limits& limits);

}  // namespace fhir::xml
