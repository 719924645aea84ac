#include "engine/index/key.h"
#include "engine/index/quantity_value.h"
#include "engine/index/value_postings.h"

namespace engine::index {

/// Under no unit, and under each. https://hl7.org/fhir/R4/search.html#quantity
bool post_quantity(const Branch& branch, Node node, Extraction& into) {
  const auto quantity = quantity_of(node);
  if (!quantity) return false;
  const Parameter& parameter = branch.parameter;
  into.add_range(range_key(into.type(), parameter.code), quantity->interval);
  if (parameter.kind == fhir::SearchType::number || !into.keeps()) return true;
  each_unit(*quantity, [&](std::string_view system, std::string_view unit, Interval interval) {
    into.add_range(range_key(into.type(), parameter.code, system, unit), interval);
  });
  return true;
}

}  // namespace engine::index
