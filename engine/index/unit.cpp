#include "engine/index/unit.h"

#include <map>
#include <mutex>
#include <string>

#include "fhir/primitive/decimal.h"

namespace engine::index {

std::optional<terminology::ucum::Unit> unit_of(std::string_view code) {
  // A hospital has some hundred codes, and a resource with one quantity asks for its unit several times.
  constexpr std::size_t kept_max = 4096;
  static std::mutex mutex;
  static std::map<std::string, std::optional<terminology::ucum::Unit>, std::less<>> kept;
  {
    const std::lock_guard lock(mutex);
    if (const auto found = kept.find(code); found != kept.end()) return found->second;
  }
  auto read = terminology::ucum::Unit::parse(code);
  auto unit = read ? std::optional(std::move(*read)) : std::nullopt;
  const std::lock_guard lock(mutex);
  if (kept.size() < kept_max) kept.emplace(code, unit);
  return unit;
}

Interval in_canonical(const terminology::ucum::Unit& unit, Interval interval) {
  const auto converted = [&](std::int64_t end) { return fhir::order_of(unit.to_canonical(fhir::value_of_order(end))); };
  if (interval.low != Interval{}.low) interval.low = converted(interval.low);
  if (interval.high != Interval{}.high) interval.high = converted(interval.high);
  return interval;
}

}  // namespace engine::index
