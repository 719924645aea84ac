#pragma once

#include <optional>
#include <string_view>

#include "fhir/primitive/decimal.h"

namespace terminology::ucum {

/// numerator / denominator × 10^exponent in its one lowest form: the denominator is positive and has no factor in common with the
/// numerator, nor with ten; the numerator does not end in a zero. Equal numbers are so the same, and become the same double.
struct Rational {
  fhir::Decimal::Mantissa numerator = 0;
  fhir::Decimal::Mantissa denominator = 1;
  int exponent = 0;
};

/// Nothing where the result would not fit.
std::optional<Rational> product(const Rational& left, const Rational& right);
std::optional<Rational> quotient(const Rational& left, const Rational& right);
std::optional<Rational> sum(const Rational& left, const Rational& right);
std::optional<Rational> power(const Rational& base, int exponent);

std::optional<Rational> rational_of(const fhir::Decimal& decimal);

/// The nearest double, or one beside it where the decimals never end.
double double_of(const Rational& value);

}  // namespace terminology::ucum
