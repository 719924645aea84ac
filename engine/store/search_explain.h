#pragma once

#include "engine/search/plan.h"
#include "engine/store/explanation.h"
#include "fhir/result.h"

namespace engine::store {

class Connection;

/// How run_search() answers a plan with its first page: the way is chosen in earnest, and the statements that follow are
/// explained by PostgreSQL; with `analyze` they are carried out, too. What is included depends on what is found, and is left out.
fhir::Result<Explanation> explain_search(Connection& connection, const search::Plan& plan, bool analyze);

}  // namespace engine::store
