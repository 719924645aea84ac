#include "fhir/xml/tree.h"

#include <pugixml.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "fhir/xml/scan.h"
#include "fhir/xml/xhtml.h"

namespace fhir::xml {
namespace {

constexpr std::string_view xhtml_space = "http://www.w3.org/1999/xhtml";
constexpr std::string_view xml_space = "http://www.w3.org/XML/1998/namespace";

Outcome at(std::string_view text, std::ptrdiff_t offset, std::string what) {
  Outcome outcome(IssueType::structure, std::move(what));
  const json::Position position = json::position_of(text, static_cast<std::size_t>(std::max<std::ptrdiff_t>(offset, 0)));
  outcome.issues[0].line = position.line;
  outcome.issues[0].column = position.column;
  return outcome;
}

/// The prefix that an attribute declares a namespace for, which is empty for the default one.
std::optional<std::string_view> declared_by(std::string_view attribute) {
  if (attribute == "xmlns") return std::string_view();
  if (attribute.starts_with("xmlns:")) return attribute.substr(6);
  return std::nullopt;
}

/// One walk over the parsed document; the recursion is as deep as the text, which scan() has bounded.
class Building {
 public:
  Building(std::string_view text, Arena& arena) : text_(text), arena_(arena) {}

  Result<void> children(const pugi::xml_node& from, Node& parent) {
    Node** link = &parent.first;
    for (const pugi::xml_node child : from.children()) {
      Node* node = arena_.make<Node>();
      node->parent = &parent;
      TRY_VOID(fill(child, *node));
      *link = node;
      link = &node->next;
    }
    return {};
  }

 private:
  Result<void> fill(const pugi::xml_node& from, Node& node) {
    switch (from.type()) {
      case pugi::node_element: return element(from, node);
      case pugi::node_comment: node.kind = Node::Kind::comment; break;
      case pugi::node_pi:
        node.kind = Node::Kind::instruction;
        node.name = arena_.copy(from.name());
        break;
      default: node.kind = Node::Kind::text;
    }
    node.text = arena_.copy(from.value());
    return {};
  }

  Result<void> element(const pugi::xml_node& from, Node& node) {
    node.kind = Node::Kind::element;
    Attribute** link = &node.attributes;
    std::vector<std::string_view> declared;
    for (const pugi::xml_attribute attribute : from.attributes()) {
      *link = arena_.make<Attribute>();
      (*link)->name = arena_.copy(attribute.name());
      (*link)->value = arena_.copy(attribute.value());
      if (const auto prefix = declared_by((*link)->name)) {
        spaces_[*prefix].push_back((*link)->value);
        declared.push_back(*prefix);
      }
      link = &(*link)->next;
    }
    const std::string_view name = arena_.copy(from.name());
    const std::size_t colon = name.find(':');
    const std::string_view prefix = colon == name.npos ? std::string_view() : name.substr(0, colon);
    node.name = colon == name.npos ? name : name.substr(colon + 1);
    node.space = space_here(prefix);
    if (node.space.empty() && !prefix.empty()) {
      return at(text_, from.offset_debug(), "The prefix '" + std::string(prefix.substr(0, 64)) + "' is not declared.");
    }
    if (node.name == "div" && node.space == xhtml_space && node.parent->space != xhtml_space && from.offset_debug() > 0) {
      const std::string_view begin = text_.substr(static_cast<std::size_t>(from.offset_debug()) - 1);
      std::size_t length = 0;
      if (!check_xhtml_prefix(begin, length)) node.source = arena_.copy(begin.substr(0, length));
    }
    TRY_VOID(children(from, node));
    for (const std::string_view one : declared) spaces_[one].pop_back();
    return {};
  }

  /// space_of(), without a look at all that is around: that may be as many attributes as there are elements.
  std::string_view space_here(std::string_view prefix) const {
    if (prefix == "xml") return xml_space;
    const auto known = spaces_.find(prefix);
    return known == spaces_.end() || known->second.empty() ? std::string_view() : known->second.back();
  }

  std::string_view text_;
  Arena& arena_;
  std::map<std::string_view, std::vector<std::string_view>> spaces_;  ///< what each prefix stands for, the innermost last
};

void append_escaped(std::string& out, std::string_view text, bool in_attribute) {
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += in_attribute ? "&quot;" : "\""; break;
      case '\r': out += "&#13;"; break;
      case '\n': out += in_attribute ? "&#10;" : "\n"; break;
      case '\t': out += in_attribute ? "&#9;" : "\t"; break;
      default: out += c;
    }
  }
}

void append_attribute(std::string& out, std::string_view name, std::string_view value) {
  out.append(" ").append(name).append("=\"");
  append_escaped(out, value, true);
  out += '"';
}

}  // namespace

const Attribute* Node::find(std::string_view attribute) const {
  for (const Attribute* one = attributes; one != nullptr; one = one->next) {
    if (one->name == attribute) return one;
  }
  return nullptr;
}

std::string Node::string_value() const {
  if (kind == Kind::text) return std::string(text);
  std::string value;
  for (const Node* child = first; child != nullptr; child = child->next) {
    if (child->kind == Kind::text || child->kind == Kind::element) value += child->string_value();
  }
  return value;
}

std::string_view space_of(const Node& element, std::string_view prefix) {
  if (prefix == "xml") return xml_space;
  for (const Node* node = &element; node != nullptr; node = node->parent) {
    for (const Attribute* one = node->attributes; one != nullptr; one = one->next) {
      const bool declares = prefix.empty() ? one->name == "xmlns" : one->name.starts_with("xmlns:") && one->name.substr(6) == prefix;
      if (declares) return one->value;
    }
  }
  return {};
}

Result<Node*> parse_tree(std::string_view text, Arena& arena, const json::Limits& limits) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  TRY_VOID(scan(text, limits));
  pugi::xml_document document;
  constexpr unsigned flags = pugi::parse_default | pugi::parse_ws_pcdata | pugi::parse_comments | pugi::parse_pi;
  const pugi::xml_parse_result parsed = document.load_buffer(text.data(), text.size(), flags, pugi::encoding_utf8);
  if (!parsed) return at(text, parsed.offset, std::string("The XML is not well-formed: ") + parsed.description() + ".");
  Node* root = arena.make<Node>();
  TRY_VOID(Building(text, arena).children(document, *root));
  return root;
}

void append_tree(std::string& out, const Node& node) {
  switch (node.kind) {
    case Node::Kind::text: append_escaped(out, node.text, false); return;
    case Node::Kind::comment: out.append("<!--").append(node.text).append("-->"); return;
    case Node::Kind::instruction: out.append("<?").append(node.name).append(" ").append(node.text).append("?>"); return;
    case Node::Kind::document:
      for (const Node* child = node.first; child != nullptr; child = child->next) append_tree(out, *child);
      return;
    case Node::Kind::element: break;
  }
  if (!node.source.empty()) {
    out += node.source;
    return;
  }
  out.append("<").append(node.name);
  const std::string_view around = node.parent != nullptr ? node.parent->space : std::string_view();
  if (node.space != around) append_attribute(out, "xmlns", node.space);
  for (const Attribute* one = node.attributes; one != nullptr; one = one->next) {
    if (one->name != "xmlns" && !one->name.starts_with("xmlns:")) append_attribute(out, one->name, one->value);
  }
  if (node.first == nullptr) {
    out += "/>";
    return;
  }
  out += '>';
  for (const Node* child = node.first; child != nullptr; child = child->next) append_tree(out, *child);
  out.append("</").append(node.name).append(">");
}

}  // namespace fhir::xml
