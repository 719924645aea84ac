#pragma once

#include <string_view>

#include "engine/search/criterion.h"

namespace engine::search {

/// Reads the value of `_filter`, such as `given eq "peter" and birthdate ge 2014-10-10`, as a criterion for resources of
/// `type`. An outcome names the column of the filter that it is about. https://hl7.org/fhir/R4/search_filter.html
fhir::Result<Criterion> read_filter(const fhir::Descriptor& type, std::string_view filter, Scope scope);

}  // namespace engine::search
