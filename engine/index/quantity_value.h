#pragma once

#include <optional>
#include <string_view>

#include "engine/index/interval.h"
#include "engine/index/node.h"
#include "engine/index/unit.h"

/// Values as number and quantity parameters see them. https://hl7.org/fhir/R4/search.html#quantity
namespace engine::index {

/// A number of some unit, or an interval of such numbers. Views are into the resource or constant.
struct QuantityValue {
  Interval interval;
  std::string_view system;
  std::string_view code;
  std::string_view unit;  ///< as it is written for people
};

/// What a number, Quantity, Money, Range, Ratio or SampledData amounts to; nothing if it says none.
std::optional<QuantityValue> quantity_of(Node node);

/// Calls `visit(system, unit, interval)` for each unit that a quantity is looked up by: a UCUM code by its canonical unit, any
/// other code with its system and without, and what stands for people.
template <class Visit>
void each_unit(const QuantityValue& quantity, Visit&& visit) {
  const auto unit = quantity.system == terminology::ucum::system ? unit_of(quantity.code) : std::nullopt;
  if (unit) {
    visit(canonical_units, std::string_view(unit->canonical()), in_canonical(*unit, quantity.interval));
  } else if (!quantity.code.empty()) {
    if (!quantity.system.empty()) visit(quantity.system, quantity.code, quantity.interval);
    visit(std::string_view(), quantity.code, quantity.interval);
  }
  if (!quantity.unit.empty() && quantity.unit != quantity.code) visit(std::string_view(), quantity.unit, quantity.interval);
}

}  // namespace engine::index
