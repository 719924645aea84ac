#pragma once

#include <string>
#include <vector>

#include "src/command/print.h"
#include "src/config/config.h"

namespace setu::command {

/// Brings the schema up to this program's; says what was applied.
int db_migrate(const config::Store& store);

/// Compares every current version with its history and its index rows; exits with 1 if something differs.
int db_verify(const config::Store& store, Output output);

/// Opens psql on the database, with `arguments` handed through.
int db_psql(const config::Store& store, const std::vector<std::string>& arguments);

}  // namespace setu::command
