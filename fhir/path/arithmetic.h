#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "fhir/path/value.h"

/// Exact arithmetic, and that of dates. http://hl7.org/fhirpath/N1/#math
/// Nothing is returned where a result cannot be held: FHIRPath then yields an empty collection.
namespace fhir::path {

std::optional<Decimal> add(const Decimal& left, const Decimal& right);
std::optional<Decimal> subtract(const Decimal& left, const Decimal& right);
std::optional<Decimal> multiply(const Decimal& left, const Decimal& right);
/// Exact where eight decimal places suffice, and rounded to eight otherwise. Nothing for a division by zero.
std::optional<Decimal> divide(const Decimal& left, const Decimal& right);
/// The whole number of times, rounded toward zero.
std::optional<Decimal> divide_whole(const Decimal& left, const Decimal& right);
std::optional<Decimal> modulo(const Decimal& left, const Decimal& right);

enum class Rounding : std::uint8_t { toward_zero, down, up, half_away };
/// To at most `digits` decimal places.
Decimal round(const Decimal& value, int digits, Rounding rounding);
/// Without zeros at the end of the fraction.
Decimal shortest(Decimal value);
/// The value if it is whole and an Integer of FHIRPath, which has 32 bits.
std::optional<std::int64_t> whole(const Decimal& value);
/// The decimal nearest to a double; nothing for infinity and NaN.
std::optional<Decimal> decimal_of(double value);

/// How much time one of a unit is, if always the same: "day" and UCUM's "d" are 86,400,000 ms.
std::optional<std::int64_t> milliseconds_in(std::string_view unit, bool calendar);
/// The same in months: of "year" and "month", and UCUM's "a" and "mo".
std::optional<std::int64_t> months_in(std::string_view unit, bool calendar);

/// `duration` later, or earlier if it is negative. Only whole units count; a partial date counts in its own
/// precision: 2014 and 24 months is 2016. Months end on their last day: 31 January and a month is 28 February.
/// Nothing beyond the years 1 to 9999. `duration` is one that `is_duration` accepts.
/// http://hl7.org/fhirpath/N1/#datetime-arithmetic
std::optional<DateTime> add(const DateTime& moment, const Quantity& duration);
Time add(const Time& time, const Quantity& duration);
/// Whether a quantity can be added to dates: calendar durations and UCUM's definite ones from milliseconds to weeks.
bool is_duration(const Quantity& quantity);

/// The moment `microseconds` after 1970-01-01T00:00:00Z, on a clock of that zone, to the millisecond.
DateTime moment_of(std::int64_t microseconds, std::int16_t zone_minutes);

}  // namespace fhir::path
