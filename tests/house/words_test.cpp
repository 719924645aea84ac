#include <algorithm>
#include <catch2/catch.hpp>
#include <regex>

#include "tests/support/source_tree.h"

namespace {

struct Word {
  std::string why;
  std::regex pattern;
};

/// What a text of this repository never says. The patterns are made of pieces, so that this file keeps its own rule.
const std::vector<Word>& unwanted() {
  static const std::vector<Word> words = [] {
    std::vector<Word> made;
    const auto add = [&](const std::string& why, const std::string& pattern) {
      made.push_back({why, std::regex(pattern, std::regex::optimize)});
    };
    add("names a package registry's host",
        "(npm"
        "js|yarn"
        "pkg|nodesource)\\.(org|com)|//(registry|deb|packages|mirror|proxy)\\.[a-z]");
    add("names a path of one machine", "(^|[^A-Za-z0-9_.)-])/(work/(main|shared)|home/[a-z]+/|Users/[a-z]+/|root/)");
    add("carries a merge's marks",
        "^(<<<"
        "<<<<|>>>"
        ">>>>) ");
    return made;
  }();
  return words;
}

std::vector<std::string> unwanted_words(const std::vector<SourceFile>& tree) {
  std::vector<std::string> found;
  for (const auto& file : tree) {
    if (file.path.starts_with("fhir/r4/")) continue;  // HL7's own canonical addresses
    std::size_t number = 0;
    for (std::size_t begin = 0; begin < file.text.size();) {
      const std::size_t end = std::min(file.text.find('\n', begin), file.text.size());
      ++number;
      if (end - begin < 2000) {
        const std::string line = file.text.substr(begin, end - begin);
        for (const auto& word : unwanted()) {
          if (std::regex_search(line, word.pattern)) found.push_back(file.path + ":" + std::to_string(number) + " " + word.why);
        }
      }
      begin = end + 1;
    }
  }
  return found;
}

/// Names that say nothing about what is in a file or folder.
std::vector<std::string> empty_names(const std::vector<SourceFile>& tree) {
  static const std::regex empty("(^|[/_])(utils?|helpers?|manager|common|misc|impl)([/._]|$)");
  std::vector<std::string> found;
  for (const auto& file : tree) {
    if (std::regex_search(file.path, empty)) found.push_back(file.path + " is named for no thing");
  }
  return found;
}

/// SQL outside the store; a fresh eye finds every statement in one folder.
std::vector<std::string> stray_sql(const std::vector<SourceFile>& tree) {
  std::vector<std::string> found;
  for (const auto& file : tree) {
    if (!file.path.ends_with(".sql")) continue;
    if (!file.path.starts_with("engine/store/") && !file.path.starts_with("tests/")) found.push_back(file.path);
  }
  return found;
}

}  // namespace

TEST_CASE("registry hosts, machine paths and merge marks are found") {
  CHECK(unwanted_words({{"README.md",
                         "see https://registry"
                         ".example.org/x\n"}})
            .size() == 1);
  CHECK(unwanted_words({{"lock.json",
                         "\"resolved\": \"https://x.npm"
                         "js.org/a.tgz\"\n"}})
            .size() == 1);
  CHECK(unwanted_words({{"a.cpp",
                         "one\ntwo \"/wo"
                         "rk/main/x\"\n"}})
            .size() == 1);
  CHECK(unwanted_words({{"a.cpp", "// net/work/main and ~/home\n"}}).empty());
  CHECK(unwanted_words({{"a.cpp",
                         "<<<"
                         "<<<< one\n"}})
            .size() == 1);
}

TEST_CASE("names that say nothing are found") {
  CHECK(empty_names({{"src/utils.h", ""}}).size() == 1);
  CHECK(empty_names({{"src/common/a.h", ""}}).size() == 1);
  CHECK(empty_names({{"src/session_manager.cpp", ""}}).size() == 1);
  CHECK(empty_names({{"engine/commonality.h", ""}}).empty());
}

TEST_CASE("no file names a registry or a machine") {
  for (const auto& line : unwanted_words(source_tree())) FAIL_CHECK(line);
}

TEST_CASE("every file and folder is named for what it holds") {
  for (const auto& line : empty_names(source_tree())) FAIL_CHECK(line);
}

TEST_CASE("SQL lives in the store") {
  CHECK(stray_sql({{"src/http/a.sql", ""}}).size() == 1);
  for (const auto& line : stray_sql(source_tree())) FAIL_CHECK(line);
}
