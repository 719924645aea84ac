#pragma once

#include <span>
#include <vector>

#include "engine/search/plan.h"
#include "engine/store/search_statement.h"
#include "engine/store/session.h"

namespace engine::store {

class Connection;

/// What asks for the includes of a first page where that is known before its matches are: of a search by ids alone, for what
/// refers to them. Else nothing.
std::vector<Statement> includes_ahead(const search::Plan& plan);

/// Adds to a page what its matches refer to and what refers to them, as the plan's includes say: each resource once, and
/// none that is a match. One round trip a depth, but for what was asked `ahead` with the matches; SearchLimits bound the depth, and the number with a warning.
/// https://hl7.org/fhir/R4/search.html#include
fhir::Result<void> add_includes(Connection& connection, const search::Plan& plan, std::span<const Rows> ahead, Page& page);

}  // namespace engine::store
