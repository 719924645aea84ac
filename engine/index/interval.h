#pragma once

#include <compare>
#include <cstdint>
#include <limits>

namespace engine::index {

/// An interval with both ends included: of microseconds for dates, of order_of(double) for numbers. Without an end it is open
/// there.
struct Interval {
  std::int64_t low = std::numeric_limits<std::int64_t>::min();
  std::int64_t high = std::numeric_limits<std::int64_t>::max();
  auto operator<=>(const Interval&) const = default;
};

}  // namespace engine::index
