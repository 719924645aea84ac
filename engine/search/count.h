#pragma once

#include <cstdint>
#include <string_view>

#include "fhir/result.h"

namespace engine::search {

/// How many entries a page is to have, of a search or a history; more than a page may have are as many as it may. What is no
/// number is an Outcome (400). https://hl7.org/fhir/R4/search.html#count
fhir::Result<std::uint32_t> count_of(std::string_view value);

}  // namespace engine::search
