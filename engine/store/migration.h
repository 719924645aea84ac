#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "fhir/result.h"

namespace engine::store {

/// How far the index of one tenant is that is made anew: resources done of all.
using IndexProgress = std::function<void(std::int32_t tenant, std::uint64_t done, std::uint64_t all)>;

/// Brings the schema of a database up to this program's: makes the roles setu_owner and setu_app where they are missing,
/// applies the migrations that were not, in order and in one transaction, makes the search index anew where an older
/// extractor made it, and returns the names of what was done. What of the index was done before this was broken off
/// is not done again.
///
/// Refuses, with nothing changed, a schema or index of a newer program, one whose applied migrations are not the ones
/// this program knows, a user who may not do it, and a PostgreSQL before 15. Several programs may do this at once: one
/// works, the others wait.
fhir::Result<std::vector<std::string>> migrate(const std::string& url, const IndexProgress& progress = {});

}  // namespace engine::store
