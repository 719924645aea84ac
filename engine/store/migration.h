#pragma once

#include <string>
#include <vector>

#include "fhir/result.h"

namespace engine::store {

/// Brings the schema of a database up to this program's: creates the roles setu_owner and setu_app where they are
/// missing, applies the migrations that were not, in order and each in a transaction, and returns their names.
///
/// Refuses, with nothing changed, a schema newer than this program, one whose applied migrations are not the ones this
/// program knows, and a PostgreSQL before 15. Several programs may do this at once.
fhir::Result<std::vector<std::string>> migrate(const std::string& url);

}  // namespace engine::store
