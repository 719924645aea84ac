#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "fhir/json/read.h"
#include "fhir/json/write.h"
#include "fhir/xml/read.h"
#include "fhir/xml/transcribe.h"
#include "fhir/xml/write.h"
#include "tests/support/needed.h"
#include "tests/support/packages.h"

namespace {

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

std::string json_of(fhir::Resource resource) {
  std::string out;
  fhir::json::write(resource, out);
  return out;
}

}  // namespace

TEST_CASE("every official example goes from JSON through XML to JSON without a difference") {
  const auto package = packages_root() / "hl7.fhir.r4.examples-4.0.1" / "package";
  if (!is_there(package, "fetch-packages")) return;
  std::size_t equal = 0, refused = 0;
  for (const auto& entry : std::filesystem::directory_iterator(package)) {
    const std::string file = entry.path().filename().string();
    if (!file.ends_with(".json") || file == "package.json" || file == "ig-r4.json") continue;
    fhir::Arena arena;
    const std::string json = text_of(entry.path());
    const auto resource = fhir::json::read(json, arena, {}, fhir::json::Completeness::as_is);
    if (!resource) {  // the one with too long an id, see tests/fhir/json/examples_test.cpp
      ++refused;
      continue;
    }
    INFO(file);
    for (const auto style : {fhir::json::Style::compact, fhir::json::Style::pretty}) {
      std::string xml;
      fhir::xml::write(*resource, xml, style);
      const auto again = fhir::xml::read(xml, arena, {}, fhir::json::Completeness::as_is);
      if (!again) {
        FAIL_CHECK(fhir::to_text(again.outcome()));
        continue;
      }
      CHECK((json_of(*again) == json_of(*resource)));
      std::string transcribed;
      const auto fits = fhir::xml::transcribe(json, transcribed, style, xml.size(), {});
      CHECK((fits && *fits && transcribed == xml));
    }
    ++equal;
  }
  CHECK(equal == 5304);
  CHECK(refused == 1);
}
