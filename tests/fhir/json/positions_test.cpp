#include <catch2/catch.hpp>

#include "fhir/json/positions.h"
#include "tests/support/growth.h"

using fhir::json::Positions;

TEST_CASE("places are found in any order where a walk from the start finds them") {
  std::string text;
  for (int i = 0; i < 1'000; ++i) text += i % 7 == 0 ? "ü€\n" : "{\"a\": \"𝄞\"},";
  Positions positions(text);
  for (const std::size_t offset : {std::size_t{4'000}, std::size_t{0}, std::size_t{255}, std::size_t{256}, std::size_t{257}, std::size_t{9'001}, std::size_t{3}, text.size(), text.size() + 9}) {
    const auto expected = fhir::json::position_of(text, offset);
    const auto found = positions.of(offset);
    INFO(offset);
    CHECK(found.line == expected.line);
    CHECK(found.column == expected.column);
  }
  const auto nothing = Positions("").of(0);
  CHECK(nothing.line == 1);
  CHECK(nothing.column == 1);
}

TEST_CASE("the places of all that is in a text cost one walk over it") {
  const auto work = [](std::size_t size) {
    const std::string text(size * 30, 'x');  // one line
    Positions positions(text);
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < size; ++i) sum += positions.of(i * 30).column;
    CHECK(sum > size);
  };
  CHECK(support::growth(4'000, work) < support::growth_max);
}
