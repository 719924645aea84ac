#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "fhir/arena.h"
#include "fhir/json/tree.h"
#include "fhir/result.h"

/// XML as it stands, before it means anything, to be looked at and changed. https://www.w3.org/TR/xml/
namespace fhir::xml {

struct Attribute {
  std::string_view name;  ///< as written: "value", "xmlns:f"
  std::string_view value;
  Attribute* next = nullptr;
};

/// A node in an Arena. Children form a list in the order of the text.
struct Node {
  enum class Kind : std::uint8_t { document, element, text, comment, instruction } kind = Kind::document;
  std::string_view name;   ///< of an element, without its prefix; of an instruction, its target
  std::string_view space;  ///< of an element: the namespace its prefix, or the lack of one, stands for
  std::string_view text;   ///< of a text (CDATA too), a comment or an instruction
  /// Of a narrative's div: how it was written, as long as nothing in it is changed; narratives are kept to the letter.
  std::string_view source;
  Attribute* attributes = nullptr;
  Node* parent = nullptr;
  Node* first = nullptr;
  Node* next = nullptr;

  const Attribute* find(std::string_view attribute) const;
  /// The text of an element and all below it; of a text, itself.
  std::string string_value() const;
};

/// Reads an XML text as strictly as FHIR's are read; white space and comments are kept. The node is the document; its
/// elements' prefixes are declared. The tree lives in `arena`.
Result<Node*> parse_tree(std::string_view text, Arena& arena, const json::Limits& limits = {});

/// What `prefix` stands for at an element; empty where it is not declared. The empty prefix is the default namespace.
std::string_view space_of(const Node& element, std::string_view prefix);

/// Appends a tree as XML text: elements without prefixes, their namespaces declared where they change. Declarations in
/// the tree's attributes are not repeated.
void append_tree(std::string& out, const Node& node);

}  // namespace fhir::xml
