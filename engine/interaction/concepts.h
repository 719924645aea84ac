#pragma once

#include "engine/interaction/perform.h"
#include "engine/search/query.h"

namespace engine {

/// Replaces the token modifiers that ask for a value set (`:in`, `:not-in`) or a hierarchy (`:above`, `:below`) by the codes
/// they stand for: of the tenant's own ValueSet and CodeSystem resources, else of the definitions. What is not known, or not
/// listed code by code, is an outcome (400) that names it. https://hl7.org/fhir/R4/search.html#token
fhir::Result<void> resolve_concepts(search::Query& query, const Interaction& interaction, const Environment& environment);

}  // namespace engine
