#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/support/source_tree.h"

namespace {

/// A library, how its headers' names begin, and where they may be included: folders end in '/', files do not.
struct Door {
  std::string library;
  std::vector<std::string> headers;
  std::vector<std::string> places;
  bool only_cpp = false;  // its headers may not reach ours, so that nobody else pays for them
};

const std::vector<Door> doors = {
    {"RapidJSON", {"rapidjson/"}, {"fhir/json/"}, true},
    {"pugixml", {"pugixml"}, {"fhir/xml/"}, true},
    {"ICU", {"unicode/"}, {"fhir/text/", "fhir/primitive/time_zone.cpp"}, true},
    {"libpqxx", {"pqxx/"}, {"engine/store/"}, true},
    // Tests look underneath the store, and the benchmark measures it beside plain libpq.
    {"libpq", {"libpq", "postgresql/"}, {"engine/store/", "tests/bench/", "tests/support/"}, true},
    {"Boost", {"boost/"}, {"src/net/", "src/http/", "src/worker/"}},
    {"OpenSSL", {"openssl/"}, {"src/crypto/", "src/net/", "engine/search/"}},
    {"CLI11", {"CLI/"}, {"src/main.cpp"}},
    {"xxHash", {"xxhash"}, {"engine/index/"}, true},
    {"Zstandard", {"zstd", "zdict"}, {"engine/store/"}, true},
    {"zlib", {"zlib"}, {"src/http/", "src/command/"}, true},
    {"Brotli", {"brotli/"}, {"src/http/"}, true},
    {"Catch2", {"catch2/"}, {"tests/"}},
};

bool begins_with_any(const std::string& text, const std::vector<std::string>& beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(), [&](const auto& one) { return text.starts_with(one); });
}

/// One line for each include of a library outside its door.
std::vector<std::string> outside_doors(const std::vector<SourceFile>& tree) {
  std::vector<std::string> outside;
  for (const auto& file : tree) {
    if (!is_cpp(file)) continue;
    for (const auto& include : includes_of(file)) {
      for (const auto& door : doors) {
        if (!begins_with_any(include.name, door.headers)) continue;
        const std::string place = file.path + ":" + std::to_string(include.line) + " includes " + include.name;
        if (!begins_with_any(file.path, door.places)) outside.push_back(place + ", outside the door of " + door.library);
        if (door.only_cpp && file.path.ends_with(".h") && !file.path.starts_with("tests/"))
          outside.push_back(place + " in a header, where only a .cpp may");
      }
    }
  }
  return outside;
}

}  // namespace

TEST_CASE("a library outside its door is found") {
  CHECK(outside_doors({{"engine/a.cpp", "#include <rapidjson/reader.h>\n"}}).size() == 1);
  CHECK(outside_doors({{"fhir/json/a.h", "#include <rapidjson/reader.h>\n"}}).size() == 1);
  CHECK(outside_doors({{"src/http/a.cpp", "#include <libpq-fe.h>\n"}}).size() == 1);
  CHECK(outside_doors({{"engine/store/a.cpp", "#include <libpq-fe.h>\n"}}).empty());
  CHECK(outside_doors({{"src/http/a.h", "#include <boost/asio/io_context.hpp>\n"}}).empty());
  CHECK(outside_doors({{"fhir/a.cpp", "#include <catch2/catch.hpp>\n"}}).size() == 1);
}

TEST_CASE("every library is included through its door") {
  for (const auto& line : outside_doors(source_tree())) FAIL_CHECK(line);
}
