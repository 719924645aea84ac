#include <catch2/catch.hpp>

#include "fhir/r4/bundle.h"
#include "src/http/bundle.h"
#include "tests/support/growth.h"

using namespace setu::http;

namespace {

std::string repeated(std::string_view text, std::size_t times, std::string_view between = "") {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all.append(i > 0 ? between : "").append(text);
  return all;
}

std::string json_batch(std::string_view entry, std::size_t entries) { return R"({"resourceType":"Bundle","type":"batch","entry":[)" + repeated(entry, entries, ",") + "]}"; }

std::string xml_batch(std::string_view entry, std::size_t entries, std::string_view attribute = "") {
  return R"(<Bundle xmlns="http://hl7.org/fhir")" + std::string(attribute) + R"(><type value="batch"/>)" + repeated(entry, entries) + "</Bundle>";
}

/// Reads a batch all of whose entries are broken.
void read_json(const std::string& text, std::size_t entries) {
  fhir::Arena arena;
  fhir::Issues issues;
  const auto read = read_json_bundle(text, arena, {}, issues);
  REQUIRE(read);
  CHECK(read->as<fhir::r4::Bundle>()->entry.size() == entries);
  CHECK(issues.size() >= entries);
}

void read_xml(const std::string& text, std::size_t entries) {
  fhir::Arena arena;
  fhir::Issues issues;
  const auto read = read_xml_bundle(text, arena, {}, issues);
  REQUIRE(read);
  CHECK(read->as<fhir::r4::Bundle>()->entry.size() == entries);
  CHECK(issues.size() >= entries);
}

}  // namespace

TEST_CASE("entries of a batch that cannot be read cost what their number is, not its square") {
  for (const std::string_view entry : {"{}", R"({"unknown":1})", R"({"resource":{"resourceType":"Patient","nmae":1}})", "7"}) {
    INFO(entry);
    CHECK(support::growth(2'000, [&](std::size_t entries) { read_json(json_batch(entry, entries), entries); }) < support::growth_max);
  }
  for (const std::string_view entry : {"<entry/>", "<entry><unknown/></entry>"}) {
    INFO(entry);
    CHECK(support::growth(1'000, [&](std::size_t entries) { read_xml(xml_batch(entry, entries), entries); }) < support::growth_max);
  }
}

TEST_CASE("what an XML batch has around its entries is read once, not with each of them") {
  const auto work = [](std::size_t entries) {
    const std::string place = " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"" + std::string(entries * 1'000, 'x') + "\"";
    read_xml(xml_batch("<entry/>", entries, place), entries);
  };
  CHECK(support::growth(250, work) < support::growth_max);
}

TEST_CASE("a batch of more entries than are taken is refused before they are read, whatever is in them") {
  for (const std::size_t entries : {std::size_t{10'001}, std::size_t{100'000}}) {
    for (const std::string_view entry : {"{}", R"({"unknown":1})", R"({"request":{"method":"GET","url":"Patient"}})"}) {
      fhir::Arena arena;
      fhir::Issues issues;
      const auto read = read_json_bundle(json_batch(entry, entries), arena, {}, issues);
      INFO(entry);
      REQUIRE_FALSE(read);
      CHECK(read.outcome().issues.front().detail == fhir::Issue::Detail::too_large);
      CHECK(read.outcome().issues.front().text.find(std::to_string(entries) + " entries; at most 10000") != std::string::npos);
      CHECK(issues.empty());
    }
    for (const std::string_view entry : {"<entry/>", "<entry><unknown/></entry>"}) {
      fhir::Arena arena;
      fhir::Issues issues;
      const auto read = read_xml_bundle(xml_batch(entry, entries), arena, {}, issues);
      INFO(entry);
      REQUIRE_FALSE(read);
      CHECK(read.outcome().issues.front().detail == fhir::Issue::Detail::too_large);
      CHECK(issues.empty());
    }
  }
}

TEST_CASE("of a batch with very many faults each entry still tells its first") {
  const std::string_view entry = R"({"a":1,"b":2,"c":3,"d":4,"e":5})";
  fhir::Arena arena;
  fhir::Issues issues;
  REQUIRE(read_json_bundle(json_batch(entry, 5'000), arena, {}, issues));
  CHECK(issues.size() < 14'000);
  CHECK(issues.front().expression == "Bundle.entry[0].a");
  CHECK(issues.back().expression.starts_with("Bundle.entry[4999]."));
}

TEST_CASE("the places of faults in a batch are counted without a byte order mark") {
  fhir::Arena arena;
  fhir::Issues issues;
  REQUIRE(read_json_bundle("\xEF\xBB\xBF" + json_batch("{}", 2), arena, {}, issues));
  REQUIRE(issues.size() == 2);
  CHECK(issues[0].line == 1);
  CHECK(issues[0].column == 50);
  CHECK(issues[1].column == 53);
}
