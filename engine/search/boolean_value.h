#pragma once

#include <string_view>

#include "engine/index/parameters.h"
#include "engine/search/query.h"

/// Tokens that are true or false. https://hl7.org/fhir/R4/search.html#token
namespace engine::search {

/// True if all that a token may be of is booleans.
bool is_boolean(const index::Parameter& parameter);

/// A value of a boolean without its system, which may be said and is not needed: "a simple true or false is sufficient". Fails
/// where it is of another system, or neither.
fhir::Result<Value> boolean_value(const Value& value, std::string_view code);

}  // namespace engine::search
