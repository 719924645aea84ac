#pragma once

#include <string_view>
#include <vector>

#include "engine/index/interval.h"
#include "engine/index/key.h"
#include "engine/search/plan.h"
#include "engine/search/query.h"
#include "terminology/ucum/unit.h"

/// Dates and numbers as intervals to look up. https://hl7.org/fhir/R4/search.html#prefix
namespace engine::search {

/// Where the ends of a resource's interval must lie.
struct Bounds {
  index::Interval low, high;
};

/// What one prefix asks for; any of the bounds will do. A value without a zone is in `zone`.
/// https://hl7.org/fhir/R4/search.html#date
fhir::Result<std::vector<Bounds>> date_bounds(const Value& value, std::string_view code, const fhir::TimeZone& zone);

/// eq and ne mean all that rounds to the value, ap 10 % about it, the others exactly the value.
/// With a unit it is of numbers of that, and the bounds are of its canonical unit.
/// https://hl7.org/fhir/R4/search.html#number
fhir::Result<std::vector<Bounds>> number_bounds(const Value& value, std::string_view code, const terminology::ucum::Unit* unit = nullptr);

/// How wide the intervals posted for a parameter are: none beyond `narrow` under its key, and none beyond `longer`, if that is not
/// 0, under its long_key; the others, if there may be any, are under its wide_key.
struct Width {
  std::int64_t narrow = 0;
  bool may_be_wide = false;
  std::int64_t longer = 0;
};

/// That of dates and times; periods and timings may be wide.
constexpr Width width_of_times(bool may_be_wide) { return {index::day_time, may_be_wide, index::year_time}; }

/// Adds the look-ups for some bounds. Each end of a narrow interval tells where the other is at most, and the index
/// is in the order of the low ends.
void add_ranges(std::int64_t key, const std::vector<Bounds>& all, Width width, std::vector<Condition::Range>& out);

}  // namespace engine::search
