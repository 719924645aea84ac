#pragma once

#include <string_view>

#include "engine/index/custom.h"
#include "engine/search/condition.h"
#include "engine/search/query.h"

namespace engine::search {

/// What a value means something else by.
struct Surroundings {
  std::string_view base;    ///< service base URL, to tell references to resources here
  const index::Zone& zone;  ///< of dates that have none
  bool& by_zone;            ///< set where a value depends on the zone
};

/// That a parameter has one value; `modifier_type` as in Criterion. Fails where the value cannot be what the parameter asks
/// for, or is a date and the index has them not yet in the time zone. https://hl7.org/fhir/R4/search.html#ptypes
fhir::Result<Condition> condition_of(const index::Parameter& parameter, Modifier modifier, const fhir::Descriptor* modifier_type, const Value& value, const Surroundings& around);

/// That a parameter has a value, whichever. https://hl7.org/fhir/R4/search.html#missing
Condition present(const index::Parameter& parameter);

}  // namespace engine::search
