#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "catch2/catch.hpp"
#include "fhir/json/indent.h"
#include "fhir/json/read.h"
#include "fhir/json/write.h"
#include "tests/support/needed.h"
#include "tests/support/packages.h"

namespace {

using fhir::json::Kind;
using fhir::json::Node;

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

/// Where two JSON texts differ as values: members in any order, everything else to the letter. Empty if nowhere.
std::string difference(const Node& left, const Node& right, const std::string& place) {
  if (left.kind != right.kind || left.text != right.text || left.count != right.count) return place;
  const Node* other = right.first;
  std::size_t index = 0;
  for (const Node* node = left.first; node != nullptr; node = node->next) {
    const std::string name = left.kind == Kind::object ? std::string(node->name) : std::to_string(index++);
    const Node* match = left.kind == Kind::object ? right.find(node->name) : other;
    if (match == nullptr) return place + "/" + name;
    if (const std::string found = difference(*node, *match, place + "/" + name); !found.empty()) return found;
    if (other != nullptr) other = other->next;
  }
  return {};
}

}  // namespace

TEST_CASE("every official example goes from JSON through the model to JSON without a difference") {
  const auto package = packages_root() / "hl7.fhir.r4.examples-4.0.1" / "package";
  if (!is_there(package, "fetch-packages")) return;
  std::size_t read = 0;
  for (const auto& entry : std::filesystem::directory_iterator(package)) {
    const std::string file = entry.path().filename().string();
    if (!file.ends_with(".json") || file == "package.json" || file == "ig-r4.json") continue;
    const std::string text = text_of(entry.path());
    fhir::Arena arena;
    const auto resource = fhir::json::read(text, arena, {}, fhir::json::Completeness::as_is);
    INFO(file);
    // Its id has 83 characters, and the specification allows 64.
    if (file == "SearchParameter-questionnaireresponse-extensions-QuestionnaireResponse-item-subject.json") {
      CHECK_FALSE(resource);
      continue;
    }
    if (!resource) {
      FAIL_CHECK(fhir::to_text(resource.outcome()));
      continue;
    }
    std::string written, pretty;
    fhir::json::write(*resource, written);
    fhir::json::write(*resource, pretty, fhir::json::Style::pretty);
    const auto before = fhir::json::parse(text, arena);
    const auto after = fhir::json::parse(written, arena);
    const auto after_pretty = fhir::json::parse(pretty, arena);
    REQUIRE(before);
    REQUIRE(after);
    REQUIRE(after_pretty);
    CHECK(difference(**before, **after, "") == "");
    CHECK(difference(**before, **after_pretty, "") == "");
    std::string indented;
    CHECK(fhir::json::indent(written, indented));
    CHECK(indented == pretty);
    ++read;
  }
  CHECK(read == 5304);
}
