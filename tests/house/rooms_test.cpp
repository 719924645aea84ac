#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/support/source_tree.h"

namespace {

const std::vector<std::string> rooms = {"fhir",  "terminology", "profiles", "hl7v2",  "engine", "src",
                                        "tests", "conformance", "examples", "docker", "docs"};

/// Folders at the root that are no rooms: they hold what sets the house up.
const std::vector<std::string> beside = {".ci", "setup"};

std::vector<std::string> rooms_without_page(const std::vector<SourceFile>& tree) {
  std::vector<std::string> without;
  for (const auto& room : rooms) {
    const auto page = std::find_if(tree.begin(), tree.end(), [&](const auto& file) { return file.path == room + "/README.md"; });
    if (page == tree.end()) {
      without.push_back(room + "/README.md is missing");
      continue;
    }
    const auto lines = std::count(page->text.begin(), page->text.end(), '\n');
    if (!page->text.starts_with("# ") || lines < 5 || lines > 80)
      without.push_back(page->path + " is not a page of about a screen");
  }
  return without;
}

std::vector<std::string> unknown_folders(const std::vector<SourceFile>& tree) {
  std::vector<std::string> unknown;
  for (const auto& file : tree) {
    const std::string room = room_of(file.path);
    if (room.empty() || std::count(rooms.begin(), rooms.end(), room) + std::count(beside.begin(), beside.end(), room) > 0) continue;
    if (std::count(unknown.begin(), unknown.end(), room) == 0) unknown.push_back(room);
  }
  return unknown;
}

}  // namespace

TEST_CASE("a room without a page and a folder that is no room are found") {
  CHECK(rooms_without_page({}).size() == rooms.size());
  CHECK(rooms_without_page({{"fhir/README.md", "nothing\n"}}).size() == rooms.size());
  CHECK(unknown_folders({{"lib/a.h", ""}, {"fhir/b.h", ""}, {"up", ""}}).size() == 1);
}

TEST_CASE("every room opens with a page") {
  for (const auto& line : rooms_without_page(source_tree())) FAIL_CHECK(line);
}

TEST_CASE("every folder at the root is a room") {
  for (const auto& folder : unknown_folders(source_tree())) FAIL_CHECK(folder << " is no room");
}
