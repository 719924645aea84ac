#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <thread>

namespace {

constexpr double unit_seconds_max = 60;    // one translation unit, in seconds of one core
constexpr double build_seconds_max = 720;  // all of them: six minutes on two cores

/// The unit that machines are compared by: it is Catch2's own main and next to nothing of ours. On the machine that the
/// budget was made on it takes so many seconds of one core.
constexpr const char* reference_unit = "tests/CMakeFiles/test_support.dir/support/main.cpp.o";
constexpr double reference_seconds = 15;

/// What each object cost when it was last compiled, in seconds of one core, from Ninja's log: lines of "start end mtime output
/// hash", times in milliseconds, the later line for an output counting. More compilers than cores share the cores.
std::map<std::string, double> core_seconds(std::istream& log, unsigned cores) {
  std::map<std::string, std::pair<double, double>> spans;
  for (std::string line; std::getline(log, line);) {
    if (line.starts_with("#")) continue;
    std::istringstream fields(line);
    double start = 0, end = 0;
    std::string modified, output;
    if (!(fields >> start >> end >> modified >> output) || !output.ends_with(".o")) continue;
    spans[output] = {start / 1000, end / 1000};
  }
  std::map<std::string, double> seconds;
  std::set<std::pair<double, std::pair<bool, std::string>>> events;  // at one time, what ends goes before what begins
  for (const auto& [output, span] : spans) {
    seconds[output] = 0;
    events.insert({span.first, {true, output}});
    events.insert({span.second, {false, output}});
  }
  std::set<std::string> running;
  double now = 0;
  for (const auto& [at, event] : events) {
    const double share = running.size() > cores ? double(cores) / double(running.size()) : 1;
    for (const std::string& output : running) seconds[output] += share * (at - now);
    now = at;
    if (event.first) running.insert(event.second);
    else running.erase(event.second);
  }
  return seconds;
}

/// One line for each translation unit over its budget, and one if together they are over theirs. A machine that is slower
/// than the budget's has the more time.
std::vector<std::string> over_budget(const std::map<std::string, double>& seconds) {
  const auto reference = seconds.find(reference_unit);
  const double pace = reference == seconds.end() ? 1 : std::max(1.0, reference->second / reference_seconds);
  std::vector<std::string> over;
  double sum = 0;
  for (const auto& [object, time] : seconds) {
    sum += time;
    if (time > unit_seconds_max * pace) over.push_back(object + " took " + std::to_string(time) + " s to compile");
  }
  if (sum > build_seconds_max * pace) over.push_back("all translation units took " + std::to_string(sum) + " s to compile");
  return over;
}

}  // namespace

TEST_CASE("a translation unit over the compile budget is found") {
  std::istringstream log(
      "# ninja log "
      "v5\n0\t61000\t1\ta.cpp.o\tff\n0\t99000\t1\tlibrary.a\tff\n0\t70000\t1\tb.cpp.o\tff\n70000\t75000\t2\tb.cpp.o\tff\n");
  const auto seconds = core_seconds(log, 2);
  REQUIRE(seconds.size() == 2);
  CHECK(seconds.at("a.cpp.o") == Approx(61));
  CHECK(seconds.at("b.cpp.o") == Approx(5));
  CHECK(over_budget(seconds).size() == 1);
}

TEST_CASE("a build over the compile budget is found") {
  std::map<std::string, double> seconds;
  for (int unit = 0; unit < 25; ++unit) seconds[std::to_string(unit)] = 30;
  CHECK(over_budget(seconds).size() == 1);
}

TEST_CASE("compilers that share the cores cost no more than the cores have") {
  // Four at once on two cores for ten seconds, then one of them alone for another ten.
  std::istringstream log("0\t10000\t1\ta.o\tff\n0\t10000\t1\tb.o\tff\n0\t10000\t1\tc.o\tff\n0\t20000\t1\td.o\tff\n");
  const auto seconds = core_seconds(log, 2);
  CHECK(seconds.at("a.o") == Approx(5));
  CHECK(seconds.at("d.o") == Approx(15));
}

TEST_CASE("a slow machine has more time to compile, and no more than it is slower") {
  std::map<std::string, double> seconds{{reference_unit, 2 * reference_seconds}};
  for (int unit = 0; unit < 25; ++unit) seconds[std::to_string(unit)] = 50;
  CHECK(over_budget(seconds).empty());
  seconds["slow"] = 2 * unit_seconds_max + 1;
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
  auto seconds = core_seconds(log, std::max(1u, std::thread::hardware_concurrency()));
  std::erase_if(seconds, [](const auto& one) { return !std::filesystem::exists(std::filesystem::path(SETU_BUILD) / one.first); });
  for (const auto& line : over_budget(seconds)) FAIL_CHECK(line);
}
