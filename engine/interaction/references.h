#pragma once

#include "engine/interaction/perform.h"
#include "engine/search/query.h"

namespace engine {

/// Replaces what `:above` and `:below` ask of a reference by the resources that they stand for: the one that is named, and what
/// is a part of it, or what it is a part of. https://hl7.org/fhir/R4/search.html#recursive
///
/// An id alone that is the id of several resources which the reference may lead to is an outcome (400) that names them.
/// https://hl7.org/fhir/R4/search.html#reference
fhir::Result<void> resolve_references(search::Query& query, const Interaction& interaction, const Environment& environment);

}  // namespace engine
