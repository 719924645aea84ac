#pragma once

#include <map>
#include <string>

#include "fhir/generator/definitions.h"

namespace fhir::generator {

/// The files of fhir/r4/ that follow from the definitions: name to content. Deterministic.
std::map<std::string, std::string> emit(const Definitions& definitions);

}  // namespace fhir::generator
