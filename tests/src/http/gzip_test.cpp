#include <catch2/catch.hpp>

#include "src/http/gzip.h"

using namespace setu::http;
using Detail = fhir::Issue::Detail;

namespace {
constexpr std::size_t mebi = 1024 * 1024;

Detail refused(std::string_view text, std::size_t bytes_max, std::size_t ratio_max = 100'000) {
  const auto result = gunzip(text, bytes_max, ratio_max);
  return result ? Detail::none : result.outcome().issues.at(0).detail;
}
}  // namespace

TEST_CASE("gzip comes back as it was") {
  std::string text = "{}";
  for (int i = 0; i < 5; ++i) {
    for (const int level : {1, 4, 9}) {
      const auto back = gunzip(gzip(text, level), 64 * mebi, 100'000);
      REQUIRE(back);
      CHECK(*back == text);
    }
    for (unsigned j = 0; j < 30'000; ++j) text += static_cast<char>('a' + (j * j * static_cast<unsigned>(i + 7)) % 26);
  }
  CHECK(*gunzip(gzip("", 1), 10, 100) == "");
}

TEST_CASE("members one after the other are one text") { CHECK(*gunzip(gzip("one ", 1) + gzip("two", 9), 100, 100) == "one two"); }

TEST_CASE("a body is read to its limit and not a byte further") {
  const std::string at_limit = gzip(std::string(2 * mebi, 'x'), 1);
  CHECK(refused(at_limit, 2 * mebi) == Detail::none);
  CHECK(refused(at_limit, 2 * mebi - 1) == Detail::too_large);
  CHECK(refused(gzip(std::string(200 * mebi, 'x'), 1), 2 * mebi) == Detail::too_large);
}

TEST_CASE("a bomb is refused by its ratio, a small repetitive text is not") {
  CHECK(refused(gzip(std::string(20 * mebi, '0'), 9), 64 * mebi, 100) == Detail::too_large);
  CHECK(refused(gzip(std::string(mebi, '0'), 9), 64 * mebi, 100) == Detail::none);
}

TEST_CASE("what is not whole gzip is refused") {
  const std::string good = gzip("some text that is long enough to be cut", 1);
  CHECK(refused("", 100) == Detail::bad_request);
  CHECK(refused("not gzip at all", 100) == Detail::bad_request);
  CHECK(refused(good + "rubbish", 100) == Detail::bad_request);
  for (std::size_t length = 1; length < good.size(); ++length) CHECK(refused(std::string_view(good).substr(0, length), 100) == Detail::bad_request);
  std::string damaged = good;
  damaged[damaged.size() - 6] ^= 1;  // its checksum
  CHECK(refused(damaged, 100) == Detail::bad_request);
}
