#include <catch2/catch.hpp>

#include "src/http/media_type.h"

using namespace setu::http;

namespace {

std::string negotiated(std::optional<std::string_view> format, std::string_view accept) {
  const auto found = negotiate(format, accept);
  if (found) return found->format == Format::json ? "json" : "xml";
  CHECK(found.outcome().issues.at(0).detail == fhir::Issue::Detail::not_acceptable);
  return "406";
}

}  // namespace

TEST_CASE("the form of an answer follows _format, then Accept, then is JSON") {
  struct Case {
    std::optional<std::string_view> format;
    std::string_view accept;
    std::string expected;
  };
  const Case cases[] = {
      {{}, "", "json"},
      {{}, "  ", "json"},
      {{}, "*/*", "json"},
      {{}, "application/*", "json"},
      {{}, "application/fhir+json", "json"},
      {{}, "application/json", "json"},
      {{}, "text/json", "json"},
      {{}, "APPLICATION/FHIR+XML", "xml"},
      {{}, "application/xml;q=0.9, application/fhir+json;q=0.8", "xml"},
      {{}, "application/xml;q=0.8, application/fhir+json;q=0.9", "json"},
      {{}, "application/fhir+xml, application/fhir+json", "xml"},
      {{}, "application/fhir+json, application/fhir+xml", "json"},
      {{}, "application/fhir+xml, */*", "xml"},
      {{}, "application/fhir+json;q=0, */*", "xml"},
      {{}, "application/fhir+json;q=0, application/fhir+xml;q=0", "406"},
      {{}, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "xml"},
      {{}, "text/html, */*;q=0.1", "json"},
      {{}, "text/html", "406"},
      {{}, "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", "json"},
      {{}, "application/fhir+json; q=.2, application/fhir+xml; q=.3", "xml"},
      {{}, "application/fhir+json; q=.", "406"},
      {{}, "text/turtle", "406"},
      {{}, "application/fhir+json; fhirVersion=4.0", "json"},
      {{}, "application/fhir+json; fhirVersion=3.0", "406"},
      {{}, "application/fhir+json; fhirVersion=\"4.0\"; charset=\"UTF-8\"", "json"},
      {{}, "application/fhir+json; charset=latin1", "406"},
      {{}, "application/fhir+json; q=2, application/fhir+xml", "xml"},
      {{}, "garbage, application/fhir+xml", "xml"},
      {{}, ";;;,,,=", "406"},
      {"json", "application/fhir+xml", "json"},
      {"xml", "", "xml"},
      {"application/fhir+xml", "", "xml"},
      {"application/fhir xml", "", "xml"},
      {"text/xml", "", "xml"},
      {"application/fhir+json; fhirVersion=5.0", "", "406"},
      {"ttl", "", "406"},
      {"html", "*/*", "406"},
      {"", "", "json"},
      {"", "application/fhir+xml", "xml"},
      {"JSON", "application/fhir+xml", "json"},
      {"Xml", "", "xml"},
  };
  for (const auto& one : cases) {
    INFO(one.format.value_or("-") << " | " << one.accept);
    CHECK(negotiated(one.format, one.accept) == one.expected);
  }
}

TEST_CASE("an answer has the general name of its form where Accept asks for that") {
  const std::tuple<std::optional<std::string_view>, std::string_view, std::string> cases[] = {
      {{}, "", "application/fhir+json"},
      {{}, "*/*", "application/fhir+json"},
      {{}, "application/json", "application/json"},
      {{}, "Text/JSON; charset=utf-8", "text/json"},
      {{}, "application/xml", "application/xml"},
      {{}, "text/xml", "text/xml"},
      {{}, "application/json+fhir", "application/fhir+json"},
      {{}, "application/xml+fhir", "application/fhir+xml"},
      {{}, "application/json;q=0.5, application/fhir+json", "application/fhir+json"},
      {{}, "application/fhir+json;q=0.5, application/json", "application/json"},
      {{}, "application/json, application/fhir+json", "application/json"},
      {{}, "application/fhir+json, application/json", "application/fhir+json"},
      {{}, "text/html, application/xml;q=0.9, */*;q=0.8", "application/xml"},
      {{}, "application/json;fhirVersion=3.0, */*", "application/fhir+json"},
      {"json", "application/json", "application/fhir+json"},
      {"application/json", "", "application/fhir+json"},
      {"text/xml", "application/json", "application/fhir+xml"},
  };
  for (const auto& [format, accept, expected] : cases) {
    INFO(format.value_or("-") << " | " << accept);
    const auto form = negotiate(format, accept);
    REQUIRE(form);
    CHECK(content_type_of(*form) == expected + "; charset=utf-8");
  }
}

