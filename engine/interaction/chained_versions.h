#pragma once

#include <string_view>

#include "engine/search/query.h"
#include "engine/store/session.h"

namespace engine {

/// A warning if matches refer by what a search chains to (`subject` of `subject.name`) to a version of a resource: chains ask
/// the resource as it is now. "Where a search does not act on the referenced version, search results SHOULD contain a
/// OperationOutcome with a warning." https://hl7.org/fhir/R4/search.html#chaining
fhir::Issues chained_versions(const search::Query& query, const store::Page& page, std::string_view base);

}  // namespace engine
