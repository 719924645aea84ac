#pragma once

#include <string>

#include "engine/interaction/interaction.h"
#include "fhir/r4/bundle.h"
#include "fhir/result.h"

namespace engine {

/// What one entry of a batch or transaction asks for. `bundle` is the interaction the entry came with: tenant, base,
/// preferences and arena are its. Issues point into the entry, at `place` ("Bundle.entry[3]").
/// https://hl7.org/fhir/R4/bundle.html#transaction
fhir::Result<Interaction> interaction_of(const fhir::r4::Bundle::Entry& entry, const Interaction& bundle,
                                         const std::string& place);

/// "Bundle.entry[3]"
std::string place_of(std::size_t entry);

}  // namespace engine
