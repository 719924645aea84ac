#pragma once

#include "engine/interaction/perform.h"
#include "engine/search/query.h"

namespace engine {

/// `query` with the time zone that the tenant's dates are in at this moment. It points into what `query` keeps.
fhir::Result<search::Query> query_as_of_now(const search::Query& query, std::int32_t tenant, const Environment& environment);

/// A page of what `query` asks for, by the time zone that the tenant's dates are in at this moment: where the session knew
/// another, the store says so, and it is planned again. https://hl7.org/fhir/R4/search.html#date
fhir::Result<store::Page> page_of(const search::Query& query, std::int32_t tenant, std::string_view base, const Environment& environment);

}  // namespace engine
