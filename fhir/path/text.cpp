#include "fhir/path/text.h"

#include <charconv>
#include <limits>

namespace fhir::path {
namespace {

constexpr int microsecond_digits = 6;

void append_number(std::string& out, int number, int width) {
  std::string digits = std::to_string(number);
  out.append(digits.size() < static_cast<std::size_t>(width) ? width - digits.size() : 0, '0');
  out += digits;
}

template <class T>
void append_time(std::string& out, const T& value) {
  append_number(out, value.hour, 2);
  if (value.precision < Precision::minute) return;
  out += ':';
  append_number(out, value.minute, 2);
  if (value.precision < Precision::second) return;
  out += ':';
  append_number(out, value.second, 2);
  if (value.fraction_digits == 0) return;
  std::string fraction;
  append_number(fraction, static_cast<int>(value.microsecond), microsecond_digits);
  fraction.resize(value.fraction_digits, '0');
  out += '.' + fraction;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::optional<std::int64_t> parse_integer(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  if (text.starts_with('-') && text.size() > 1 && text[1] == '+') return {};
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return {};
  if (value < std::numeric_limits<std::int32_t>::min() || value > std::numeric_limits<std::int32_t>::max()) return {};
  return value;
}

std::string_view calendar_unit(std::string_view word) {
  if (word.ends_with('s')) word.remove_suffix(1);
  for (const std::string_view unit : {"year", "month", "week", "day", "hour", "minute", "second", "millisecond"}) {
    if (unit == word) return unit;
  }
  return {};
}

// http://hl7.org/fhirpath/N1/#toquantityunit-string-quantity
std::optional<Quantity> parse_quantity(std::string_view text) {
  text = trimmed(text);
  std::size_t end = 0;
  while (end < text.size() && ((text[end] >= '0' && text[end] <= '9') || text[end] == '.' || text[end] == '-' || text[end] == '+')) ++end;
  const auto number = parse_decimal(text.substr(0, end));
  if (!number) return {};
  const std::string_view unit = trimmed(text.substr(end));
  if (unit.empty()) return Quantity{*number, "1"};
  if (unit.size() > 2 && unit.front() == '\'' && unit.back() == '\'') return Quantity{*number, unit.substr(1, unit.size() - 2)};
  const std::string_view calendar = calendar_unit(unit);
  if (calendar.empty()) return {};
  return Quantity{*number, calendar, true};
}

std::string to_text(const DateTime& value) {
  std::string out;
  append_number(out, value.year, 4);
  if (value.precision >= Precision::month) {
    out += '-';
    append_number(out, value.month, 2);
  }
  if (value.precision >= Precision::day) {
    out += '-';
    append_number(out, value.day, 2);
  }
  if (value.precision < Precision::hour) return out;
  out += 'T';
  append_time(out, value);
  if (!value.has_zone) return out;
  if (value.zone_minutes == 0) return out + 'Z';
  const int minutes = value.zone_minutes < 0 ? -value.zone_minutes : value.zone_minutes;
  out += value.zone_minutes < 0 ? '-' : '+';
  append_number(out, minutes / 60, 2);
  out += ':';
  append_number(out, minutes % 60, 2);
  return out;
}

std::string to_text(const Time& value) {
  std::string out;
  append_time(out, value);
  return out;
}

std::string to_text(const Quantity& value) {
  std::string out = fhir::to_text(value.value) + ' ';
  if (!value.calendar) return out + '\'' + std::string(value.unit) + '\'';
  out += value.unit;
  if (compare(value.value, Decimal{1, 0}) != 0) out += 's';
  return out;
}

}  // namespace fhir::path
