#include "fhir/path/arithmetic.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "fhir/path/text.h"

namespace fhir::path {
namespace {

using Mantissa = Decimal::Mantissa;

constexpr int division_places = 8;
constexpr std::int64_t second_us = 1'000'000;
constexpr std::int64_t day_us = 24 * 3600 * second_us;
constexpr std::int64_t day_ms = 24 * 3600 * 1000;

constexpr Mantissa power_of_ten(int exponent) {
  Mantissa power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}
constexpr Mantissa mantissa_max = power_of_ten(Decimal::digits_max);

Mantissa size_of(Mantissa mantissa) { return mantissa < 0 ? -mantissa : mantissa; }

std::optional<Decimal> checked(Decimal value) {
  while (size_of(value.mantissa) >= mantissa_max && value.exponent < 0 && value.mantissa % 10 == 0) {
    value.mantissa /= 10;
    ++value.exponent;
  }
  if (size_of(value.mantissa) >= mantissa_max) return {};
  if (value.exponent < -Decimal::exponent_max || value.exponent > Decimal::exponent_max) return {};
  return value;
}

/// The same value with a lower exponent.
std::optional<Decimal> rescaled(const Decimal& value, std::int32_t exponent) {
  if (value.mantissa == 0) return Decimal{0, exponent};
  const std::int32_t places = value.exponent - exponent;
  if (places > Decimal::digits_max) return {};
  Mantissa mantissa;
  if (__builtin_mul_overflow(value.mantissa, power_of_ten(places), &mantissa)) return {};
  if (size_of(mantissa) >= mantissa_max) return {};
  return Decimal{mantissa, exponent};
}

std::int64_t floor_divide(std::int64_t value, std::int64_t by) { return value / by - (value % by < 0 ? 1 : 0); }

/// The day of the Gregorian calendar that many days after 1970-01-01; the reverse of days_since_1970.
void set_day(DateTime& moment, std::int64_t days) {
  const std::int64_t from_march = days + 719'468;
  const std::int64_t era = floor_divide(from_march, 146'097);
  const std::int64_t day_of_era = from_march - era * 146'097;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month = (5 * day_of_year + 2) / 153;
  moment.day = static_cast<std::uint8_t>(day_of_year - (153 * month + 2) / 5 + 1);
  moment.month = static_cast<std::uint8_t>(month < 10 ? month + 3 : month - 9);
  moment.year = static_cast<std::int16_t>(era * 400 + year_of_era + (moment.month <= 2 ? 1 : 0));
}

template <class T>
std::int64_t time_of_day_us(const T& value) {
  return ((value.hour * 60 + value.minute) * 60 + value.second) * second_us + value.microsecond;
}

template <class T>
void set_time_of_day(T& value, std::int64_t microseconds) {
  value.microsecond = static_cast<std::uint32_t>(microseconds % second_us);
  const std::int64_t seconds = microseconds / second_us;
  value.second = static_cast<std::uint8_t>(seconds % 60);
  value.minute = static_cast<std::uint8_t>(seconds / 60 % 60);
  value.hour = static_cast<std::uint8_t>(seconds / 3600);
  if (value.microsecond != 0) value.fraction_digits = std::max<std::uint8_t>(value.fraction_digits, 3);
}

/// Years 1 to 9999 have fewer than this many of any unit of time.
constexpr std::int64_t amount_max = 400'000'000'000'000;

std::optional<std::int64_t> whole_amount(const Decimal& value) {
  const Decimal amount = shortest(round(value, 0, Rounding::toward_zero));
  const auto plain = rescaled(amount, 0);
  if (!plain || size_of(plain->mantissa) > amount_max) return {};
  return static_cast<std::int64_t>(plain->mantissa);
}

std::int64_t least_milliseconds(Precision precision) {
  switch (precision) {
    case Precision::year: return 365 * day_ms;
    case Precision::month: return 30 * day_ms;
    case Precision::day: return day_ms;
    case Precision::hour: return 3'600'000;
    case Precision::minute: return 60'000;
    case Precision::second: return 1;
  }
  return 1;
}

}  // namespace

std::optional<Decimal> add(const Decimal& left, const Decimal& right) {
  const std::int32_t exponent = std::min(left.exponent, right.exponent);
  const auto a = rescaled(left, exponent), b = rescaled(right, exponent);
  if (!a || !b) return {};
  return checked({a->mantissa + b->mantissa, exponent});
}

std::optional<Decimal> subtract(const Decimal& left, const Decimal& right) { return add(left, {-right.mantissa, right.exponent}); }

std::optional<Decimal> multiply(const Decimal& left, const Decimal& right) {
  Mantissa product;
  if (__builtin_mul_overflow(left.mantissa, right.mantissa, &product)) {
    const Decimal a = shortest(left), b = shortest(right);
    if (__builtin_mul_overflow(a.mantissa, b.mantissa, &product)) return {};
    return checked({product, a.exponent + b.exponent});
  }
  return checked({product, left.exponent + right.exponent});
}

std::optional<Decimal> divide(const Decimal& left, const Decimal& right) {
  if (right.mantissa == 0) return {};
  // One place more than the result keeps, to round by; fewer where so many digits cannot be held.
  for (int places = division_places + 1; places >= 0; --places) {
    const std::int32_t shift = left.exponent - right.exponent + places;
    std::optional<Decimal> quotient;
    if (shift >= 0) {
      const auto numerator = rescaled(left, left.exponent - shift);
      if (!numerator) continue;
      quotient = Decimal{numerator->mantissa / right.mantissa, -places};
    } else {
      const auto denominator = rescaled(right, right.exponent + shift);
      // Too small to show in the places kept.
      if (!denominator) return Decimal{0, 0};
      quotient = Decimal{left.mantissa / denominator->mantissa, -places};
    }
    return shortest(round(*quotient, std::max(places - 1, 0), Rounding::half_away));
  }
  return {};
}

std::optional<Decimal> divide_whole(const Decimal& left, const Decimal& right) {
  if (right.mantissa == 0) return {};
  const std::int32_t exponent = std::min(left.exponent, right.exponent);
  const auto a = rescaled(left, exponent), b = rescaled(right, exponent);
  if (!a || !b) return {};
  return Decimal{a->mantissa / b->mantissa, 0};
}

std::optional<Decimal> modulo(const Decimal& left, const Decimal& right) {
  if (right.mantissa == 0) return {};
  const std::int32_t exponent = std::min(left.exponent, right.exponent);
  const auto a = rescaled(left, exponent), b = rescaled(right, exponent);
  if (!a || !b) return {};
  return Decimal{a->mantissa % b->mantissa, exponent};
}

Decimal round(const Decimal& value, int digits, Rounding rounding) {
  const std::int32_t drop = -digits - value.exponent;
  if (drop <= 0) return value;
  const bool all_dropped = drop > Decimal::digits_max;
  const Mantissa unit = all_dropped ? mantissa_max : power_of_ten(drop);
  Mantissa kept = all_dropped ? 0 : value.mantissa / unit;
  const Mantissa rest = all_dropped ? value.mantissa : value.mantissa % unit;
  switch (rounding) {
    case Rounding::toward_zero: break;
    case Rounding::down: kept -= rest < 0 ? 1 : 0; break;
    case Rounding::up: kept += rest > 0 ? 1 : 0; break;
    case Rounding::half_away:
      if (!all_dropped && size_of(rest) >= unit - size_of(rest)) kept += rest < 0 ? -1 : 1;
      break;
  }
  return {kept, -digits};
}

Decimal shortest(Decimal value) {
  while (value.exponent < 0 && value.mantissa % 10 == 0) {
    value.mantissa /= 10;
    ++value.exponent;
  }
  return value;
}

std::optional<std::int64_t> whole(const Decimal& value) {
  const Decimal plain = shortest(value);
  if (plain.exponent < 0) return {};
  const auto integer = rescaled(plain, 0);
  if (!integer || integer->mantissa < std::numeric_limits<std::int32_t>::min() ||
      integer->mantissa > std::numeric_limits<std::int32_t>::max()) {
    return {};
  }
  return static_cast<std::int64_t>(integer->mantissa);
}

std::optional<Decimal> decimal_of(double value) {
  if (!std::isfinite(value)) return {};
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value);
  return parse_decimal({text, static_cast<std::size_t>(end.ptr - text)});
}

std::optional<std::int64_t> milliseconds_in(std::string_view unit, bool calendar) {
  if (!calendar) {
    if (unit == "wk") return 7 * day_ms;
    if (unit == "d") return day_ms;
    if (unit == "h") return 3'600'000;
    if (unit == "min") return 60'000;
    if (unit == "s") return 1000;
    if (unit == "ms") return 1;
    return {};
  }
  if (unit == "week") return 7 * day_ms;
  if (unit == "day") return day_ms;
  if (unit == "hour") return 3'600'000;
  if (unit == "minute") return 60'000;
  if (unit == "second") return 1000;
  if (unit == "millisecond") return 1;
  return {};
}

std::optional<std::int64_t> months_in(std::string_view unit, bool calendar) {
  if (unit == (calendar ? "year" : "a")) return 12;
  if (unit == (calendar ? "month" : "mo")) return 1;
  return {};
}

namespace {

/// A unit of time in milliseconds or else months, by either name. A calendar's word in quotes is taken as one.
struct Span {
  std::optional<std::int64_t> milliseconds;
  std::optional<std::int64_t> months;
};
Span span_of(const Quantity& quantity) {
  const std::string_view word = calendar_unit(quantity.unit);
  const bool calendar = quantity.calendar || !word.empty();
  const std::string_view unit = calendar ? word : quantity.unit;
  return {milliseconds_in(unit, calendar), calendar ? months_in(unit, true) : std::nullopt};
}

}  // namespace

bool is_duration(const Quantity& quantity) {
  const Span span = span_of(quantity);
  return span.milliseconds || span.months;
}

std::optional<DateTime> add(const DateTime& moment, const Quantity& duration) {
  const auto amount = whole_amount(duration.value);
  if (!amount) return {};
  const Span span = span_of(duration);
  DateTime result = moment;
  if (span.months) {
    const std::int64_t step = moment.precision == Precision::year ? *amount * *span.months / 12 * 12 : *amount * *span.months;
    const std::int64_t months = moment.year * std::int64_t{12} + moment.month - 1 + step;
    const std::int64_t year = floor_divide(months, 12);
    if (year < 1 || year > 9999) return {};
    result.year = static_cast<std::int16_t>(year);
    result.month = static_cast<std::uint8_t>(months - year * 12 + 1);
    result.day = static_cast<std::uint8_t>(std::min<int>(result.day, days_in_month(result.year, result.month)));
    return result;
  }
  if (*amount > amount_max / *span.milliseconds * 10 || *amount < -amount_max / *span.milliseconds * 10) return {};
  const std::int64_t milliseconds = *amount * *span.milliseconds;
  // In whole units of the moment's own precision.
  const std::int64_t units = milliseconds / least_milliseconds(moment.precision);
  if (moment.precision == Precision::year) return add(moment, {{units, 0}, "year", true});
  if (moment.precision == Precision::month) return add(moment, {{units, 0}, "month", true});
  const std::int64_t step_us = units * least_milliseconds(moment.precision) * 1000;
  const std::int64_t days = days_since_1970(moment.year, moment.month, moment.day);
  const std::int64_t microseconds = days * day_us + time_of_day_us(moment) + step_us;
  const std::int64_t day = floor_divide(microseconds, day_us);
  if (day < days_since_1970(1, 1, 1) || day > days_since_1970(9999, 12, 31)) return {};
  set_day(result, day);
  if (moment.precision > Precision::day) set_time_of_day(result, microseconds - day * day_us);
  return result;
}

Time add(const Time& time, const Quantity& duration) {
  const auto amount = whole_amount(duration.value);
  const Span span = span_of(duration);
  if (!amount || !span.milliseconds) return time;
  // A day later it is as late as before.
  const std::int64_t in_day = static_cast<std::int64_t>(static_cast<Mantissa>(*amount) * *span.milliseconds % day_ms);
  const std::int64_t unit = least_milliseconds(time.precision);
  const std::int64_t microseconds = time_of_day_us(time) + in_day / unit * unit * 1000;
  Time result = time;
  set_time_of_day(result, microseconds - floor_divide(microseconds, day_us) * day_us);
  return result;
}

DateTime moment_of(std::int64_t microseconds, std::int16_t zone_minutes) {
  const std::int64_t local = microseconds + zone_minutes * 60 * second_us;
  const std::int64_t day = floor_divide(local, day_us);
  DateTime moment;
  set_day(moment, day);
  set_time_of_day(moment, (local - day * day_us) / 1000 * 1000);
  moment.fraction_digits = 3;
  moment.zone_minutes = zone_minutes;
  moment.has_zone = true;
  moment.precision = Precision::second;
  return moment;
}

}  // namespace fhir::path
