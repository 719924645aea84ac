#include "fhir/primitive/decimal.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>

namespace fhir {
namespace {

using Mantissa = Decimal::Mantissa;
__extension__ using Magnitude = unsigned __int128;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The pieces of [+-]digits[.digits][e[+-]digits].
struct Pieces {
  bool negative = false;
  std::string_view whole;
  std::string_view fraction;
  std::int64_t exponent = 0;
};

std::string_view take_digits(std::string_view& text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  const std::string_view digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(digits.size());
  return digits;
}

bool take_sign(std::string_view& text) {
  const bool negative = !text.empty() && text[0] == '-';
  if (negative || (!text.empty() && text[0] == '+')) text.remove_prefix(1);
  return negative;
}

std::optional<Pieces> pieces_of(std::string_view text) {
  constexpr std::int64_t exponent_bound = 1'000'000;
  Pieces pieces;
  pieces.negative = take_sign(text);
  pieces.whole = take_digits(text);
  if (pieces.whole.empty()) return {};
  if (!text.empty() && text[0] == '.') {
    text.remove_prefix(1);
    pieces.fraction = take_digits(text);
    if (pieces.fraction.empty()) return {};
  }
  if (!text.empty() && (text[0] == 'e' || text[0] == 'E')) {
    text.remove_prefix(1);
    const bool negative = take_sign(text);
    const std::string_view digits = take_digits(text);
    if (digits.empty()) return {};
    for (const char c : digits) pieces.exponent = std::min(exponent_bound, pieces.exponent * 10 + (c - '0'));
    if (negative) pieces.exponent = -pieces.exponent;
  }
  if (!text.empty()) return {};
  return pieces;
}

Magnitude magnitude_of(Mantissa mantissa) {
  return mantissa < 0 ? -static_cast<Magnitude>(mantissa) : static_cast<Magnitude>(mantissa);
}

std::string digits_of(Magnitude magnitude) {
  std::string digits;
  do {
    digits += static_cast<char>('0' + static_cast<int>(magnitude % 10));
    magnitude /= 10;
  } while (magnitude != 0);
  std::reverse(digits.begin(), digits.end());
  return digits;
}

// Two positive values, by the place of the first digit and then digit by digit.
std::strong_ordering compare_magnitudes(const Decimal& left, const Decimal& right) {
  std::string a = digits_of(magnitude_of(left.mantissa));
  std::string b = digits_of(magnitude_of(right.mantissa));
  const std::int64_t place_a = static_cast<std::int64_t>(a.size()) + left.exponent;
  const std::int64_t place_b = static_cast<std::int64_t>(b.size()) + right.exponent;
  if (place_a != place_b) return place_a <=> place_b;
  const std::size_t width = std::max(a.size(), b.size());
  a.resize(width, '0');
  b.resize(width, '0');
  return a.compare(b) <=> 0;
}

}  // namespace

std::optional<Decimal> parse_decimal(std::string_view text) {
  const auto pieces = pieces_of(text);
  if (!pieces) return {};
  Decimal value;
  int significant = 0;
  for (const std::string_view digits : {pieces->whole, pieces->fraction}) {
    for (const char c : digits) {
      if ((significant != 0 || c != '0') && ++significant > Decimal::digits_max) return {};
      value.mantissa = value.mantissa * 10 + (c - '0');
    }
  }
  if (pieces->negative) value.mantissa = -value.mantissa;
  const std::int64_t exponent = pieces->exponent - static_cast<std::int64_t>(pieces->fraction.size());
  if (exponent < -Decimal::exponent_max || exponent > Decimal::exponent_max) return {};
  value.exponent = static_cast<std::int32_t>(exponent);
  return value;
}

std::strong_ordering compare(const Decimal& left, const Decimal& right) {
  const auto sign = [](Mantissa mantissa) { return (mantissa > 0) - (mantissa < 0); };
  if (sign(left.mantissa) != sign(right.mantissa)) return sign(left.mantissa) <=> sign(right.mantissa);
  if (left.exponent == right.exponent) return left.mantissa <=> right.mantissa;
  if (left.mantissa == 0) return std::strong_ordering::equal;
  return left.mantissa > 0 ? compare_magnitudes(left, right) : compare_magnitudes(right, left);
}

std::optional<double> double_of(std::string_view text) {
  const auto pieces = pieces_of(text);
  if (!pieces) return {};
  if (text[0] == '+') text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc::result_out_of_range) return value;
  // Out of range says neither which way: the place of the first digit that is not 0 does.
  const auto leading = pieces->whole.find_first_not_of('0');
  const auto place = leading != std::string_view::npos
                         ? static_cast<std::int64_t>(pieces->whole.size() - leading)
                         : -static_cast<std::int64_t>(std::min(pieces->fraction.find_first_not_of('0'), pieces->fraction.size()));
  const double size = place + pieces->exponent > 0 ? std::numeric_limits<double>::infinity() : 0.0;
  return pieces->negative ? -size : size;
}

double double_of(const Decimal& value) {
  std::string text = value.mantissa < 0 ? "-" : "";
  text += digits_of(magnitude_of(value.mantissa));
  text += 'e';
  text += std::to_string(value.exponent);
  return *double_of(text);
}

std::string to_text(const Decimal& value) {
  constexpr std::int64_t plain_max = 40;
  std::string digits = digits_of(magnitude_of(value.mantissa));
  const std::string sign = value.mantissa < 0 ? "-" : "";
  const std::int64_t places = -std::int64_t{value.exponent};
  if (places > plain_max) return sign + digits + 'e' + std::to_string(value.exponent);
  if (places > 0) {
    if (static_cast<std::int64_t>(digits.size()) <= places) digits.insert(0, static_cast<std::size_t>(places) + 1 - digits.size(), '0');
    digits.insert(digits.size() - static_cast<std::size_t>(places), 1, '.');
    return sign + digits;
  }
  if (static_cast<std::int64_t>(digits.size()) - places > plain_max) return sign + digits + 'e' + std::to_string(value.exponent);
  return sign + (value.mantissa == 0 ? "0" : digits.append(static_cast<std::size_t>(-places), '0'));
}

// https://hl7.org/fhir/R4/search.html#number
DecimalInterval implied_interval(const Decimal& value) {
  const bool single_digit = value.exponent > 1 && value.mantissa > -10 && value.mantissa < 10;
  const Decimal precise = single_digit ? Decimal{value.mantissa * 10, value.exponent - 1} : value;
  return {{precise.mantissa * 10 - 5, precise.exponent - 1}, {precise.mantissa * 10 + 5, precise.exponent - 1}};
}

std::int64_t order_of(double value) {
  if (value == 0) value = 0;
  const auto bits = std::bit_cast<std::int64_t>(value);
  return bits >= 0 ? bits : std::numeric_limits<std::int64_t>::min() - bits;
}

double value_of_order(std::int64_t order) {
  return std::bit_cast<double>(order >= 0 ? order : std::numeric_limits<std::int64_t>::min() - order);
}

}  // namespace fhir
