#pragma once

#include <string>
#include <string_view>

#include "fhir/json/tree.h"
#include "fhir/json/write.h"
#include "fhir/result.h"

namespace fhir::xml {

/// Appends a resource that is well-formed FHIR JSON as FHIR XML: what json::read() and write() make of it. Of a Bundle one entry
/// after the other is read, so that what is in memory beside the two texts is one of them. As soon as `out` has more than
/// `bytes_max` it stops, and the result is false; fails where the JSON is no resource.
Result<bool> transcribe(std::string_view json, std::string& out, json::Style style, std::size_t bytes_max, const json::Limits& limits);

}  // namespace fhir::xml
