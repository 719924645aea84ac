#include "engine/index/unit.h"

#include "fhir/primitive/decimal.h"

namespace engine::index {

std::optional<terminology::ucum::Unit> unit_of(std::string_view code) {
  auto unit = terminology::ucum::Unit::parse(code);
  if (!unit) return std::nullopt;
  return std::move(*unit);
}

Interval in_canonical(const terminology::ucum::Unit& unit, Interval interval) {
  const auto converted = [&](std::int64_t end) { return fhir::order_of(unit.to_canonical(fhir::value_of_order(end))); };
  if (interval.low != Interval{}.low) interval.low = converted(interval.low);
  if (interval.high != Interval{}.high) interval.high = converted(interval.high);
  return interval;
}

}  // namespace engine::index
