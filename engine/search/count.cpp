#include "engine/search/count.h"

#include <algorithm>
#include <charconv>

#include "engine/search/plan.h"
#include "engine/search/refusal.h"

namespace engine::search {

fhir::Result<std::uint32_t> count_of(std::string_view value) {
  std::uint32_t count = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), count);
  const bool is_huge = error == std::errc::result_out_of_range;
  if (end != value.data() + value.size() || (error != std::errc() && !is_huge)) return malformed("_count is a number of 0 or more.");
  return is_huge ? SearchLimits::count_max : std::min(count, SearchLimits::count_max);
}

}  // namespace engine::search
