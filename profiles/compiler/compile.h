#pragma once

#include <filesystem>
#include <string>

#include "fhir/result.h"

namespace profiles {

/// The bytes of a definitions file (see definitions/layout.h) made from unpacked packages: `definitions` holds
/// the StructureDefinitions, `expansions` the value sets with their codes. Deterministic.
fhir::Result<std::string> compile(const std::filesystem::path& definitions, const std::filesystem::path& expansions);

}  // namespace profiles