TEST_CASE("a body is JSON or XML of FHIR 4.0 in UTF-8") {
  for (const auto type : {"application/fhir+json", "application/json; charset=utf-8", "text/json;charset=UTF-8", "application/fhir+json;fhirVersion=4.0"}) {
    const auto format = format_of_body(type);
    REQUIRE(format);
    CHECK(*format == Format::json);
  }
  CHECK(*format_of_body("application/xml") == Format::xml);
  for (const auto type : {"", "text/plain", "application/pdf", "application/x-www-form-urlencoded", "json", "application/json; charset=iso-8859-1",
                          "application/fhir+json; fhirVersion=5.0", "application/fhir+json; charset", "multipart/form-data; boundary=x"}) {
    INFO(type);
    const auto format = format_of_body(type);
    REQUIRE_FALSE(format);
    CHECK(format.outcome().issues.at(0).detail == fhir::Issue::Detail::unsupported_media_type);
  }
  CHECK(is_form("application/x-www-form-urlencoded; charset=utf-8"));
  CHECK_FALSE(is_form("application/json"));
}

TEST_CASE("a Content-Type becomes a code: its white space is one space behind each semicolon, and none that a code cannot hold") {
  const std::pair<const char*, const char*> held[] = {
      {"text/plain", "text/plain"},
      {" text/plain\t", "text/plain"},
      {"text/plain; charset=utf-8", "text/plain; charset=utf-8"},
      {"text/plain;charset=utf-8", "text/plain; charset=utf-8"},
      {"text/plain;  charset=utf-8", "text/plain; charset=utf-8"},
      {"text/plain  ;a=b", "text/plain; a=b"},
      {"text/plain;\t\tcharset=x", "text/plain; charset=x"},
      {"Text/Plain \t ; a  =\tb ; ;; c=\"d\";", "Text/Plain; a=b; c=\"d\""},
      {"multipart/form-data; boundary=\" a b \"", "multipart/form-data; boundary=\" a b \""},
      {"a/b; c=\"d;  e=f\"", nullptr},
      {"a/b; c=\"d\\\";  e\"", nullptr},
      {"a/b; c=\"d;e\"", "a/b; c=\"d;e\""},
      {"multipart/form-data; boundary=\"a b  c\"", nullptr},
      {"multipart/form-data; boundary=\"a\tb\"", nullptr},
      {"text/plain; a=b  c", nullptr},
  };
  for (const auto& [type, expected] : held) {
    INFO(type);
    const auto code = code_of_content_type(type);
    REQUIRE(static_cast<bool>(code) == (expected != nullptr));
    if (code) CHECK(*code == expected);
    if (!code) CHECK(code.outcome().issues.at(0).detail == fhir::Issue::Detail::unsupported_media_type);
  }
}

TEST_CASE("a patch is in one of four forms") {
  const std::pair<const char*, PatchFormat> known[] = {
      {"application/json-patch+json", PatchFormat::json_patch}, {"Application/JSON-Patch+JSON; charset=utf-8", PatchFormat::json_patch},
      {"application/xml-patch+xml", PatchFormat::xml_patch},    {"application/fhir+json; fhirVersion=4.0", PatchFormat::fhir_json},
      {"application/fhir+xml", PatchFormat::fhir_xml},          {"application/json", PatchFormat::fhir_json},
  };
  for (const auto& [type, expected] : known) {
    INFO(type);
    const auto format = format_of_patch(type);
    REQUIRE(format);
    CHECK(*format == expected);
  }
  for (const auto type : {"", "json", "text/plain", "application/merge-patch+json", "application/json-patch+json; charset=utf-16",
                          "application/fhir+json; fhirVersion=3.0"}) {
    INFO(type);
    const auto format = format_of_patch(type);
    REQUIRE_FALSE(format);
    CHECK(format.outcome().issues.at(0).detail == fhir::Issue::Detail::unsupported_media_type);
    CHECK(format.outcome().issues.at(0).text.find("application/json-patch+json") != std::string::npos);
  }
}

TEST_CASE("an answer has the encoding that its client prefers") {
  for (const auto header : {"gzip", "deflate, gzip;q=0.5", "GZIP", "gzip, br;q=0.5", "br;q=0, *;q=0.1"}) {
    CAPTURE(header);
    CHECK(encoding_of(header) == Encoding::gzip);
  }
  for (const auto header : {"br", "gzip, deflate, br", "*", "gzip;q=0.3, *", "gzip;q=0, *;q=0.1", "BR;q=0.001"}) {
    CAPTURE(header);
    CHECK(encoding_of(header) == Encoding::brotli);
  }
  for (const auto header : {"", "deflate", "gzip;q=0", "identity", "gzip;q=0, br;q=0.000", "*;q=0", "gzip;q=x"}) {
    CAPTURE(header);
    CHECK(encoding_of(header) == Encoding::identity);
  }
}
