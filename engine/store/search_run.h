#pragma once

#include "engine/search/plan.h"
#include "engine/store/session.h"

namespace engine::store {

class Connection;

/// Answers a search with one page: its matches in order, what they include, the total if asked for, and the
/// cursor of the page behind it. Inside the transaction and tenant that the connection is in.
///
/// A cursor of another search, or one that was tampered with, is refused. Statements are made from the shape of
/// the plan alone; all values are bound.
fhir::Result<Page> run_search(Connection& connection, const search::Plan& plan);

}  // namespace engine::store
