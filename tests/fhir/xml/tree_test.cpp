#include <catch2/catch.hpp>

#include "fhir/xml/tree.h"
#include "tests/support/growth.h"

using fhir::xml::Node;

TEST_CASE("an element's namespace is that of the nearest declaration around it") {
  fhir::Arena arena;
  const auto document = fhir::xml::parse_tree(R"(<a xmlns="urn:1" xmlns:p="urn:2"><p:b xmlns:p="urn:3" xmlns=""><c/><p:d/></p:b><p:e/><f/><xml:g/></a>)", arena);
  REQUIRE(document);
  const Node* a = (*document)->first;
  const Node* b = a->first;
  CHECK(a->space == "urn:1");
  CHECK(b->space == "urn:3");
  CHECK(b->first->space.empty());
  CHECK(b->first->next->space == "urn:3");
  CHECK(b->next->space == "urn:2");
  CHECK(b->next->next->space == "urn:1");
  CHECK(b->next->next->next->space == "http://www.w3.org/XML/1998/namespace");
  for (const Node* node = a; node != nullptr; node = node->first) CHECK(node->space == space_of(*node, node == b ? "p" : ""));
  CHECK_FALSE(fhir::xml::parse_tree(R"(<a><b xmlns:p="urn:1"/><p:c/></a>)", arena));
}

TEST_CASE("a tree costs what is in it, however many attributes are around its elements") {
  const auto work = [](std::size_t size) {
    std::string text = "<a ";
    for (std::size_t i = 0; i < size; ++i) text += "b" + std::to_string(i) + "=\"\" ";
    text += ">";
    for (std::size_t i = 0; i < size; ++i) text += "<c/>";
    fhir::Arena arena;
    CHECK(fhir::xml::parse_tree(text + "</a>", arena));
  };
  CHECK(support::growth(2'000, work) < support::growth_max);
}
