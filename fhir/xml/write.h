#pragma once

#include <string>

#include "fhir/json/write.h"

namespace fhir::xml {

/// Appends the resource as FHIR XML: elements in the order of the specification, primitives and narratives as they
/// were read. https://hl7.org/fhir/R4/xml.html
void write(Resource resource, std::string& out, json::Style style = json::Style::compact);

}  // namespace fhir::xml
