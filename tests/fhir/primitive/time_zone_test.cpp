#include "fhir/primitive/time_zone.h"

#include <catch2/catch.hpp>

#include "fhir/primitive/date_time.h"

using fhir::TimeZone;

namespace {

std::string range_in(const char* zone, std::string_view text) {
  const auto value = fhir::parse_date_time(text);
  REQUIRE(value);
  REQUIRE(TimeZone::named(zone));
  const auto range = fhir::range_of(*value, *TimeZone::named(zone));
  return fhir::format_instant(range.first) + " " + fhir::format_instant(range.last);
}

}  // namespace

TEST_CASE("zones have the names of the IANA database") {
  for (const char* name : {"UTC", "Asia/Kolkata", "America/New_York", "Europe/Berlin", "Asia/Kathmandu"}) {
    CAPTURE(name);
    REQUIRE(TimeZone::named(name));
    CHECK(TimeZone::named(name)->name() == name);
    CHECK(TimeZone::named(name) == TimeZone::named(name));
  }
  for (const char* name : {"", "Asia", "Asia/Kolkatta", "GMT+05:30", "GMT+5:30", "+05:30", "Etc/Unknown", "asia/../kolkata", "Asia/Kolkat\xff"}) {
    CAPTURE(name);
    CHECK(TimeZone::named(name) == nullptr);
  }
  CHECK(TimeZone::named("UTC") == &TimeZone::utc());
}

TEST_CASE("a value without a zone is in the one that is given") {
  CHECK(range_in("UTC", "2024-05-17") == "2024-05-17T00:00:00.000Z 2024-05-17T23:59:59.999Z");
  CHECK(range_in("Asia/Kolkata", "2024-05-17") == "2024-05-16T18:30:00.000Z 2024-05-17T18:29:59.999Z");
  CHECK(range_in("Asia/Kolkata", "2024") == "2023-12-31T18:30:00.000Z 2024-12-31T18:29:59.999Z");
  CHECK(range_in("Asia/Kolkata", "2024-05-17T09:30") == "2024-05-17T04:00:00.000Z 2024-05-17T04:00:59.999Z");
  CHECK(range_in("Asia/Kolkata", "2024-05-17T09:30:00Z") == "2024-05-17T09:30:00.000Z 2024-05-17T09:30:00.999Z");
  CHECK(range_in("Asia/Kolkata", "2024-05-17T09:30:00+02:00") == "2024-05-17T07:30:00.000Z 2024-05-17T07:30:00.999Z");
}

TEST_CASE("both ends of a value have the offset of their own day") {
  CHECK(range_in("America/New_York", "2024-01-15") == "2024-01-15T05:00:00.000Z 2024-01-16T04:59:59.999Z");
  CHECK(range_in("America/New_York", "2024-07-15") == "2024-07-15T04:00:00.000Z 2024-07-16T03:59:59.999Z");
  CHECK(range_in("America/New_York", "2024-03-10") == "2024-03-10T05:00:00.000Z 2024-03-11T03:59:59.999Z");  // of 23 hours
  CHECK(range_in("America/New_York", "2024-11-03") == "2024-11-03T04:00:00.000Z 2024-11-04T04:59:59.999Z");  // of 25
}
