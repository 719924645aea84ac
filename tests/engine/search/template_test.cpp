#include "engine/search/template.h"

#include <sys/resource.h>

#include <catch2/catch.hpp>

using namespace engine::search;

namespace {

/// The most memory that this process ever had, in bytes.
std::size_t most_memory() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::size_t>(usage.ru_maxrss) * 1024;
}

const Segment place{"x", true};

struct Shape {
  const char* name;
  std::vector<std::vector<Segment>> alternatives;
  std::size_t values, bytes;
  const char* reason;
};

}  // namespace

TEST_CASE("a template that comes to too much is refused before it is built") {
  const std::vector<Segment> one{place}, many(1'000, place);
  const std::vector<std::vector<Segment>> each(1'000, one);
  std::vector<std::vector<Segment>> emptied(1'001);
  emptied[0] = one;
  const Shape shapes[] = {
      {"1,000 alternatives", each, 1'000, 1'000, "\"code\" comes to more than 1000 values"},
      {"1,000 alternatives of short values", each, 1'000, 10, "\"code\" comes to more than 1000 values"},
      {"1,000 places in one alternative", {many}, 1'000, 900, "\"code\" comes to more than 1000 values"},
      {"1,001 alternatives, all but one of them empty", emptied, 1, 1, "\"code\" comes to more than 1000 values"},
      {"values longer than there is room for", {one}, 1'000, 1'001, "more than 1000000 bytes"},
      {"1,000 times one long value", {many}, 1, 1'000'000, "more than 1000000 bytes"},
      {"1,000 alternatives of one long value", each, 1, 1'000'000, "more than 1000000 bytes"},
  };
  for (const auto& shape : shapes) {
    CAPTURE(shape.name);
    const std::vector<std::string> values(shape.values, std::string(shape.bytes, 'a'));
    const auto before = most_memory();
    const auto search = filled({{"code", shape.alternatives}}, [&](std::string_view) -> std::span<const std::string> { return values; });
    CHECK(most_memory() - before < 100'000'000);
    REQUIRE_FALSE(search);
    CHECK_THAT(search.outcome().issues[0].text, Catch::Contains(shape.reason));
  }
}

TEST_CASE("a template may come to as much as a search may have") {
  const std::vector<std::string> values(1'000, std::string(1'000, 'a'));
  const auto of = [&](std::string_view) -> std::span<const std::string> { return values; };
  const auto search = filled({{"code", {{place}}}}, of);
  REQUIRE(search);
  CHECK((*search)[0].value.size() == 1'000 * 1'001 - 1);
  CHECK_FALSE(filled({{"code", {{place}}}, {"status", {{{"final"}}}}}, of));  // all together
}

TEST_CASE("a template has 4,000 bytes at most") {
  CHECK(read_template("code=" + std::string(3'995, 'a')));
  const auto longer = read_template("code=" + std::string(3'996, 'a'));
  REQUIRE_FALSE(longer);
  CHECK_THAT(longer.outcome().issues[0].text, Catch::Contains("4001 bytes; 4000 are the most"));
}
