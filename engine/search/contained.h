#pragma once

#include <optional>

#include "engine/search/query.h"

namespace engine::search {

/// The same criterion, for resources of its type that are contained in others; nothing where these are not found by it: by
/// their id, by what leads to them, in compartments and lists, and by a tenant's own parameters.
/// https://hl7.org/fhir/R4/search.html#contained
std::optional<Criterion> of_contained(const Criterion& criterion);

/// Adds to the types of a search those of contained resources, or puts them in their place, as `query.contained` says.
fhir::Result<void> look_inside(Query& query);

}  // namespace engine::search
