#include <string_view>

#include "catch2/catch.hpp"
#include "fhir/path/expression.h"

using fhir::path::compile;

TEST_CASE("what is no FHIRPath expression is refused with its place") {
  struct Case {
    std::string_view expression;
    std::uint32_t column;
  };
  constexpr Case cases[] = {
      {"", 1},
      {"name.", 6},
      {"name where", 6},
      {"(1 + 2", 7},
      {"name.where(", 12},
      {"1 +", 4},
      {"'open", 1},
      {"@2015-13", 1},
      {"@2015-02-30", 1},
      {"name.unknown()", 6},
      {"name.first(1)", 6},
      {"name.where()", 6},
      {"name[0", 7},
      {"a ? b", 3},
      {"/* open", 1},
  };
  for (const Case& one : cases) {
    CAPTURE(one.expression);
    const auto compiled = compile(one.expression);
    REQUIRE_FALSE(compiled);
    const fhir::Issue& issue = compiled.outcome().issues.front();
    CHECK(issue.type == fhir::IssueType::invalid);
    CHECK(issue.line == 1);
    CHECK(issue.column == one.column);
  }
}

TEST_CASE("FHIRPath comments and white space mean nothing") {
  CHECK(compile("1 /* one */ + // and\n 2"));
  CHECK(compile("\tname\r\n.given"));
}

TEST_CASE("keywords are names after a dot and in delimiters") {
  CHECK(compile("a.as.is.contains.in.div.mod"));
  CHECK(compile("`and`.`or`"));
  CHECK(compile("Questionnaire.repeat(item).contains"));
  CHECK(compile("expansion.contains('x')"));
}

TEST_CASE("an unknown function is answered with one that is near") {
  const auto compiled = compile("name.exist()");
  REQUIRE_FALSE(compiled);
  CHECK(compiled.outcome().issues.front().text.find("exists()") != std::string::npos);
}
