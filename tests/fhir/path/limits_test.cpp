#include <chrono>
#include <random>
#include <string>

#include "catch2/catch.hpp"
#include "fhir/json/read.h"
#include "fhir/path/evaluate.h"

namespace {

using namespace fhir::path;

const fhir::Resource patient(fhir::Arena& arena) {
  const auto resource = fhir::json::read(R"({"resourceType": "Patient", "name": [{"given": ["a", "b", "c"]}, {"given": ["d"]}]})", arena);
  REQUIRE(resource);
  return *resource;
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  for (; times > 0; --times) all += text;
  return all;
}

}  // namespace

TEST_CASE("a hostile FHIRPath expression ends with an outcome, and soon") {
  fhir::Arena arena;
  const auto resource = patient(arena);
  const std::string doubled = repeated(".select($this.combine($this))", 60);
  const std::string expressions[] = {
      "name.given" + repeated(".combine($this.name.given)", 1000) + ".count()",
      "name.given" + repeated(".combine($this.name.given)", 200) + ".count()",
      "(1 | 2 | 3 | 4)" + doubled,
      "'x'" + repeated(".replace('x', 'xxxxxxxxxxxxxxxx')", 30),
      "('x' & 'y')" + repeated(".select($this & $this)", 60),
      "(1 | 2).repeat($this + 1)",
      "1.repeat($this | $this + 1)",
      "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.matches('^(a+)+$')",
      "(1|2|3|4|5|6|7|8|9)" + repeated(".select((1|2|3|4|5|6|7|8|9)", 12) + repeated(")", 12),
  };
  for (const std::string& expression : expressions) {
    CAPTURE(expression.substr(0, 80));
    const auto compiled = compile(expression);
    if (!compiled) {
      CHECK(compiled.outcome().issues.front().type == fhir::IssueType::too_costly);
      continue;
    }
    const auto before = std::chrono::steady_clock::now();
    const auto values = evaluate(*compiled, resource, arena);
    CHECK(std::chrono::steady_clock::now() - before < std::chrono::seconds(10));
    if (!values) CHECK(values.outcome().issues.front().type == fhir::IssueType::too_costly);
  }
}

TEST_CASE("FHIRPath stays within each of its limits") {
  fhir::Arena arena;
  const auto resource = patient(arena);
  const auto compiled = compile("name.given.select(%resource.name.given).select(%resource.name.given).select(%resource.name.given).count()");
  REQUIRE(compiled);
  CHECK(evaluate(*compiled, resource, arena));
  Limits few_steps, few_values;
  few_steps.steps = 100;
  few_values.values = 20;
  for (const Limits& limits : {few_steps, few_values}) {
    Environment environment;
    environment.limits = limits;
    const auto values = evaluate(*compiled, resource, arena, environment);
    REQUIRE_FALSE(values);
    CHECK(values.outcome().issues.front().type == fhir::IssueType::too_costly);
  }
}

TEST_CASE("FHIRPath expressions may be deep only so far") {
  fhir::Arena arena;
  const auto resource = patient(arena);
  const std::string long_ones[] = {
      "a" + repeated(".a", 30'000), "1" + repeated("+1", 30'000), repeated("-", 30'000) + "1", repeated("(", 30'000) + "1",
      repeated("iif(", 10'000) + "1", "true" + repeated(" implies true", 4'000), "name" + repeated("[0]", 20'000),
  };
  for (const std::string& expression : long_ones) {
    CAPTURE(expression.substr(0, 40));
    const auto compiled = compile(expression);
    if (compiled) (void)static_cast<bool>(evaluate(*compiled, resource, arena));
  }
  CHECK_FALSE(compile(repeated("(", 200) + "1" + repeated(")", 200)));
  CHECK_FALSE(compile(std::string(expression_bytes_max + 1, ' ')));
  const auto path = compile("name" + repeated(".first()", 100));
  REQUIRE(path);
  CHECK(evaluate(*path, resource, arena));
}

TEST_CASE("corrupted bytes of an expression are refused or harmless") {
  fhir::Arena arena;
  const auto resource = patient(arena);
  std::mt19937 random(7);
  for (const std::string_view source :
       {"name.where(given.exists() and family.empty()).select(given | family).count() + 1", "iif(name[0].given = 'a', 4 'mg' > 3 'mg', @2014-01-02 < today())",
        "(1 | 2).aggregate($this + $total, 0) is Integer", "name.given.substring(1, 2).matches('a|b') implies children().ofType(HumanName).exists()"}) {
    const auto compiled = compile(source);
    REQUIRE(compiled);
    const auto bytes = compiled->bytes();
    const auto whole = Expression::from_bytes(bytes);
    REQUIRE(whole);
    CHECK(whole->bytes() == bytes);
    for (int round = 0; round < 4000; ++round) {
      auto damaged = bytes;
      for (int changes = static_cast<int>(random() % 4); changes >= 0; --changes) damaged[random() % damaged.size()] = static_cast<std::byte>(random() % 16 == 0 ? random() : random() % 64);
      if (round % 10 == 0) damaged.resize(random() % damaged.size());
      const auto read = Expression::from_bytes(damaged);
      if (!read) continue;
      Environment environment;
      environment.limits.steps = 10'000;
      (void)static_cast<bool>(evaluate(*read, resource, arena, environment));
    }
  }
}
