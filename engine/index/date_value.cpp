#include "engine/index/date_value.h"

#include <algorithm>

#include "fhir/primitive/date_time.h"
#include "fhir/r4/datatypes.h"

namespace engine::index {
namespace {

/// An instant, and a time with a fraction of a second, is a point; what is less exact covers all that it may mean.
enum class Exactness : std::uint8_t { as_written, instant };

std::optional<Interval> time_of_text(std::string_view text, const fhir::TimeZone& zone, Exactness exactness = Exactness::as_written) {
  const auto value = fhir::parse_date_time(text);
  if (!value) return {};
  const auto range = fhir::range_of(*value, zone);
  const bool is_point = exactness == Exactness::instant || value->fraction_digits > 0;
  return Interval{range.first, is_point ? range.first : range.last};
}

/// A period open at an end goes on for ever there.
std::optional<Interval> time_of_period(const fhir::r4::Period& period, const fhir::TimeZone& zone) {
  const auto start = time_of_text(period.start.text(), zone);
  const auto end = time_of_text(period.end.text(), zone);
  if (!start && !end) return {};
  Interval interval;
  if (start) interval.low = start->low;
  if (end) interval.high = std::max(end->high, interval.low);
  return interval;
}

/// From the first event or bound to the last: "the details of the Timing are ignored".
std::optional<Interval> time_of_timing(const fhir::r4::Timing& timing, const fhir::TimeZone& zone) {
  std::optional<Interval> whole;
  const auto cover = [&whole](std::optional<Interval> more) {
    if (!more) return;
    whole = whole ? Interval{std::min(whole->low, more->low), std::max(whole->high, more->high)} : *more;
  };
  for (const auto& event : timing.event) cover(time_of_text(event.text(), zone));
  if (timing.repeat) {
    if (const auto* bounds = timing.repeat->bounds.as<fhir::r4::Period>()) cover(time_of_period(*bounds, zone));
  }
  return whole;
}

}  // namespace

std::optional<Interval> time_of(Node node, const fhir::TimeZone& zone) {
  if (const auto* period = node.as<fhir::r4::Period>()) return time_of_period(*period, zone);
  if (const auto* timing = node.as<fhir::r4::Timing>()) return time_of_timing(*timing, zone);
  if (!node.type->is_primitive()) return {};
  const bool is_instant = node.type->primitive == fhir::PrimitiveKind::instant;
  return time_of_text(node.primitive().text(), zone, is_instant ? Exactness::instant : Exactness::as_written);
}

}  // namespace engine::index
