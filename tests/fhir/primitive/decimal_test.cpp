#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

#include "fhir/primitive/decimal.h"

using fhir::double_of;
using fhir::parse_decimal;

TEST_CASE("a decimal keeps its digits and precision") {
  struct Case {
    const char* text;
    const char* plain;
  };
  const Case cases[] = {
      {"0", "0"}, {"-0", "0"}, {"0.00", "0.00"}, {"1.50", "1.50"}, {"-1.50", "-1.50"}, {"0.001", "0.001"},
      {"1.50e3", "1500"}, {"1e2", "100"}, {"1E-2", "0.01"}, {"+7", "7"}, {"007.5", "7.5"},
      {"1234567890123456789012345678901234567", "1234567890123456789012345678901234567"},
      {"0.0000000000000000000000000000000000000000000000000001", "1e-52"}, {"1e60", "1e60"}, {"0e60", "0e60"},
  };
  for (const Case& one : cases) {
    INFO(one.text);
    REQUIRE(parse_decimal(one.text));
    CHECK(to_text(*parse_decimal(one.text)) == one.plain);
  }
}

TEST_CASE("what is no number, or cannot be held exactly, is refused") {
  for (const char* text : {"", "-", "+", ".5", "5.", "1e", "1e+", "e5", "1,5", "abc", "1 ", " 1", "--1", "1.2.3", "0x10", "inf", "nan",
                           "12345678901234567890123456789012345678", "1e10001", "1e-10001", "1e99999999999999999999"}) {
    INFO(text);
    CHECK_FALSE(parse_decimal(text));
  }
}

TEST_CASE("decimals compare by value, whatever their precision") {
  const char* ascending[] = {"-1e5000", "-1e30", "-100.01", "-100", "-1", "-0.5", "-1e-5000", "0", "1e-5000", "0.5", "0.50000001",
                             "1", "1.01", "99", "100", "1e30", "1e5000"};
  const std::size_t count = std::size(ascending);
  for (std::size_t left = 0; left < count; ++left) {
    for (std::size_t right = 0; right < count; ++right) {
      INFO(ascending[left] << " and " << ascending[right]);
      CHECK(compare(*parse_decimal(ascending[left]), *parse_decimal(ascending[right])) == (left <=> right));
    }
  }
  for (const auto& [left, right] : {std::pair{"1.0", "1.00"}, {"100", "1e2"}, {"-0.0", "0"}, {"0e50", "0e-50"}, {"-1500", "-1.5e3"}}) {
    INFO(left << " and " << right);
    CHECK(compare(*parse_decimal(left), *parse_decimal(right)) == std::strong_ordering::equal);
  }
}

TEST_CASE("a number stands for all that round to it") {
  struct Case {
    const char* text;
    const char* low;
    const char* high;
  };
  const Case cases[] = {
      {"100", "99.5", "100.5"},   {"100.00", "99.995", "100.005"}, {"1e2", "95", "105"},   {"-1e2", "-105", "-95"},
      {"-3", "-3.5", "-2.5"},     {"0", "-0.5", "0.5"},            {"0.5", "0.45", "0.55"}, {"15e1", "145", "155"},
      {"5e1", "45", "55"},        {"0.5e2", "45", "55"},           {"5.0e1", "49.5", "50.5"}, {"5e2", "495", "505"},
      {"5.40e-2", "0.05395", "0.05405"}, {"9999999999999999999999999999999999999", "9999999999999999999999999999999999998.5", "9999999999999999999999999999999999999.5"},
  };
  for (const Case& one : cases) {
    INFO(one.text);
    const auto interval = implied_interval(*parse_decimal(one.text));
    const auto text = [](fhir::Decimal value) {
      while (value.exponent < 0 && value.mantissa % 10 == 0) {
        value.mantissa /= 10;
        ++value.exponent;
      }
      return to_text(value);
    };
    CHECK(text(interval.low) == one.low);
    CHECK(text(interval.high) == one.high);
  }
}

TEST_CASE("doubles are the nearest, and infinite beyond") {
  CHECK(*double_of("0.1") == 0.1);
  CHECK(*double_of("-1.50e3") == -1500);
  CHECK(*double_of("+2") == 2);
  CHECK(*double_of("1e400") == std::numeric_limits<double>::infinity());
  CHECK(*double_of("-1e400") == -std::numeric_limits<double>::infinity());
  CHECK(*double_of("1e-400") == 0);
  CHECK(*double_of("0.0001e-400") == 0);
  CHECK(*double_of(std::string(400, '9')) == std::numeric_limits<double>::infinity());
  CHECK(double_of(*parse_decimal("123.456")) == 123.456);
  CHECK(double_of(*parse_decimal("-0.001")) == -0.001);
  CHECK_FALSE(double_of("1.x"));
}

TEST_CASE("the order of doubles is the order of their numbers") {
  const double infinity = std::numeric_limits<double>::infinity();
  const double ascending[] = {-infinity, -1e300, -2, -1.5, -1, -1e-300, -5e-324, 0, 5e-324, 1e-300, 1, 1.5, 2, 1e300, infinity};
  for (std::size_t at = 1; at < std::size(ascending); ++at) {
    INFO(ascending[at]);
    CHECK(fhir::order_of(ascending[at - 1]) < fhir::order_of(ascending[at]));
  }
  CHECK(fhir::order_of(-0.0) == fhir::order_of(0.0));
}

TEST_CASE("a place in the order of doubles is that of one") {
  for (const double value : {-1e300, -5.0, -1e-320, 0.0, 1e-320, 0.1, 5.4, 1e300}) CHECK(fhir::value_of_order(fhir::order_of(value)) == value);
}
