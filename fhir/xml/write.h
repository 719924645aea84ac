#pragma once

#include <string>

#include "fhir/json/write.h"

namespace fhir::xml {

/// Appends the resource as FHIR XML: elements in the order of the specification, primitives and narratives as they
/// were read. As soon as `out` has more than `bytes_max` it stops, and is false. https://hl7.org/fhir/R4/xml.html
bool write(Resource resource, std::string& out, json::Style style = json::Style::compact, std::size_t bytes_max = std::string::npos);

}  // namespace fhir::xml
