#include <catch2/catch.hpp>

#include "fhir/json/read.h"
#include "fhir/xml/write.h"

using fhir::json::Style;

namespace {

/// What is written of a resource in so much room, which must not be enough.
std::size_t cut(const std::string& json, Style style, std::size_t bytes_max) {
  fhir::Arena arena;
  const auto resource = fhir::json::read(json, arena, {}, fhir::json::Completeness::as_is);
  REQUIRE(resource);
  std::string whole;
  CHECK(fhir::xml::write(*resource, whole, style));
  std::string out;
  CHECK(fhir::xml::write(*resource, out, style, whole.size()));
  CHECK(out == whole);
  out.clear();
  CHECK_FALSE(fhir::xml::write(*resource, out, style, whole.size() - 1));
  out.clear();
  REQUIRE(whole.size() > 2 * bytes_max);
  CHECK_FALSE(fhir::xml::write(*resource, out, style, bytes_max));
  return out.size();
}

std::string many(std::string_view one) {
  std::string all(one);
  for (int i = 1; i < 10'000; ++i) all.append(",").append(one);
  return all;
}

}  // namespace

TEST_CASE("writing XML stops as soon as there is no more room, wherever that is") {
  const std::size_t room = 20'000, little = 10'000;
  for (const Style style : {Style::compact, Style::pretty}) {
    CHECK(cut(R"({"resourceType":"Patient","name":[{"given":[)" + many("\"a\"") + "]}]}", style, room) < room + little);
    CHECK(cut(R"({"resourceType":"Patient","name":[)" + many(R"({"family":"a"})") + "]}", style, room) < room + little);
    CHECK(cut(R"({"resourceType":"Patient","contained":[)" + many(R"({"resourceType":"Basic","id":"b"})") + "]}", style, room) < room + little);
    CHECK(cut(R"({"resourceType":"Patient","name":[{"family":")" + std::string(100'000, '&') + "\"}]}", style, room) < room + 3 * little);
    CHECK(cut(R"({"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">)" + std::string(100'000, 'x') + "</div>\"}}", style, room) <
          room + little);
  }
}
