#pragma once

#include <string_view>

#include "fhir/json/tree.h"
#include "fhir/model/value.h"
#include "fhir/result.h"

namespace fhir::json {

/// Whether missing mandatory elements are issues. Storing asks for them, but for definitions that fhir::is_excused()
/// leaves to validation; converting takes what there is.
enum class Completeness { required, as_is };

/// Reads a resource of any type from FHIR JSON into the model. https://hl7.org/fhir/R4/json.html
///
/// Strict: unknown elements, wrong types and cardinalities, empty strings, arrays and objects, nulls out of
/// place, malformed primitives and narratives are each an issue with FHIRPath, line and column; up to 100 are
/// collected. Primitives keep their text, so decimals, dates and narratives survive as they were sent.
/// Everything the resource points at lives in `arena`.
Result<Resource> read(std::string_view text, Arena& arena, const Limits& limits = {},
                      Completeness completeness = Completeness::required);

/// The same for a tree that was parsed from `text` before.
Result<Resource> read(const Node& node, std::string_view text, Arena& arena,
                      Completeness completeness = Completeness::required);

/// parse() of a text that is a resource: what it is refused for, depth or a number, has its FHIRPath.
Result<const Node*> parse_resource(std::string_view text, Arena& arena, const Limits& limits = {});

}  // namespace fhir::json
