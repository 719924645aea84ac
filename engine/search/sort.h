#pragma once

#include <string_view>
#include <vector>

#include "engine/search/query.h"

namespace engine::search {

/// The keys of one `_sort` of a search over `types`. https://hl7.org/fhir/R4/search.html#sort
fhir::Result<std::vector<Sort>> read_sort(std::string_view value, const std::vector<const fhir::Descriptor*>& types, const index::CustomParameters& custom);

}  // namespace engine::search
