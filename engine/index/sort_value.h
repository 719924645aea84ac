#pragma once

#include <string>
#include <vector>

#include "engine/index/parameters.h"

namespace engine::index {

/// What results are ordered by under a token, reference or uri parameter, as jsonpath expressions over the resource: codes,
/// values of identifiers and contact points, references and URLs as they are written. No posting has these texts. Empty for
/// parameters without such a value. https://hl7.org/fhir/R4/search.html#sort
std::vector<std::string> sort_paths(const Parameter& parameter);

/// The texts that these paths lead to in a resource, with ASCII letters in lower case.
std::vector<std::string> sort_texts(fhir::Resource resource, const Parameter& parameter);

}  // namespace engine::index
