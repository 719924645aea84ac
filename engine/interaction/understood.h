#pragma once

#include "engine/interaction/perform.h"
#include "engine/search/query.h"

namespace engine {

/// A search read by `read(search::Custom)` with the search parameters that a tenant has at this moment. R4's never change;
/// the store is asked for the tenant's own only where the search asks for one, or for something unknown.
template <class Read>
fhir::Result<search::Query> understood(std::int32_t tenant, const Environment& environment, Read&& read) {
  const search::Custom known = environment.store.parameters(tenant);
  fhir::Result<search::Query> query = read(known);
  if (query && query->warnings.empty() && !query->uses_custom()) return query;
  auto current = environment.store.current_parameters(tenant);
  if (current) return *current == known ? std::move(query) : read(std::move(*current));
  // What is no search parameter can be said without the store.
  if (!query) return query;
  return std::move(current.outcome());
}

}  // namespace engine
