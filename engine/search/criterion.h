#pragma once

#include <string_view>

#include "engine/search/query.h"

namespace engine::search {

/// Reads one search parameter, such as "name:exact=Peter", "patient.name=peter" or "_has:Observation:patient:code=8867-4",
/// as a criterion for resources of `type`.
fhir::Result<Criterion> read_criterion(const fhir::Descriptor& type, std::string_view name, std::string_view value);

}  // namespace engine::search
