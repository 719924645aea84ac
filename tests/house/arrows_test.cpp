#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "tests/support/source_tree.h"

namespace {

/// Who may include whom: a room may include itself and the rooms named here. Whatever is not a key (tests, examples) stands
/// outside the house: it may include all of them, and none of them may include it.
const std::map<std::string, std::set<std::string>> arrows = {
    {"fhir", {}},
    {"terminology", {"fhir"}},
    {"profiles", {"fhir", "terminology"}},
    {"hl7v2", {"fhir"}},
    {"engine", {"fhir", "terminology", "profiles"}},
    {"src", {"fhir", "terminology", "profiles", "engine", "hl7v2"}},
};

/// One line for each include that points right, or that does not start at the root.
std::vector<std::string> wrong_arrows(const std::vector<SourceFile>& tree) {
  std::set<std::string> paths;
  for (const auto& file : tree) paths.insert(file.path);

  std::vector<std::string> wrong;
  for (const auto& file : tree) {
    if (!is_cpp(file)) continue;
    const std::string folder = file.path.substr(0, file.path.rfind('/') + 1);
    const std::string room = room_of(file.path);
    const auto allowed = arrows.find(room);
    for (const auto& include : includes_of(file)) {
      if (!include.quoted) continue;
      const std::string place = file.path + ":" + std::to_string(include.line) + " includes " + include.name;
      if (include.name.starts_with(".") || (!paths.contains(include.name) && paths.contains(folder + include.name))) {
        wrong.push_back(place + ", which does not start at the root");
        continue;
      }
      const std::string target = room_of(include.name);
      if (allowed == arrows.end() || target == room || target.empty()) continue;
      if (!allowed->second.contains(target)) wrong.push_back(place + "; " + room + " may not know " + target);
    }
  }
  return wrong;
}

}  // namespace

TEST_CASE("an include that points right is found") {
  CHECK(wrong_arrows({{"fhir/a.cpp", "#include \"engine/store/session.h\"\n"}}).size() == 1);
  CHECK(wrong_arrows({{"hl7v2/a.cpp", "#  include \"terminology/source.h\"\n"}}).size() == 1);
  CHECK(wrong_arrows({{"engine/a.cpp", "#include \"hl7v2/message.h\"\n"}}).size() == 1);
  CHECK(wrong_arrows({{"src/a.cpp", "#include \"tests/support/packages.h\"\n"}}).size() == 1);
  CHECK(wrong_arrows({{"engine/a.cpp", "#include \"fhir/arena.h\"\n#include <engine/b.h>\n"}}).empty());
  CHECK(wrong_arrows({{"tests/engine/a_test.cpp", "#include \"src/http/server.h\"\n"}}).empty());
}

TEST_CASE("an include that does not start at the root is found") {
  CHECK(wrong_arrows({{"fhir/json/a.cpp", "#include \"b.h\"\n"}, {"fhir/json/b.h", ""}}).size() == 1);
  CHECK(wrong_arrows({{"fhir/json/a.cpp", "#include \"../b.h\"\n"}}).size() == 1);
}

TEST_CASE("every include points left and starts at the root") {
  REQUIRE(source_tree().size() > 100);
  for (const auto& line : wrong_arrows(source_tree())) FAIL_CHECK(line);
}
