#include "terminology/ucum/rational.h"

#include <algorithm>
#include <cstdlib>

namespace terminology::ucum {
namespace {

using Integer = fhir::Decimal::Mantissa;

Integer magnitude(Integer value) { return value < 0 ? -value : value; }

Integer common_divisor(Integer left, Integer right) {
  left = magnitude(left);
  right = magnitude(right);
  while (right != 0) {
    const Integer rest = left % right;
    left = right;
    right = rest;
  }
  return left;
}

/// False, and the value as it was, where the product does not fit.
bool multiply(Integer& value, Integer by) {
  Integer product;
  if (__builtin_mul_overflow(value, by, &product)) return false;
  value = product;
  return true;
}

/// The lowest form.
std::optional<Rational> lowest(Rational value) {
  if (value.denominator == 0) return std::nullopt;
  if (value.numerator == 0) return Rational();
  if (const Integer common = common_divisor(value.numerator, value.denominator); common > 1) {
    value.numerator /= common;
    value.denominator /= common;
  }
  if (value.denominator < 0) {
    value.numerator = -value.numerator;
    value.denominator = -value.denominator;
  }
  const auto take_out = [&](Integer factor, Integer other) {
    for (; value.denominator % factor == 0; --value.exponent) {
      value.denominator /= factor;
      if (!multiply(value.numerator, other)) return false;
    }
    return true;
  };
  for (; value.denominator % 10 == 0; --value.exponent) value.denominator /= 10;
  if (!take_out(2, 5) || !take_out(5, 2)) return std::nullopt;
  for (; value.numerator % 10 == 0; ++value.exponent) value.numerator /= 10;
  return value;
}

/// As many of ten more, so that the exponent can be `exponent`.
bool lower(Rational& value, int exponent) {
  for (; value.exponent > exponent; --value.exponent) {
    if (!multiply(value.numerator, 10)) return false;
  }
  return true;
}

}  // namespace

std::optional<Rational> product(const Rational& left, const Rational& right) {
  // Across, so that what cancels does not overflow first.
  const Integer one = std::max<Integer>(common_divisor(left.numerator, right.denominator), 1);
  const Integer other = std::max<Integer>(common_divisor(right.numerator, left.denominator), 1);
  Rational value{left.numerator / one, left.denominator / other, left.exponent + right.exponent};
  if (!multiply(value.numerator, right.numerator / other) || !multiply(value.denominator, right.denominator / one)) return std::nullopt;
  return lowest(value);
}

std::optional<Rational> quotient(const Rational& left, const Rational& right) {
  const auto inverse = lowest({right.denominator, right.numerator, -right.exponent});
  return inverse ? product(left, *inverse) : std::nullopt;
}

std::optional<Rational> sum(const Rational& left, const Rational& right) {
  if (left.numerator == 0) return right;
  if (right.numerator == 0) return left;
  Rational one = left, other = right;
  const int exponent = std::min(one.exponent, other.exponent);
  if (!lower(one, exponent) || !lower(other, exponent)) return std::nullopt;
  Rational value{one.numerator, one.denominator, exponent};
  Integer second = other.numerator;
  if (!multiply(value.numerator, other.denominator) || !multiply(second, one.denominator) || !multiply(value.denominator, other.denominator) ||
      __builtin_add_overflow(value.numerator, second, &value.numerator)) {
    return std::nullopt;
  }
  return lowest(value);
}

std::optional<Rational> power(const Rational& base, int exponent) {
  std::optional<Rational> value = Rational{1, 1, 0};
  for (int i = 0; value && i < std::abs(exponent); ++i) value = exponent < 0 ? quotient(*value, base) : product(*value, base);
  return value;
}

std::optional<Rational> rational_of(const fhir::Decimal& decimal) { return lowest({decimal.mantissa, 1, decimal.exponent}); }

double double_of(const Rational& value) {
  Integer numerator = value.numerator;
  int exponent = value.exponent;
  if (value.denominator != 1) {  // more digits than a double has
    while (multiply(numerator, 10)) --exponent;
    numerator /= value.denominator;
  }
  return fhir::double_of(fhir::Decimal{numerator, exponent});
}

}  // namespace terminology::ucum
