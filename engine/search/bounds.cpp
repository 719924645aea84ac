#include "engine/search/bounds.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include "engine/index/key.h"
#include "engine/search/refusal.h"
#include "fhir/primitive/date_time.h"
#include "fhir/primitive/decimal.h"

namespace engine::search {
namespace {

using fhir::Result;
using index::Interval;

constexpr auto least = std::numeric_limits<std::int64_t>::min();
constexpr auto greatest = std::numeric_limits<std::int64_t>::max();

/// Where resource values must lie, for one prefix and one search value.
/// https://hl7.org/fhir/R4/search.html#prefix
///   eq  the search value contains the resource's        ne  it does not
///   gt  some of the resource's value is above           lt  below
///   ge  some of it is in the search value or above      le  in it or below
///   sa  the resource's value starts after               eb  ends before
///   ap  the two overlap (the search value was widened)  po  they overlap
std::vector<Bounds> bounds_of(Prefix prefix, Interval search) {
  const auto after = search.high == greatest ? greatest : search.high + 1;
  const auto before = search.low == least ? least : search.low - 1;
  switch (prefix) {
    case Prefix::eq: return {{{search.low, search.high}, {search.low, search.high}}};
    case Prefix::ne: return {{{least, before}, {}}, {{search.low, greatest}, {after, greatest}}};
    case Prefix::gt: return {{{}, {after, greatest}}};
    case Prefix::lt: return {{{least, before}, {}}};
    case Prefix::ge: return {{{}, {search.low, greatest}}};
    case Prefix::le: return {{{least, search.high}, {}}};
    case Prefix::sa: return {{{after, greatest}, {}}};
    case Prefix::eb: return {{{least, before}, {least, before}}};
    case Prefix::ap:
    case Prefix::po: return {{{least, search.high}, {search.low, greatest}}};
  }
  return {};
}

std::int64_t minus(std::int64_t value, std::int64_t width) { return value < least + width ? least : value - width; }
std::int64_t plus(std::int64_t value, std::int64_t width) { return value > greatest - width ? greatest : value + width; }

}  // namespace

void add_ranges(std::int64_t key, const std::vector<Bounds>& all, Width width, std::vector<Condition::Range>& out) {
  for (const auto& bounds : all) {
    const Condition::Range range{key, bounds.low.low, bounds.low.high, bounds.high.low, bounds.high.high};
    if (width.may_be_wide && range.low_min <= range.low_max && range.high_min <= range.high_max) {
      out.push_back(range);
      out.back().key = index::wide_key(key);
    }
    const auto add = [&](std::int64_t under, std::int64_t widest) {
      auto some = range;
      some.key = under;
      some.low_min = std::max(some.low_min, some.high_min == least ? least : minus(some.high_min, widest));
      some.low_max = std::min(some.low_max, some.high_max);
      some.high_max = std::min(some.high_max, plus(some.low_max, widest));
      some.high_min = std::max(some.high_min, some.low_min);
      if (some.low_min <= some.low_max && some.high_min <= some.high_max) out.push_back(some);
    };
    if (width.longer > 0) add(index::long_key(key), width.longer);
    add(key, width.narrow);
  }
}

Result<std::vector<Bounds>> date_bounds(const Value& value, std::string_view code, const fhir::TimeZone& zone) {
  const auto date = fhir::parse_date_time(value.text);
  if (!date) return malformed("A value of " + quoted(code) + " is no date: write YYYY, YYYY-MM, YYYY-MM-DD or a time such as 2024-05-17T09:30:00Z (with + as %2B).");
  if (date->precision == fhir::Precision::hour) return malformed("A value of " + quoted(code) + " has an hour without minutes.");
  const auto range = fhir::range_of(*date, zone);
  Interval search{range.first, range.last};
  if (value.prefix == Prefix::ap) {  // 10 % of the gap between now and the date, the specification's suggestion
    const auto now = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    const auto gap = std::max(now > search.high ? now - search.high : search.low - now, std::int64_t{0}) / 10;
    search = {minus(search.low, gap), plus(search.high, gap)};
  }
  return bounds_of(value.prefix, search);
}

Result<std::vector<Bounds>> number_bounds(const Value& value, std::string_view code, const terminology::ucum::Unit* unit) {
  const auto number = fhir::parse_decimal(value.text);
  if (!number) return malformed("A value of " + quoted(code) + " is no number of at most " + std::to_string(fhir::Decimal::digits_max) + " digits.");
  const auto place = [&](double of) { return fhir::order_of(unit != nullptr ? unit->to_canonical(of) : of); };
  const double at = fhir::double_of(*number);
  Interval search{place(at), place(at)};
  if (value.prefix == Prefix::eq || value.prefix == Prefix::ne) {
    const auto implied = fhir::implied_interval(*number);
    // Of more digits than a double has, all round to one.
    search = {std::min(place(fhir::double_of(implied.low)), place(at)), std::max(place(fhir::double_of(implied.high)) - 1, place(at))};
  } else if (value.prefix == Prefix::ap) {
    const double tenth = std::abs(at) / 10;
    search = {place(at - tenth), place(at + tenth)};
  }
  return bounds_of(value.prefix, search);
}

}  // namespace engine::search
