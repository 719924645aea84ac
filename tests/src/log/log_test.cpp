#include <catch2/catch.hpp>

#include "src/log/log.h"

using namespace setu::log;

namespace {
constexpr std::int64_t noon = 1'700'000'000'123'456;  // 2023-11-14T22:13:20.123456Z
}

TEST_CASE("a line for machines is one JSON object") {
  const std::string line = line_of(Level::info, "request", {{"type", "Patient"}, {"status", 200}, {"ms", 1.25}, {"fine", true}}, noon, Form::json);
  CHECK(line == R"({"time":"2023-11-14T22:13:20.123Z","level":"info","event":"request","type":"Patient","status":200,"ms":1.250,"fine":true})"
                "\n");
}

TEST_CASE("a line for people begins with the time of day") {
  CHECK(line_of(Level::warning, "slow", {{"ms", 12}, {"why", "a b"}}, noon, Form::text) == "22:13:20.123 warning slow ms=12 why=\"a b\"\n");
}

TEST_CASE("no value breaks a line or speaks to the terminal") {
  for (const Form form : {Form::json, Form::text}) {
    const std::string line = line_of(Level::info, "x", {{"id", std::string_view("a\nb\x1b[2J\r\"\0", 10)}}, noon, form);
    CHECK(line.find('\n') == line.size() - 1);
    CHECK(line.find('\x1b') == std::string::npos);
    CHECK(line.find('\r') == std::string::npos);
    CHECK(line_of(Level::info, "x", {{"id", "\xff\xfe"}}, noon, form).find('\xff') == std::string::npos);
  }
}

TEST_CASE("what is below the least level is not logged") {
  configure(Level::warning, Form::json);
  CHECK_FALSE(is_logged(Level::info));
  CHECK(is_logged(Level::error));
  configure(Level::error, Form::json);
}
