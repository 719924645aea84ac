#pragma once

#include <string_view>

#include "fhir/model/value.h"

namespace fhir {

/// The text of a primitive element that occurs at most once, by its name, of a resource of any type; empty where the type has
/// none of that name, or the resource has no text there.
std::string_view text_of(Resource resource, std::string_view name);

}  // namespace fhir
