#pragma once

#include <string_view>

#include "engine/index/parameters.h"
#include "engine/search/plan.h"

namespace engine::search {

/// How far away a place may be if a search does not say.
constexpr double near_kilometres = 10;

/// The places near a point: "latitude|longitude|distance|units", of which the last two may be missing. Without units it is
/// kilometres. https://hl7.org/fhir/R4/location.html#positional
fhir::Result<Condition> near(const index::Parameter& parameter, std::string_view value);

}  // namespace engine::search
