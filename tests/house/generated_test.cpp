#include <catch2/catch.hpp>
#include <filesystem>
#include <map>

#include "fhir/generator/definitions.h"
#include "fhir/generator/emit.h"
#include "tests/support/needed.h"
#include "tests/support/packages.h"
#include "tests/support/source_tree.h"

namespace {

/// One line for each file that the generator would write otherwise, would add, or no longer writes.
template <typename Files>
std::vector<std::string> stale_files(const Files& generated, const std::map<std::string, std::string>& committed) {
  std::vector<std::string> stale;
  std::map<std::string, std::string> left = committed;
  for (const auto& [name, text] : generated) {
    const auto there = left.find(name);
    if (there == left.end()) {
      stale.push_back(name + " is missing");
      continue;
    }
    if (there->second != text) stale.push_back(name + " differs");
    left.erase(there);
  }
  for (const auto& [name, text] : left) stale.push_back(name + " is no longer generated");
  return stale;
}

}  // namespace

TEST_CASE("a stale generated file is found") {
  using Files = std::map<std::string, std::string>;
  CHECK(stale_files(Files{{"a.h", "1"}}, {{"a.h", "2"}}).size() == 1);
  CHECK(stale_files(Files{{"a.h", "1"}, {"b.h", "1"}}, {{"a.h", "1"}}).size() == 1);
  CHECK(stale_files(Files{{"a.h", "1"}}, {{"a.h", "1"}, {"b.h", "1"}}).size() == 1);
  CHECK(stale_files(Files{{"a.h", "1"}}, {{"a.h", "1"}}).empty());
}

TEST_CASE("fhir/r4 is what fhir/generator writes from the pinned definitions") {
  const auto package = packages_root() / "hl7.fhir.r4.examples-4.0.1" / "package";
  if (!is_there(package, "fetch-packages")) return;
  std::map<std::string, std::string> committed;
  for (const auto& file : source_tree()) {
    const bool generated = file.text.starts_with("// Written by fhir/generator");
    if (generated && file.path.starts_with("fhir/r4/")) committed[file.path.substr(8)] = file.text;
  }
  REQUIRE(committed.size() > 146);
  const auto generated = fhir::generator::emit(fhir::generator::read_definitions(package));
  for (const auto& line : stale_files(generated, committed)) FAIL_CHECK("fhir/r4/" << line);
}
