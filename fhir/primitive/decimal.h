#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Decimals as FHIR means them: exact, and as precise as they were written.
/// https://hl7.org/fhir/R4/datatypes.html#decimal
namespace fhir {

/// mantissa × 10^exponent. The exponent keeps what was written: 1.50 is 150 × 10^-2, 1.5e3 is 15 × 10^2.
/// At most 37 significant digits, so that ten times a mantissa still is one.
struct Decimal {
  __extension__ using Mantissa = __int128;
  static constexpr int digits_max = 37;
  static constexpr int exponent_max = 10'000;

  Mantissa mantissa = 0;
  std::int32_t exponent = 0;
};

/// Reads the text of a FHIR decimal or integer (also with a '+' or leading zeros, which searches may have).
/// Nothing if it is no number, has more than 37 significant digits or lies beyond 10^±10000: such a value is
/// valid FHIR but cannot be held exactly; double_of() still says roughly what it is.
std::optional<Decimal> parse_decimal(std::string_view text);

/// The order of the values, whatever their precision: 1.0 and 1.00 are equal.
std::strong_ordering compare(const Decimal& left, const Decimal& right);

/// The nearest double; infinite where the value is beyond it.
double double_of(const Decimal& value);

/// The nearest double of a decimal's text; infinite where beyond, nothing if it is no number.
std::optional<double> double_of(std::string_view text);

/// The text of a value: without an exponent where that takes at most 40 digits.
std::string to_text(const Decimal& value);

/// The values that round to this one: from half a unit of the last place below to half above. `low` belongs to
/// it and `high` does not: 100 is [99.5, 100.5), 100.00 is [99.995, 100.005).
/// The specification gives 1e2 as [95, 105), as if it were 1.0e2: so is any single digit before e2 and up; 5e1 is [45, 55).
/// https://hl7.org/fhir/R4/search.html#number
struct DecimalInterval {
  Decimal low;
  Decimal high;
};
DecimalInterval implied_interval(const Decimal& value);

/// A number with the order of the doubles: a < b exactly if order_of(a) < order_of(b); -0 and 0 are one.
/// Not for NaN.
std::int64_t order_of(double value);

/// The double of a place in the order.
double value_of_order(std::int64_t order);

}  // namespace fhir
