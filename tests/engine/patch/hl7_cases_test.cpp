#include <catch2/catch.hpp>

#include <fstream>
#include <optional>
#include <set>
#include <sstream>

#include "engine/patch/fhirpath_patch.h"
#include "engine/patch/json_patch.h"
#include "engine/patch/xml_patch.h"
#include "fhir/xml/read.h"
#include "fhir/xml/tree.h"
#include "fhir/xml/write.h"
#include "tests/support/needed.h"
#include "tests/support/packages.h"

/// HL7's own cases for patches: the files r4/patch/*.xml and *.json of the Maven package
/// org.hl7.fhir.testcases:fhir-test-cases, in SETU_FHIR_TEST_CASES or build/packages/fhir-test-cases.
namespace {

using fhir::xml::Node;

/// The text of a file of cases; nothing, and said aloud, if it is not there.
std::optional<std::string> cases_in(const std::string& name) {
  const auto file = test_cases_root() / "r4" / "patch" / name;
  if (!is_there(file, "fetch-test-cases")) return {};
  std::ifstream stream(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

Node* child(const Node& node, std::string_view name) {
  Node* one = node.first;
  while (one != nullptr && (one->kind != Node::Kind::element || (!name.empty() && one->name != name))) one = one->next;
  return one;
}

std::string text_of(const Node* node) {
  std::string out;
  if (node != nullptr) fhir::xml::append_tree(out, *node);
  return out;
}

/// Without the white space that texts are laid out with, for the reader's sake.
void trim(Node& node, fhir::Arena& arena) {
  node.source = {};
  for (Node** link = &node.first; *link != nullptr;) {
    Node& one = **link;
    if (one.kind == Node::Kind::text) {
      std::istringstream words{std::string(one.text)};
      std::string text;
      for (std::string word; words >> word;) text.append(text.empty() ? "" : " ").append(word);
      one.text = arena.copy(text);
      if (text.empty()) {
        *link = one.next;
        continue;
      }
    }
    trim(one, arena);
    link = &one.next;
  }
}

std::string trimmed(const std::string& xml) {
  if (xml.empty()) return {};
  fhir::Arena arena;
  auto tree = fhir::xml::parse_tree(xml, arena);
  REQUIRE(tree);
  trim(**tree, arena);
  return text_of(*tree);
}

fhir::Resource resource_in(const Node& node, fhir::Arena& arena) {
  const Node* root = child(node, {});
  REQUIRE(root != nullptr);
  auto resource = fhir::xml::read(text_of(root), arena, {}, fhir::json::Completeness::as_is);
  INFO((resource ? "" : fhir::to_text(resource.outcome())));
  REQUIRE(resource);
  return *resource;
}

std::string trimmed(fhir::Resource resource) {
  std::string xml;
  fhir::xml::write(resource, xml);
  return trimmed(xml);
}

}  // namespace

TEST_CASE("HL7's cases of FHIRPath Patch pass") {
  const auto text = cases_in("fhir-patch-tests.xml");
  if (!text) return;
  fhir::Arena arena;
  auto tree = fhir::xml::parse_tree(*text, arena);
  REQUIRE(tree);
  int count = 0;
  for (const Node* one = child(**tree, "tests")->first; one != nullptr; one = one->next) {
    if (one->kind != Node::Kind::element) continue;
    ++count;
    INFO(one->find("name")->value);
    const fhir::Resource before = resource_in(*child(*one, "input"), arena);
    const fhir::Resource patch = resource_in(*child(*one, "diff"), arena);
    const auto after = engine::patch::fhirpath_patch(before, *patch.as<fhir::r4::Parameters>(), arena);
    INFO((after ? "" : fhir::to_text(after.outcome())));
    if (child(*one, "error") != nullptr) {
      CHECK_FALSE(after);
    } else {
      REQUIRE(after);
      CHECK(trimmed(*after) == trimmed(resource_in(*child(*one, "output"), arena)));
    }
  }
  CHECK(count >= 33);
}

TEST_CASE("HL7's cases of XML Patch pass but for declaring a namespace") {
  const auto text = cases_in("xml-patch-tests.xml");
  if (!text) return;
  // Resources have two namespaces, and no use for a third.
  const std::set<std::string_view> refused = {"A.3.  Adding a Prefixed Namespace Declaration"};
  fhir::Arena arena;
  auto tree = fhir::xml::parse_tree(*text, arena);
  REQUIRE(tree);
  int count = 0;
  for (const Node* one = child(**tree, "tests")->first; one != nullptr; one = one->next) {
    if (one->kind != Node::Kind::element) continue;
    ++count;
    const std::string_view name = one->find("name")->value;
    INFO(name);
    const auto after = engine::patch::xml_patch(text_of(child(*child(*one, "target"), {})), text_of(child(*one, "patch")));
    INFO((after ? *after : fhir::to_text(after.outcome())));
    if (child(*one, "error") != nullptr || refused.contains(name)) {
      CHECK_FALSE(after);
    } else {
      REQUIRE(after);
      CHECK(trimmed(*after) == trimmed(text_of(child(*child(*one, "patched"), {}))));
    }
  }
  CHECK(count >= 28);
}

TEST_CASE("HL7's cases of JSON Patch pass") {
  const auto text = cases_in("json-patch-tests.json");
  if (!text) return;
  fhir::Arena arena;
  const auto tree = fhir::json::parse(*text, arena);
  REQUIRE(tree);
  int count = 0;
  for (const auto* one = (*tree)->first; one != nullptr; one = one->next, ++count) {
    INFO(one->text_of("comment"));
    const auto after = engine::patch::json_patch(*one->find("doc"), *one->find("patch"), arena);
    INFO((after ? "" : fhir::to_text(after.outcome())));
    if (const auto* expected = one->find("expected"); expected != nullptr) {
      REQUIRE(after);
      // Members may be in any order: a JSON Patch that tests for the whole says whether they are equal.
      std::string equal = R"([{"op":"test","path":"","value":)";
      fhir::json::append_tree(equal, *expected);
      equal += "}]";
      CHECK(engine::patch::json_patch(**after, **fhir::json::parse(equal, arena), arena));
    } else {
      CHECK_FALSE(after);
    }
  }
  CHECK(count >= 16);
}
