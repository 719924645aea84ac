#pragma once

#include <vector>

#include "engine/search/plan.h"
#include "engine/store/session.h"

namespace engine::store {

class Connection;

/// Adds to a page what its matches refer to and what refers to them, as the plan's includes say: each resource once, and
/// none that is a match. One round trip a depth; SearchLimits bound the depth, and the number with a warning.
/// https://hl7.org/fhir/R4/search.html#include
fhir::Result<void> add_includes(Connection& connection, const search::Plan& plan, Page& page);

}  // namespace engine::store
