#include <catch2/catch.hpp>

#include "src/http/precondition.h"

using namespace setu::http;
using engine::Instant;
using std::chrono::microseconds;
using std::chrono::seconds;

TEST_CASE("dates are written as HTTP has them, and read back") {
  CHECK(http_date(Instant(seconds(784111777))) == "Sun, 06 Nov 1994 08:49:37 GMT");
  CHECK(http_date(Instant(microseconds(784111777'999'999))) == "Sun, 06 Nov 1994 08:49:37 GMT");
  for (const auto text : {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"}) {
    const auto read = parse_http_date(text);
    INFO(text);
    REQUIRE(read);
    CHECK(*read == Instant(seconds(784111777)));
  }
  for (const auto text : {"", "yesterday", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CET",
                          "1994-11-06T08:49:37Z", "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Xyz 1994 08:49:37 GMT"}) {
    INFO(text);
    CHECK_FALSE(parse_http_date(text));
  }
}

TEST_CASE("preconditions become versions and times") {
  const auto read = [](Headers headers) {
    Request request;
    request.headers = std::move(headers);
    engine::Interaction interaction;
    REQUIRE(read_preconditions(request, interaction));
    return interaction;
  };
  CHECK(read({{"If-Match", "W/\"3\""}}).if_match == 3u);
  CHECK(read({{"If-Match", "*"}}).if_match == engine::any_version);
  CHECK(read({{"if-match", "\"3\""}}).if_match == 3u);
  CHECK(read({{"If-None-Match", "W/\"7\""}}).if_none_match == std::vector{7u});
  CHECK(read({{"If-None-Match", "*"}}).if_none_match_any);
  CHECK(read({{"If-None-Match", "W/\"x,y\""}}).if_none_match.empty());
  CHECK(read({{"If-None-Match", "W/\"1\", \"x,4\",W/\"2\""}}).if_none_match == std::vector{1u, 2u});
  CHECK(read({{"If-None-Match", "W/\"1\""}, {"If-None-Match", "\"3\""}}).if_none_match == std::vector{1u, 3u});
  // Last-Modified says no more than the second, so all of that second counts as seen.
  CHECK(read({{"If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT"}}).if_modified_since == Instant(microseconds(784111777'999'999)));
  CHECK_FALSE(read({{"If-Modified-Since", "soon"}}).if_modified_since);
  CHECK_FALSE(read({{"If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT"}, {"If-None-Match", "W/\"1\""}}).if_modified_since);
  CHECK(read({{"If-Unmodified-Since", "Sun, 06 Nov 1994 08:49:37 GMT"}}).if_unmodified_since == Instant(microseconds(784111777'999'999)));
  for (const char* none : {"", "soon", "1994-11-06T08:49:37Z", "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT"}) {
    CHECK_FALSE(read({{"If-Unmodified-Since", none}}).if_unmodified_since);
  }
  const std::pair<std::string, std::string> date = {"If-Unmodified-Since", "Sun, 06 Nov 1994 08:49:37 GMT"};
  CHECK_FALSE(read({date, date}).if_unmodified_since);
  CHECK_FALSE(read({date, {"If-Match", "W/\"1\""}}).if_unmodified_since);
}

TEST_CASE("an If-None-Match of any and of versions at once is refused") {
  for (const Headers& headers : {Headers{{"If-None-Match", "*, *"}}, Headers{{"If-None-Match", "*"}, {"If-None-Match", "*"}},
                                 Headers{{"If-None-Match", "W/\"1\""}, {"If-None-Match", "*"}}, Headers{{"If-None-Match", "*,W/\"1\""}}}) {
    Request request;
    request.headers = headers;
    engine::Interaction interaction;
    const auto read = read_preconditions(request, interaction);
    REQUIRE_FALSE(read);
    CHECK(read.outcome().issues.at(0).detail == fhir::Issue::Detail::bad_request);
    CHECK(read.outcome().issues.at(0).text.find("If-None-Match") != std::string::npos);
  }
}

TEST_CASE("an If-Match that is no version of ours never matches") {
  using Detail = fhir::Issue::Detail;
  const std::pair<std::string, Detail> cases[] = {
      {"W/\"abc\"", Detail::version_mismatch}, {"W/\"0\"", Detail::version_mismatch},  {"W/\"99999999999\"", Detail::version_mismatch},
      {"W/\"1\", *", Detail::bad_request},      {"W/\"1\", W/\"2\"", Detail::bad_request}, {"", Detail::bad_request},
  };
  for (const auto& [value, detail] : cases) {
    Request request;
    request.headers = {{"If-Match", value}};
    engine::Interaction interaction;
    const auto read = read_preconditions(request, interaction);
    INFO(value);
    REQUIRE_FALSE(read);
    CHECK(read.outcome().issues.at(0).detail == detail);
  }
}
