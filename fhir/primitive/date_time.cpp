#include "fhir/primitive/date_time.h"

#include <algorithm>
#include <cassert>

namespace fhir {
namespace {

constexpr std::int64_t second_us = 1'000'000;
constexpr std::int64_t minute_us = 60 * second_us;
constexpr std::int64_t hour_us = 60 * minute_us;
constexpr std::int64_t day_us = 24 * hour_us;
constexpr std::size_t fraction_digits_max = 32;

/// Takes fixed pieces off the front of a text.
class Scan {
 public:
  explicit Scan(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

  bool done() const { return at_ == end_; }
  bool next_is(char wanted) const { return at_ != end_ && *at_ == wanted; }

  bool skip(char wanted) {
    if (!next_is(wanted)) return false;
    ++at_;
    return true;
  }

  /// `count` digits with a value from `least` to `most`.
  template <class T>
  bool number(int count, int least, int most, T& value) {
    if (end_ - at_ < count) return false;
    int read = 0;
    for (int digit = 0; digit < count; ++digit, ++at_) {
      if (*at_ < '0' || *at_ > '9') return false;
      read = read * 10 + (*at_ - '0');
    }
    value = static_cast<T>(read);
    return read >= least && read <= most;
  }

  bool fraction(std::uint32_t& microsecond, std::uint8_t& digits) {
    std::uint32_t unit = 100'000;
    std::size_t count = 0;
    for (; at_ != end_ && *at_ >= '0' && *at_ <= '9'; ++at_, ++count, unit /= 10) {
      microsecond += unit * static_cast<std::uint32_t>(*at_ - '0');
    }
    if (count == 0 || count > fraction_digits_max) return false;
    digits = static_cast<std::uint8_t>(count);
    return true;
  }

  /// hh[:mm[:ss[.fraction]]]
  template <class T>
  bool time_of_day(T& value) {
    value.precision = Precision::hour;
    if (!number(2, 0, 23, value.hour)) return false;
    if (!skip(':')) return true;
    value.precision = Precision::minute;
    if (!number(2, 0, 59, value.minute)) return false;
    if (!skip(':')) return true;
    value.precision = Precision::second;
    if (!number(2, 0, 60, value.second)) return false;
    return !skip('.') || fraction(value.microsecond, value.fraction_digits);
  }

  /// Z, or ±hh:mm of at most 14 hours
  bool zone(DateTime& value) {
    value.has_zone = true;
    if (skip('Z')) return true;
    const bool west = next_is('-');
    if (!skip('+') && !skip('-')) return false;
    int hours = 0, minutes = 0;
    if (!number(2, 0, 14, hours) || !skip(':') || !number(2, 0, hours == 14 ? 0 : 59, minutes)) return false;
    value.zone_minutes = static_cast<std::int16_t>((west ? -1 : 1) * (hours * 60 + minutes));
    return true;
  }

 private:
  const char* at_;
  const char* end_;
};

std::int64_t width_of_time(Precision precision, int fraction_digits) {
  if (precision == Precision::hour) return hour_us;
  if (precision == Precision::minute) return minute_us;
  std::int64_t width = second_us;
  for (int digit = 0; digit < fraction_digits && width > 1; ++digit) width /= 10;
  return width;
}

template <class T>
std::int64_t time_since_midnight(const T& value) {
  // A leap second is the last of its minute, so that it stays in its day and year.
  return value.hour * hour_us + value.minute * minute_us + std::min(std::int64_t{value.second}, std::int64_t{59}) * second_us + value.microsecond;
}

}  // namespace

std::optional<DateTime> parse_date_time(std::string_view text) {
  DateTime value;
  Scan scan(text);
  if (!scan.number(4, 1, 9999, value.year)) return {};
  if (scan.done()) return value;
  value.precision = Precision::month;
  if (!scan.skip('-') || !scan.number(2, 1, 12, value.month)) return {};
  if (scan.done()) return value;
  value.precision = Precision::day;
  if (!scan.skip('-') || !scan.number(2, 1, days_in_month(value.year, value.month), value.day)) return {};
  if (scan.done()) return value;
  if (!scan.skip('T') || !scan.time_of_day(value)) return {};
  if (scan.done()) return value;
  if (!scan.zone(value) || !scan.done()) return {};
  return value;
}

std::optional<Time> parse_time(std::string_view text) {
  Time value;
  Scan scan(text);
  if (!scan.time_of_day(value) || !scan.done()) return {};
  return value;
}

MicrosecondRange range_of(const DateTime& value) {
  const std::int64_t zone = (value.has_zone ? value.zone_minutes : 0) * minute_us;
  const std::int64_t first_day = days_since_1970(value.year, value.month, value.day);
  const std::int64_t first = first_day * day_us + time_since_midnight(value) - zone;
  switch (value.precision) {
    case Precision::year: return {first, days_since_1970(value.year + 1, 1, 1) * day_us - zone - 1};
    case Precision::month: return {first, first + days_in_month(value.year, value.month) * day_us - 1};
    case Precision::day: return {first, first + day_us - 1};
    default: return {first, first + width_of_time(value.precision, value.fraction_digits) - 1};
  }
}

MicrosecondRange range_of(const Time& value) {
  const std::int64_t first = time_since_midnight(value);
  return {first, first + width_of_time(value.precision, value.fraction_digits) - 1};
}

// Counts years from March, so that the leap day is a year's last, in eras of 400 years.
std::int64_t days_since_1970(int year, int month, int day) {
  const int from_march = year - (month <= 2 ? 1 : 0);
  const int era = (from_march >= 0 ? from_march : from_march - 399) / 400;
  const int year_of_era = from_march - era * 400;
  const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return std::int64_t{era} * 146'097 + day_of_era - 719'468;
}

int days_in_month(int year, int month) {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

std::string format_instant(std::int64_t microseconds) {
  std::int64_t days = microseconds / day_us;
  std::int64_t rest = microseconds % day_us;
  if (rest < 0) {
    rest += day_us;
    --days;
  }
  const std::int64_t shifted = days + 719'468;
  assert(shifted >= 306 && shifted < 3'652'365);
  const int era = static_cast<int>(shifted / 146'097);
  const int day_of_era = static_cast<int>(shifted % 146'097);
  const int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int month_from_march = (5 * day_of_year + 2) / 153;
  const int day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
  const int month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  const int year = era * 400 + year_of_era + (month <= 2 ? 1 : 0);

  std::string text = "0000-00-00T00:00:00.000Z";
  const auto put = [&text](std::size_t last, std::int64_t value) {
    for (; value != 0; value /= 10, --last) text[last] = static_cast<char>('0' + value % 10);
  };
  put(3, year);
  put(6, month);
  put(9, day);
  put(12, rest / hour_us);
  put(15, rest / minute_us % 60);
  put(18, rest / second_us % 60);
  put(22, rest / 1000 % 1000);
  return text;
}

}  // namespace fhir
