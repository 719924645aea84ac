#pragma once

#include <string_view>

#include "fhir/arena.h"
#include "fhir/r4/bundle.h"
#include "fhir/result.h"

namespace engine {

/// Makes a history the batch that brings about what it ends in: the first entry of each resource, for histories have the
/// newest first, becomes a PUT under its id or its DELETE. They follow one another as they were done, the oldest first, so that
/// what they refer to is there; the bundle's type stays, for a batch has another order. Entries that name no resource are an Outcome (400). Versions before the newest could not be
/// kept as they were numbered, and are left out. https://hl7.org/fhir/R4/http.html#other-bundles
fhir::Result<void> become_batch(fhir::r4::Bundle& history, fhir::Arena& arena, std::string_view base);

}  // namespace engine
