#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Dates and times as FHIR writes them: partial, with their precision. https://hl7.org/fhir/R4/datatypes.html#dateTime
namespace fhir {

/// How far a date or time is given. A time with a fraction has precision second and fraction_digits > 0.
enum class Precision : std::uint8_t { year, month, day, hour, minute, second };

/// A date or date with time, in the parts it was written in; what was not given has its least value.
struct DateTime {
  std::int16_t year = 1;            ///< 1 to 9999
  std::uint8_t month = 1;           ///< 1 to 12
  std::uint8_t day = 1;             ///< 1 to the last of the month
  std::uint8_t hour = 0;            ///< 0 to 23
  std::uint8_t minute = 0;          ///< 0 to 59
  std::uint8_t second = 0;          ///< 0 to 60, a leap second
  std::uint8_t fraction_digits = 0; ///< of the second, as written
  std::uint32_t microsecond = 0;    ///< the fraction's first six digits
  std::int16_t zone_minutes = 0;    ///< east of UTC, -840 to 840
  bool has_zone = false;
  Precision precision = Precision::year;
};

/// A time of day, without a date or zone. https://hl7.org/fhir/R4/datatypes.html#time
struct Time {
  std::uint8_t hour = 0;
  std::uint8_t minute = 0;
  std::uint8_t second = 0;
  std::uint8_t fraction_digits = 0;
  std::uint32_t microsecond = 0;
  Precision precision = Precision::hour;
};

/// From the first to the last microsecond, both included, since 1970-01-01T00:00:00Z.
struct MicrosecondRange {
  std::int64_t first = 0;
  std::int64_t last = 0;
};

/// Reads YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh[:mm[:ss[.fraction]]][zone], where the zone is Z or ±hh:mm
/// and the day exists. That is more than the types date, dateTime and instant allow (see valid() in check.h):
/// searches and FHIRPath may leave out seconds or the zone. A fraction has at most 32 digits.
std::optional<DateTime> parse_date_time(std::string_view text);

/// Reads hh, hh:mm or hh:mm:ss[.fraction].
std::optional<Time> parse_time(std::string_view text);

/// All the time that `value` may mean: a year is the whole year, a second the whole second. A value without a
/// zone is in UTC; see time_zone.h for others.
MicrosecondRange range_of(const DateTime& value);

/// The time since midnight that `value` may mean, in microseconds.
MicrosecondRange range_of(const Time& value);

/// Days from 1970-01-01 to a day of the Gregorian calendar; negative before it.
std::int64_t days_since_1970(int year, int month, int day);

/// The last day of a month: 28 to 31.
int days_in_month(int year, int month);

/// An instant in UTC to the millisecond, rounded down: "2024-05-17T04:00:00.000Z".
/// `microseconds` since 1970 must lie in the years 0001 to 9999.
std::string format_instant(std::int64_t microseconds);

}  // namespace fhir
