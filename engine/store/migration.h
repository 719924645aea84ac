#pragma once

#include <string>
#include <vector>

#include "fhir/result.h"

namespace engine::store {

/// Brings the schema of a database up to this program's: makes the roles setu_owner and setu_app where they are missing,
/// applies the migrations that were not, in order and in one transaction, makes the search index anew where an older
/// extractor made it, and returns the names of what was done.
///
/// Refuses, with nothing changed, a schema or index of a newer program, one whose applied migrations are not the ones
/// this program knows, a user who may not do it, and a PostgreSQL before 15. Several programs may do this at once: one
/// works, the others wait.
fhir::Result<std::vector<std::string>> migrate(const std::string& url);

}  // namespace engine::store
