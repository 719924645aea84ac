#pragma once

#include <span>
#include <string_view>

#include "engine/store/parameters.h"

namespace engine::store {

/// True if what is written may change what its tenant is searched by: it is a SearchParameter, or an OperationDefinition, which
/// may be a named query.
bool is_registered(const Write& write);

/// Writes versions among which are such resources, and what they change: one in use that cannot be answered is refused (422);
/// a SearchParameter that is new or changed is to be indexed, one that is out of use is to lose its postings. Within a transaction, which holds the tenant's lock for such changes from here on. The results are
/// the characters of setu.write().
fhir::Result<Rows> write_parameters(Connection& connection, KnownParameters& known, std::int32_t tenant, std::span<const Write> writes);

/// Notes a reindexing of some types for those who work in the background, and gives its number. Within a transaction.
fhir::Result<std::int64_t> begin_reindexing(Connection& connection, std::int32_t tenant, std::span<const std::int16_t> types, std::string_view reason);

/// Takes the tenant's lock for changes of what is indexed, until the transaction ends.
fhir::Result<void> lock_generation(Connection& connection, std::int32_t tenant);

}  // namespace engine::store
