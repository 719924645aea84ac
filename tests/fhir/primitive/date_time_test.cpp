#include <catch2/catch.hpp>

#include "fhir/primitive/date_time.h"

using fhir::format_instant;
using fhir::parse_date_time;
using fhir::parse_time;
using fhir::range_of;

namespace {

std::string range_text(std::string_view text) {
  const auto value = parse_date_time(text);
  if (!value) return "none";
  const auto range = range_of(*value);
  return format_instant(range.first) + " " + format_instant(range.last);
}

}  // namespace

TEST_CASE("a partial date is all the time it may mean") {
  struct Case {
    const char* text;
    const char* range;
  };
  const Case cases[] = {
      {"2024", "2024-01-01T00:00:00.000Z 2024-12-31T23:59:59.999Z"},
      {"2024-02", "2024-02-01T00:00:00.000Z 2024-02-29T23:59:59.999Z"},
      {"2023-02", "2023-02-01T00:00:00.000Z 2023-02-28T23:59:59.999Z"},
      {"2024-12", "2024-12-01T00:00:00.000Z 2024-12-31T23:59:59.999Z"},
      {"2024-05-17", "2024-05-17T00:00:00.000Z 2024-05-17T23:59:59.999Z"},
      {"2024-05-17T09", "2024-05-17T09:00:00.000Z 2024-05-17T09:59:59.999Z"},
      {"2024-05-17T09:30", "2024-05-17T09:30:00.000Z 2024-05-17T09:30:59.999Z"},
      {"2024-05-17T09:30:15.2+05:30", "2024-05-17T04:00:15.200Z 2024-05-17T04:00:15.299Z"},
      {"2024-05-17T09:30:15.25-05:00", "2024-05-17T14:30:15.250Z 2024-05-17T14:30:15.259Z"},
      {"2024-05-17T09:30:15.250Z", "2024-05-17T09:30:15.250Z 2024-05-17T09:30:15.250Z"},
      {"2016-12-31T23:59:60Z", "2016-12-31T23:59:59.000Z 2016-12-31T23:59:59.999Z"},
      {"0001", "0001-01-01T00:00:00.000Z 0001-12-31T23:59:59.999Z"},
      {"9999", "9999-01-01T00:00:00.000Z 9999-12-31T23:59:59.999Z"},
      {"1900-02", "1900-02-01T00:00:00.000Z 1900-02-28T23:59:59.999Z"},
      {"1969-12-31", "1969-12-31T00:00:00.000Z 1969-12-31T23:59:59.999Z"},
      {"2024-13", "none"},
      {"2024-05-17T", "none"},
      {"2024-05-17T09:3", "none"},
      {"2024-05-17T09:30:15.Z", "none"},
      {"2024-05-17T09:30:15+14:30", "none"},
      {"2024-05-17T09:30:15Z ", "none"},
  };
  for (const Case& one : cases) {
    INFO(one.text);
    CHECK(range_text(one.text) == one.range);
  }
}

TEST_CASE("the bounds of a value are exact to the microsecond") {
  const auto epoch = range_of(*parse_date_time("1970-01-01T00:00:00Z"));
  CHECK(epoch.first == 0);
  CHECK(epoch.last == 999'999);
  const auto micro = range_of(*parse_date_time("1970-01-01T00:00:00.000001Z"));
  CHECK(micro.first == 1);
  CHECK(micro.last == 1);
  const auto nano = range_of(*parse_date_time("1970-01-01T00:00:00.000001999Z"));
  CHECK(nano.first == 1);
  CHECK(nano.last == 1);
  CHECK(range_of(*parse_date_time("0001-01-01T00:00:00+14:00")).first == -62'135'596'800'000'000 - 14 * 3'600'000'000LL);
  CHECK(range_of(*parse_date_time("9999")).last == 253'402'300'799'999'999);
}

TEST_CASE("a value keeps how it was written") {
  const auto value = parse_date_time("2024-05-17T09:30:15.250-03:30");
  REQUIRE(value);
  CHECK(value->precision == fhir::Precision::second);
  CHECK(value->fraction_digits == 3);
  CHECK(value->has_zone);
  CHECK(value->zone_minutes == -210);
  CHECK_FALSE(parse_date_time("2024-05-17T09:30")->has_zone);
}

TEST_CASE("days count without a gap from year 1 to year 9999") {
  std::int64_t expected = fhir::days_since_1970(1, 1, 1);
  CHECK(expected == -719'162);
  for (int year = 1; year <= 9999; ++year) {
    for (int month = 1; month <= 12; ++month) {
      REQUIRE(fhir::days_since_1970(year, month, 1) == expected);
      expected += fhir::days_in_month(year, month);
    }
  }
}

TEST_CASE("an instant is written as it is read") {
  for (const std::int64_t microseconds : {-62'135'596'800'000'000LL, -1'000LL, 0LL, 951'782'400'000'000LL, 1'716'000'000'123'000LL,
                                          253'402'300'799'999'000LL}) {
    const std::string text = format_instant(microseconds);
    INFO(text);
    CHECK(range_of(*parse_date_time(text)).first == microseconds);
  }
  CHECK(format_instant(-1) == "1969-12-31T23:59:59.999Z");
}

TEST_CASE("a time of day is a range since midnight") {
  CHECK(range_of(*parse_time("00:00:00")).first == 0);
  CHECK(range_of(*parse_time("23:59:59")).last == 86'399'999'999);
  CHECK(range_of(*parse_time("09:30")).last - range_of(*parse_time("09:30")).first == 59'999'999);
  CHECK_FALSE(parse_time("09:30:"));
  CHECK_FALSE(parse_time("25:00:00"));
  CHECK_FALSE(parse_time("09:30:00Z"));
}
