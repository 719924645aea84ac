#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "catch2/catch.hpp"
#include "fhir/json/read.h"
#include "fhir/path/erratum.h"
#include "fhir/path/evaluate.h"
#include "fhir/path/navigate.h"
#include "fhir/r4/registry.h"
#include "tests/support/needed.h"
#include "tests/support/packages.h"

namespace {

using namespace fhir::path;

std::filesystem::path package() { return packages_root() / "hl7.fhir.r4.examples-4.0.1" / "package"; }

bool has_package() { return is_there(package(), "fetch-packages"); }

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

template <class Visit>
void each_example(Visit&& visit) {
  for (const auto& entry : std::filesystem::directory_iterator(package())) {
    const std::string file = entry.path().filename().string();
    if (!file.ends_with(".json") || file == "package.json" || file == "ig-r4.json") continue;
    fhir::Arena arena;
    const auto resource = fhir::json::read(text_of(entry.path()), arena, {}, fhir::json::Completeness::as_is);
    if (resource) visit(file, *resource, arena);
  }
}

struct Rule {
  std::string key;
  Expression expression;
};
/// By the path of the element they are about: "Patient.contact", "Reference".
using Rules = std::map<std::string, std::vector<Rule>, std::less<>>;

/// The constraints of the base types, each where it is defined; what does not compile is a failure.
Rules constraints() {
  Rules rules;
  for (const auto& entry : std::filesystem::directory_iterator(package())) {
    if (!entry.path().filename().string().starts_with("StructureDefinition-")) continue;
    fhir::Arena arena;
    const auto parsed = fhir::json::parse(text_of(entry.path()), arena);
    REQUIRE(parsed);
    const fhir::json::Node& definition = **parsed;
    if (definition.text_of("derivation") != "specialization" || definition.text_of("kind") == "logical") continue;
    const auto* snapshot = definition.find("snapshot");
    const auto* elements = snapshot != nullptr ? snapshot->find("element") : nullptr;
    if (elements == nullptr) continue;
    for (const auto* element = elements->first; element != nullptr; element = element->next) {
      const auto* constraint = element->find("constraint");
      if (constraint == nullptr) continue;
      std::string path(element->text_of("path"));
      if (path.ends_with("[x]")) path.resize(path.size() - 3);
      for (const auto* rule = constraint->first; rule != nullptr; rule = rule->next) {
        const std::string text(rule->text_of("expression"));
        if (text.empty()) continue;
        auto compiled = compile(fhir::path::corrected(text));
        INFO(path << ' ' << rule->text_of("key") << ' ' << text);
        if (!compiled) FAIL_CHECK(fhir::to_text(compiled.outcome()));
        if (compiled) rules[path].push_back({std::string(rule->text_of("key")), std::move(*compiled)});
      }
    }
  }
  return rules;
}

/// Checks the rules on a resource and all that is in it.
class Check {
 public:
  Check(const Rules& rules, fhir::Arena& arena) : rules_(rules), arena_(arena) {}

  void resource(fhir::Resource resource, Node root) {
    const Environment outer = environment_;
    environment_.resource = resource;
    environment_.root_resource = root ? root : Node(resource);
    structure(resource);
    environment_ = outer;
  }

  std::size_t evaluated = 0;
  std::map<std::string, std::size_t> broken;
  std::map<std::string, std::string> errors;

 private:
  void structure(Node node) {
    apply(node.type->name, node);
    if (node.type->is_primitive()) return;
    for (const fhir::Element& element : node.type->elements) {
      each_value(node.value, element, [&](Node child) {
        if (child.type->is_resource()) {
          resource({child.type, const_cast<void*>(child.value)}, node.type->is_resource() ? environment_.root_resource : Node());
          return;
        }
        const std::string path = std::string(node.type->name) + '.' + std::string(element.name);
        if (child.type->name != path) apply(path, child);
        structure(child);
      });
    }
  }

