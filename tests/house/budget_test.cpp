#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

namespace {

constexpr double unit_seconds_max = 60;    // one translation unit
constexpr double build_seconds_max = 720;  // all of them: six minutes on two cores

/// The seconds each object took when it was last compiled, from Ninja's log: lines of "start end mtime output hash",
/// times in milliseconds, the later line for an output counting.
std::map<std::string, double> compile_seconds(std::istream& log) {
  std::map<std::string, double> seconds;
  for (std::string line; std::getline(log, line);) {
    if (line.starts_with("#")) continue;
    std::istringstream fields(line);
    double start = 0, end = 0;
    std::string modified, output;
    if (!(fields >> start >> end >> modified >> output) || !output.ends_with(".o")) continue;
    seconds[output] = (end - start) / 1000;
  }
  return seconds;
}

/// One line for each translation unit over its budget, and one if together they are over theirs.
std::vector<std::string> over_budget(const std::map<std::string, double>& seconds) {
  std::vector<std::string> over;
  double sum = 0;
  for (const auto& [object, time] : seconds) {
    sum += time;
    if (time > unit_seconds_max) over.push_back(object + " took " + std::to_string(time) + " s to compile");
  }
  if (sum > build_seconds_max) over.push_back("all translation units took " + std::to_string(sum) + " s to compile");
  return over;
}

}  // namespace

TEST_CASE("a translation unit over the compile budget is found") {
  std::istringstream log(
      "# ninja log "
      "v5\n0\t61000\t1\ta.cpp.o\tff\n0\t99000\t1\tlibrary.a\tff\n0\t70000\t1\tb.cpp.o\tff\n70000\t75000\t2\tb.cpp.o\tff\n");
  const auto seconds = compile_seconds(log);
  REQUIRE(seconds.size() == 2);
  CHECK(seconds.at("b.cpp.o") == Approx(5));
  CHECK(over_budget(seconds).size() == 1);
}

TEST_CASE("a build over the compile budget is found") {
  std::map<std::string, double> seconds;
  for (int unit = 0; unit < 25; ++unit) seconds[std::to_string(unit)] = 30;
  CHECK(over_budget(seconds).size() == 1);
}

// What came from ccache took no time and passes; the first build on a machine is the one that is measured.
TEST_CASE("every translation unit keeps the compile budget") {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return;  // the budget is for the release build
#endif
  std::ifstream log(std::filesystem::path(SETU_BUILD) / ".ninja_log");
  if (!log) {
    WARN("SKIPPED: not built with Ninja");
    return;
  }
  auto seconds = compile_seconds(log);
  std::erase_if(seconds, [](const auto& one) { return !std::filesystem::exists(std::filesystem::path(SETU_BUILD) / one.first); });
  for (const auto& line : over_budget(seconds)) FAIL_CHECK(line);
}
