#pragma once

#include <string_view>

#include "fhir/json/read.h"

namespace fhir::xml {

/// Reads a resource of any type from FHIR XML into the model. https://hl7.org/fhir/R4/xml.html
///
/// Strict as the JSON reader is: unknown elements and attributes, elements out of order, text between elements, other
/// namespaces, malformed primitives and narratives are each an issue with FHIRPath, line and column. Elements may have
/// prefixes for FHIR's and XHTML's namespace; a narrative is kept without them, and else to the letter. A document
/// type is refused, so that there are no entities to expand and nothing to fetch. UTF-8 only.
/// `limits` are those of the resource's JSON: levels and values are counted as there, so that what is read here is read there, and
/// a narrative has a depth of its own. Everything the resource points at lives in `arena`.
Result<Resource> read(std::string_view text, Arena& arena, const json::Limits& limits = {},
                      json::Completeness completeness = json::Completeness::required);

}  // namespace fhir::xml
