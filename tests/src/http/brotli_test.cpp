#include <catch2/catch.hpp>

#include "src/http/brotli.h"

using namespace setu::http;
using Detail = fhir::Issue::Detail;

namespace {
constexpr std::size_t mebi = 1024 * 1024;

Detail refused(std::string_view text, std::size_t bytes_max, std::size_t ratio_max = 10'000'000) {
  const auto result = unbrotli(text, bytes_max, ratio_max);
  return result ? Detail::none : result.outcome().issues.at(0).detail;
}
}  // namespace

TEST_CASE("Brotli comes back as it was") {
  std::string text = "{}";
  for (int i = 0; i < 4; ++i) {
    for (const int quality : {1, 5, 9}) {
      const auto back = unbrotli(brotli(text, quality), 64 * mebi, 10'000'000);
      REQUIRE(back);
      CHECK(*back == text);
    }
    for (unsigned j = 0; j < 30'000; ++j) text += static_cast<char>('a' + (j * j * static_cast<unsigned>(i + 7)) % 26);
  }
  CHECK(*unbrotli(brotli("", 1), 10, 100) == "");
}

TEST_CASE("a Brotli body is read to its limit and not a byte further, a bomb refused by its ratio") {
  const std::string at_limit = brotli(std::string(2 * mebi, 'x'), 1);
  CHECK(refused(at_limit, 2 * mebi) == Detail::none);
  CHECK(refused(at_limit, 2 * mebi - 1) == Detail::too_large);
  CHECK(refused(brotli(std::string(200 * mebi, 'x'), 1), 2 * mebi) == Detail::too_large);
  CHECK(refused(brotli(std::string(20 * mebi, '0'), 9), 64 * mebi, 100) == Detail::too_large);
  CHECK(refused(brotli(std::string(mebi, '0'), 9), 64 * mebi, 100) == Detail::none);
}

TEST_CASE("what is not whole Brotli is refused") {
  const std::string good = brotli("some text that is long enough to be cut", 5);
  CHECK(refused("", 100) == Detail::bad_request);
  CHECK(refused("not Brotli at all", 100) == Detail::bad_request);
  CHECK(refused(good + "rubbish", 100) == Detail::bad_request);
  for (std::size_t length = 1; length < good.size(); ++length) CHECK(refused(std::string_view(good).substr(0, length), 100) == Detail::bad_request);
}