  void apply(std::string_view path, Node node) {
    const auto found = rules_.find(path);
    if (found == rules_.end()) return;
    for (const Rule& rule : found->second) {
      ++evaluated;
      const auto truth = holds(rule.expression, node, arena_, environment_);
      if (!truth) errors.emplace(std::string(path) + ' ' + rule.key, fhir::to_text(truth.outcome()));
      if (truth && !*truth) ++broken[std::string(path) + ' ' + rule.key];
    }
  }

  const Rules& rules_;
  fhir::Arena& arena_;
  Environment environment_;
};

}  // namespace

TEST_CASE("every search parameter's expression compiles, and evaluates on every official example") {
  std::map<std::string, std::vector<Rule>, std::less<>> by_base;
  std::size_t compiled_count = 0;
  for (const fhir::SearchParameter& parameter : fhir::r4::search_parameters()) {
    if (parameter.expression.empty()) continue;
    auto compiled = compile(parameter.expression);
    INFO(parameter.url << ' ' << parameter.expression);
    if (!compiled) {
      FAIL_CHECK(fhir::to_text(compiled.outcome()));
      continue;
    }
    ++compiled_count;
    for (const std::string_view base : parameter.base) by_base[std::string(base)].push_back({std::string(parameter.url), *compiled});
  }
  CHECK(compiled_count > 1'350);
  if (!has_package()) return;
  std::size_t evaluated = 0, values_found = 0;
  each_example([&](const std::string& file, fhir::Resource resource, fhir::Arena& arena) {
    for (const std::string_view base : {resource.type->name, std::string_view("DomainResource"), std::string_view("Resource")}) {
      const auto found = by_base.find(base);
      if (found == by_base.end()) continue;
      for (const Rule& parameter : found->second) {
        const auto values = evaluate(parameter.expression, resource, arena);
        INFO(file << ' ' << parameter.key);
        if (!values) FAIL_CHECK(fhir::to_text(values.outcome()));
        if (values) values_found += values->size();
        ++evaluated;
      }
    }
  });
  WARN("search parameters: " << compiled_count << " compiled, " << evaluated << " evaluations, " << values_found << " values");
  CHECK(values_found > 30'000);
}

TEST_CASE("every constraint of the base types compiles, and evaluates on every official example") {
  if (!has_package()) return;
  const Rules rules = constraints();
  std::size_t count = 0;
  for (const auto& [path, some] : rules) count += some.size();
  std::size_t evaluated = 0;
  std::map<std::string, std::size_t> broken;
  std::map<std::string, std::string> errors;
  each_example([&](const std::string& file, fhir::Resource resource, fhir::Arena& arena) {
    Check check(rules, arena);
    check.resource(resource, {});
    evaluated += check.evaluated;
    for (const auto& [rule, times] : check.broken) broken[rule] += times;
    for (const auto& [rule, text] : check.errors) errors.emplace(rule, file + ": " + text);
  });
  for (const auto& [rule, text] : errors) FAIL_CHECK(rule + " in " + text);
  std::string list;
  for (const auto& [rule, times] : broken) list += "\n  " + rule + ": " + std::to_string(times);
  WARN("constraints: " << count << " compiled, " << evaluated << " evaluations; not met by official examples:" << list);
  CHECK(evaluated > 1'000'000);
}

TEST_CASE("the constraints of a Patient take little time", "[.][bench]") {
  if (!has_package()) return;
  const Rules rules = constraints();
  fhir::Arena arena;
  const auto resource = fhir::json::read(text_of(package() / "Patient-example.json"), arena);
  REQUIRE(resource);
  constexpr int rounds = 200;
  std::size_t evaluated = 0;
  const auto before = std::chrono::steady_clock::now();
  for (int round = 0; round < rounds; ++round) {
    fhir::Arena scratch;
    Check check(rules, scratch);
    check.resource(*resource, {});
    evaluated = check.evaluated;
  }
  const auto each = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - before) / rounds;
  WARN("Patient/example: " << evaluated << " constraints in " << each.count() << " us");
}
