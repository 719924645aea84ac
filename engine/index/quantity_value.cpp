#include "engine/index/quantity_value.h"

#include <algorithm>
#include <cmath>

#include "engine/index/code_value.h"
#include "fhir/primitive/decimal.h"
#include "fhir/r4/datatypes.h"

namespace engine::index {
namespace {

std::string_view child_text(Node node, std::string_view name) {
  const auto* element = fhir::find_element(*node.type, name);
  if (element == nullptr || element->shape != fhir::Shape::primitive) return {};
  return fhir::field<fhir::Primitive>(node.value, *element).text();
}

std::int64_t order_of_text(std::string_view decimal, std::int64_t otherwise) {
  const auto value = fhir::double_of(decimal);
  return value && !std::isnan(*value) ? fhir::order_of(*value) : otherwise;
}

/// The values a comparator leaves open: "< 5" is everything up to 5.
Interval interval_of(std::string_view decimal, std::string_view comparator) {
  Interval interval;
  const auto at = order_of_text(decimal, 0);
  if (comparator != "<" && comparator != "<=") interval.low = comparator == ">" ? at + 1 : at;
  if (comparator != ">" && comparator != ">=") interval.high = comparator == "<" ? at - 1 : at;
  return interval;
}

/// The least and the greatest of the samples. https://hl7.org/fhir/R4/datatypes.html#SampledData
std::optional<QuantityValue> quantity_of_samples(const fhir::r4::SampledData& samples) {
  if (!samples.origin) return {};
  const double origin = fhir::double_of(samples.origin->value.text()).value_or(0);
  const double factor = fhir::double_of(samples.factor.text()).value_or(1);
  std::optional<double> least, greatest;
  auto rest = samples.data.text();
  while (!rest.empty()) {
    const auto space = rest.find(' ');
    const auto sample = rest.substr(0, space);
    std::optional<double> value;
    if (sample == "L") value = fhir::double_of(samples.lowerLimit.text());
    else if (sample == "U") value = fhir::double_of(samples.upperLimit.text());
    else value = fhir::double_of(sample);
    if (value) {
      const double actual = origin + *value * factor;
      least = std::min(least.value_or(actual), actual);
      greatest = std::max(greatest.value_or(actual), actual);
    }
    if (space == std::string_view::npos) break;
    rest.remove_prefix(space + 1);
  }
  if (!least || std::isnan(*least) || std::isnan(*greatest)) return {};
  return QuantityValue{{fhir::order_of(*least), fhir::order_of(*greatest)}, samples.origin->system.text(), samples.origin->code.text(),
                       samples.origin->unit.text()};
}

std::optional<QuantityValue> quantity_of_range(const fhir::r4::Range& range) {
  if (!range.low && !range.high) return {};
  const auto& any = range.low ? *range.low : *range.high;
  QuantityValue value{{}, any.system.text(), any.code.text(), any.unit.text()};
  if (range.low) value.interval.low = order_of_text(range.low->value.text(), value.interval.low);
  if (range.high) value.interval.high = order_of_text(range.high->value.text(), value.interval.high);
  return value;
}

/// A strength: that of the numerator for a denominator of one.
std::optional<QuantityValue> quantity_of_ratio(const fhir::r4::Ratio& ratio) {
  if (!ratio.numerator || !ratio.denominator) return {};
  const auto above = fhir::double_of(ratio.numerator->value.text());
  const auto below = fhir::double_of(ratio.denominator->value.text());
  if (!above || !below || *below == 0) return {};
  const auto at = fhir::order_of(*above / *below);
  return QuantityValue{{at, at}, ratio.numerator->system.text(), ratio.numerator->code.text(), ratio.numerator->unit.text()};
}

}  // namespace

std::optional<QuantityValue> quantity_of(Node node) {
  node = unwrapped(node);
  if (const auto* range = node.as<fhir::r4::Range>()) return quantity_of_range(*range);
  if (const auto* samples = node.as<fhir::r4::SampledData>()) return quantity_of_samples(*samples);
  if (const auto* ratio = node.as<fhir::r4::Ratio>()) return quantity_of_ratio(*ratio);
  if (const auto* money = node.as<fhir::r4::Money>()) {
    if (!money->value.has_text()) return {};
    return QuantityValue{interval_of(money->value.text(), {}), currencies, money->currency.text(), {}};
  }
  if (node.type->is_primitive()) {
    const auto number = node.primitive().text();
    if (!fhir::double_of(number)) return {};
    return QuantityValue{interval_of(number, {}), {}, {}, {}};
  }
  if (fhir::find_element(*node.type, "comparator") == nullptr) return {};  // Quantity, Age, Duration and their like
  const auto number = child_text(node, "value");
  if (!fhir::double_of(number)) return {};
  return QuantityValue{interval_of(number, child_text(node, "comparator")), child_text(node, "system"),
                       child_text(node, "code"), child_text(node, "unit")};
}

}  // namespace engine::index
