#pragma once

#include "engine/interaction/perform.h"
#include "engine/search/query.h"

namespace engine {

/// Replaces chains and `_has` that go by canonical URLs by the URLs themselves: those of the definitions that a chain is about,
/// or those that the resources of a `_has` name. Both are searches of their own, made before the rest is planned.
/// https://hl7.org/fhir/R4/references.html#canonical
fhir::Result<void> resolve_canonicals(search::Query& query, const Interaction& interaction, const Environment& environment);

}  // namespace engine
