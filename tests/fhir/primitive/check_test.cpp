#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "fhir/primitive/check.h"

using fhir::PrimitiveKind;
using fhir::valid;

namespace {

struct Case {
  PrimitiveKind kind;
  std::vector<std::string> right;
  std::vector<std::string> wrong;
};

const std::vector<std::string> no_dates = {
    "", "24", "202", "20244", "0000", "2024-", "2024-1", "2024-00", "2024-13", "2024-02-30", "2023-02-29", "1900-02-29",
    "2024-04-31", "2024-01-00", "2024-01-32", "2024-1-1", "2024/01/01", " 2024", "2024 ", "-2024", "２０２４",
};
const std::vector<std::string> no_times_of_day = {
    "2024-05-17T", "2024-05-17T09", "2024-05-17T09:30", "2024-05-17T09:30Z", "2024-05-17T09:30:00",
    "2024-05-17 09:30:00Z", "2024-05-17t09:30:00Z", "2024-05-17T24:00:00Z", "2024-05-17T09:60:00Z",
    "2024-05-17T09:30:61Z", "2024-05-17T09:30:00.Z", "2024-05-17T09:30:00z", "2024-05-17T09:30:00+14:01",
    "2024-05-17T09:30:00+15:00", "2024-05-17T09:30:00+0530", "2024-05-17T09:30:00+05:60", "2024-05-17T09:30:00ZZ",
    "2024-05-17Z", "2024-05T09:30:00Z", "2024-02-30T00:00:00Z", "2024-05-17T09:30:00,5Z",
};
const std::vector<std::string> times_of_day = {
    "2024-05-17T09:30:00Z", "2024-05-17T09:30:00.1+05:30", "2016-12-31T23:59:60Z", "0001-01-01T00:00:00-14:00",
    "9999-12-31T23:59:59.999999999+14:00", "2024-02-29T00:00:00-00:00",
};

std::vector<std::string> operator+(std::vector<std::string> left, const std::vector<std::string>& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

const std::vector<std::string> dates = {"2024", "0001", "9999", "2024-12", "2024-02-29", "2000-02-29", "1899-12-31"};

const Case cases[] = {
    {PrimitiveKind::boolean, {"true", "false"}, {"", "True", "1", "0", "true ", "yes"}},
    {PrimitiveKind::integer,
     {"0", "7", "-1", "2147483647", "-2147483648"},
     {"", "-", "-0", "+1", "01", "00", "1.0", "1e3", "2147483648", "-2147483649", "99999999999999999999", " 1", "1 ", "٣"}},
    {PrimitiveKind::unsigned_int, {"0", "1", "2147483647"}, {"", "-1", "-0", "+0", "01", "2147483648", "1.5"}},
    {PrimitiveKind::positive_int, {"1", "2147483647"}, {"", "0", "-1", "+1", "2147483648"}},
    {PrimitiveKind::decimal,
     {"0", "-0", "0.0", "-0.00", "1.50", "1.50e3", "1E+10", "1e-10", "123456789012345678.123", "0e0", std::string(308, '9'), "0." + std::string(998, '9'), "1e307", "0e307",
      "12e+000000000000000000306", "1e-400", "1e-99999999999", std::string(300, '9') + "e-400", std::string(300, '9') + "e8"},
     {"", "-", ".5", "5.", "1.e3", "01", "00.1", "+1", "1e", "1e+", "1,5", "0x1", "NaN", "Infinity", "1 ", "1.5.5",
      "0." + std::string(999, '9'), std::string(309, '9'), "1e308", "-1e400", "0e308", "0e999999", "12e307", "1e99999999999999999999",
      "0.0001e308", std::string(309, '9') + "e-9", std::string(300, '9') + ".5e9"}},
    {PrimitiveKind::string,
     {"a", " a ", "line\nline\r\n\tend", "\xC3\xA9", "\xEF\xBF\xBD", std::string(1024 * 1024, 'x')},
     {"", " ", "\n\t ", std::string("a\0b", 3), "\x01", "a\x1F", "a\x0B", "\xEF\xBF\xBE", "a\xEF\xBF\xBF",
      std::string(1024 * 1024 + 1, 'x')}},
    {PrimitiveKind::markdown, {"# Title\n\n* item"}, {"", "  "}},
    {PrimitiveKind::code, {"a", "a b", "a-b c", "\xC3\xA9"}, {"", " a", "a ", "a  b", "\ta", "a\n", " ", "a \tb"}},
    {PrimitiveKind::id,
     {"a", "A-1.b", std::string(64, 'x')},
     {"", "a_b", "a b", "a/b", "\xC3\xA9", "#a", std::string(65, 'x')}},
    {PrimitiveKind::uri, {"http://a.example/b?c#d", "urn:oid:1.2", "a", "#p1"}, {"", " ", "http://a b", "a\n", "\ta", "a\x01"}},
    {PrimitiveKind::url, {"mailto:a@b.example"}, {"", "a b"}},
    {PrimitiveKind::canonical, {"http://a.example/b|1.0#c"}, {"", "a b|1"}},
    {PrimitiveKind::oid,
     {"urn:oid:1.2", "urn:oid:2.16.840.1.113883", "urn:oid:0.0"},
     {"", "1.2.3", "urn:oid:", "urn:oid:1", "urn:oid:3.1", "urn:oid:1.", "urn:oid:1.02", "urn:oid:1..2", "URN:OID:1.2",
      "urn:oid:1.2a"}},
    {PrimitiveKind::uuid,
     {"urn:uuid:c757873d-ec9a-4326-a141-556f43239520"},
     {"", "c757873d-ec9a-4326-a141-556f43239520", "urn:uuid:C757873D-ec9a-4326-a141-556f43239520",
      "urn:uuid:c757873dec9a4326a141556f43239520", "urn:uuid:c757873d-ec9a-4326-a141-556f4323952",
      "urn:uuid:c757873d-ec9a-4326-a141-556f432395200", "urn:uuid:g757873d-ec9a-4326-a141-556f43239520"}},
    {PrimitiveKind::base64_binary,
     {"QQ==", "QUI=", "QUJD", "QUJD\n QUJD ", "+/+/"},
     {"", " ", "Q", "QQ", "QQ=", "QQ===", "=QQQ", "Q=Q=", "QQ==QQ==", "QU_D", "QU-D", "Q===", "===="}},
    {PrimitiveKind::date, dates, no_dates + no_times_of_day + times_of_day},
    {PrimitiveKind::date_time, dates + times_of_day, no_dates + no_times_of_day},
    {PrimitiveKind::instant, times_of_day, dates + no_dates + no_times_of_day},
    {PrimitiveKind::time,
     {"00:00:00", "23:59:60", "09:30:00.123"},
     {"", "9:30:00", "09", "09:30", "24:00:00", "09:60:00", "09:30:61", "09:30:00Z", "09:30:00.", "T09:30:00",
      "09:30:00." + std::string(33, '1')}},
    {PrimitiveKind::none, {}, {"", "a"}},
};

}  // namespace

TEST_CASE("a primitive is what its type allows and nothing else") {
  for (const Case& one : cases) {
    for (const std::string& text : one.right) {
      INFO("kind " << static_cast<int>(one.kind) << " text '" << text.substr(0, 80) << "'");
      CHECK(valid(one.kind, text));
    }
    for (const std::string& text : one.wrong) {
      INFO("kind " << static_cast<int>(one.kind) << " text '" << text.substr(0, 80) << "'");
      CHECK_FALSE(valid(one.kind, text));
    }
  }
}

TEST_CASE("every primitive type says what it expects") {
  for (int kind = 1; kind <= static_cast<int>(PrimitiveKind::xhtml); ++kind) {
    CHECK(fhir::expected(static_cast<PrimitiveKind>(kind)) != "nothing");
  }
}

TEST_CASE("a string is bounded in characters, not bytes") {
  std::string text;
  for (int at = 0; at < 1024 * 1024; ++at) text += "\xC3\xA9";
  CHECK(valid(PrimitiveKind::string, text));
  CHECK_FALSE(valid(PrimitiveKind::string, text + "x"));
}
