#pragma once

#include <string>

#include "fhir/path/value.h"

namespace fhir::path {

/// The collection as a JSON array. Nodes are printed as FHIR JSON, System values as JSON booleans, numbers and
/// strings; dates, times and quantities are strings in FHIRPath's form without '@'.
std::string to_json(const Collection& collection);

}  // namespace fhir::path
