#pragma once

#include <memory>
#include <string>

#include "engine/store/session.h"

namespace engine::store {

/// A session on the database of a PostgreSQL URL or connection string, whose schema is there (see migration.h). Later
/// it connects again by itself where the connection was lost. Fails with IssueType::transient if it cannot be reached.
/// https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-CONNSTRING
fhir::Result<std::unique_ptr<Session>> connect(const std::string& url);

}  // namespace engine::store
