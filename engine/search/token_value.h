#pragma once

#include <string_view>

#include "engine/index/parameters.h"
#include "engine/search/query.h"

/// What the values of tokens may be. https://hl7.org/fhir/R4/search.html#token
namespace engine::search {

/// Fails for a value that nothing a parameter finds could have: another than true and false of a boolean, or a system where there
/// is none: of contact points, uris, booleans and texts, "the presence of the pipe symbol SHALL NOT be used". `owner` is the
/// parameter whose postings are looked up.
fhir::Result<void> check_token(const index::Parameter& owner, const Value& value);

}  // namespace engine::search
