#pragma once

#include <optional>

#include "engine/index/interval.h"
#include "engine/index/node.h"
#include "fhir/primitive/time_zone.h"

namespace engine::index {

/// The time a date, dateTime, instant, Period or Timing covers; nothing if it says none. What has no zone is in `zone`.
/// https://hl7.org/fhir/R4/search.html#date
std::optional<Interval> time_of(Node node, const fhir::TimeZone& zone);

}  // namespace engine::index
