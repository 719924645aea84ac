#include "engine/patch/xml_patch.h"

#include <algorithm>

#include "engine/patch/xml_selector.h"
#include "fhir/xml/scan.h"
#include "fhir/xml/tree.h"
#include "fhir/xml/xhtml.h"

namespace engine::patch {
namespace {

using fhir::Arena;
using fhir::Outcome;
using fhir::Result;
using fhir::xml::Attribute;
using fhir::xml::Node;

bool is_blank(const Node& node) {
  return node.kind == Node::Kind::comment ||
         (node.kind == Node::Kind::text && node.text.find_first_not_of(" \t\r\n") == std::string_view::npos);
}

std::size_t depth_above(const Node& node) {
  std::size_t depth = 0;
  for (const Node* one = node.parent; one != nullptr; one = one->parent) ++depth;
  return depth;
}

/// One document on its way through the operations.
class Patching {
 public:
  Patching(Node& document, Arena& arena, const Limits& limits)
      : document_(document), arena_(arena), limits_(limits), steps_(limits.steps), repeated_left_(limits.copied_bytes), room_(arena, limits.arena_bytes) {}

  Result<void> run(const Node& patch) {
    const Node* root = patch.first;
    while (root != nullptr && root->kind != Node::Kind::element) root = root->next;
    std::size_t at = 0;
    for (const Node* operation = root != nullptr ? root->first : nullptr; operation != nullptr; operation = operation->next) {
      if (operation->kind == Node::Kind::element) {
        if (at == limits_.operations) {
          return malformed("The patch has more than " + std::to_string(limits_.operations) + " operations, which is the most that are done at once.");
        }
        TRY_VOID(apply(*operation, at++));
      } else if (!is_blank(*operation)) {
        return malformed("The patch has text beside its operations, which are elements: add, replace and remove.");
      }
    }
    if (at == 0) return malformed("The patch has no operations; they are elements in its root: add, replace and remove.");
    return {};
  }

 private:
  Result<void> apply(const Node& operation, std::size_t at) {
    const auto* sel = operation.find("sel");
    name_ = name_of(at, operation.name.substr(0, 16), sel != nullptr ? sel->value : std::string_view());
    if (operation.name != "add" && operation.name != "replace" && operation.name != "remove") return wrong("an operation is add, replace or remove.");
    if (sel == nullptr) return wrong("the attribute sel is missing.");
    if (sel->value.size() > limits_.path_bytes) return wrong("the selector is too long.");
    auto found = select(document_, sel->value, operation, steps_);
    if (!found) {
      found.outcome().issues.front().text.insert(0, name_ + ": ");
      return std::move(found.outcome());
    }
    if (operation.name == "add") return add(operation, *found);
    if (operation.name == "replace") return replace(operation, *found);
    return remove(operation, *found);
  }

  Outcome wrong(std::string_view text) const { return malformed(name_ + ": " + std::string(text)); }
  Outcome unfit(std::string_view text) const { return inapplicable(name_ + ": " + std::string(text)); }
  Outcome too_much() const { return unfit("the patch is more work than one patch may be; send it in parts, or the resource with PUT."); }

  /// A narrative with a change in it is no longer as it was written.
  static void touch(Node* node) {
    for (; node != nullptr; node = node->parent) node->source = {};
  }

  static Node** link_of(Node& node) {
    Node** link = &node.parent->first;
    while (*link != &node) link = &(*link)->next;
    return link;
  }

  Result<std::string_view> text_content(const Node& operation) const {
    if (operation.first == nullptr) return std::string_view();
    if (operation.first->kind != Node::Kind::text || operation.first->next != nullptr) return wrong("its content is a text.");
    return operation.first->text;
  }

  /// https://www.rfc-editor.org/rfc/rfc5261#section-4.3
  Result<void> add(const Node& operation, const Selection& at) {
    if (at.attribute != nullptr) return unfit("nothing can be added to an attribute; replace it.");
    if (const auto* type = operation.find("type")) return add_attribute(operation, *at.node, type->value);
    Node* parent = at.node;
    Node** link = nullptr;
    const auto* pos = operation.find("pos");
    if (pos == nullptr || pos->value == "prepend") {
      if (parent->kind != Node::Kind::element) return unfit("only an element can have something added to it.");
      link = &parent->first;
      while (pos == nullptr && *link != nullptr) link = &(*link)->next;
    } else if (pos->value == "before" || pos->value == "after") {
      parent = at.node->parent;
      if (parent->kind != Node::Kind::element) return unfit("a document has one root, with nothing beside it.");
      link = pos->value == "before" ? link_of(*at.node) : &at.node->next;
    } else {
      return wrong("pos is before, after or prepend.");
    }
    if (operation.first == nullptr) return wrong("there is nothing in it to add.");
    touch(parent);
    for (const Node* child = operation.first; child != nullptr; child = child->next) {
      TRY(Node* added, copied(*child, *parent));
      added->next = *link;
      *link = added;
      link = &added->next;
    }
    return {};
  }

  Result<void> add_attribute(const Node& operation, Node& to, std::string_view type) {
    if (to.kind != Node::Kind::element) return unfit("only an element has attributes.");
    const std::string_view name = type.starts_with('@') ? type.substr(1) : std::string_view();
    const bool fits = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
    if (!fits || name == "xmlns") return wrong("type is '@' and an attribute's name; namespaces need not be declared, and prefixes are not known.");
    if (to.find(name) != nullptr) return unfit("the attribute is there already; replace it.");
    TRY(const std::string_view value, text_content(operation));
    touch(&to);
    Attribute** link = &to.attributes;
    while (*link != nullptr) link = &(*link)->next;
    *link = arena_.make<Attribute>();
    **link = {name, value, nullptr};
    return {};
  }

  /// https://www.rfc-editor.org/rfc/rfc5261#section-4.4
  Result<void> replace(const Node& operation, const Selection& at) {
    touch(at.node);
    if (at.attribute != nullptr) {
      TRY(at.attribute->value, text_content(operation));
      return {};
    }
    if (at.node->kind == Node::Kind::text) {
      TRY(at.node->text, text_content(operation));
      return {};
    }
    const Node* only = nullptr;
    for (const Node* child = operation.first; child != nullptr; child = child->next) {
      if (child->kind == at.node->kind) {
        if (only != nullptr) return wrong("it has one node in it, to put in place of the other.");
        only = child;
      } else if (!is_blank(*child)) {
        return wrong("what it has in it is of another kind than what is to be replaced.");
      }
    }
    if (only == nullptr) return wrong("there is nothing in it to put in place of the other.");
    TRY(Node* put, copied(*only, *at.node->parent));
    put->next = at.node->next;
    *link_of(*at.node) = put;
    return {};
  }

  /// https://www.rfc-editor.org/rfc/rfc5261#section-4.5
  Result<void> remove(const Node& operation, const Selection& at) {
    for (const Node* child = operation.first; child != nullptr; child = child->next) {
      if (!is_blank(*child)) return wrong("a remove has nothing in it.");
    }
    touch(at.node);
    if (at.attribute != nullptr) {
      Attribute** link = &at.node->attributes;
      while (*link != at.attribute) link = &(*link)->next;
      *link = at.attribute->next;
      return {};
    }
    if (at.node->parent->kind == Node::Kind::document && at.node->kind == Node::Kind::element) {
      return unfit("the root cannot be removed by a patch; use DELETE.");
    }
    *link_of(*at.node) = at.node->next;
    return {};
  }

  /// A primitive is one element deeper than its JSON is.
  std::size_t depth_max_in(std::string_view space) const {
    return space == "http://www.w3.org/1999/xhtml" ? fhir::xml::depth_max(limits_.document) : std::size_t{limits_.document.depth} + 1;
  }

  /// A copy below `parent`, so that the patch stays as it is. An element of no namespace is of the one around it.
  Result<Node*> copied(const Node& node, Node& parent) {
    // So that every walk ends; how many levels of JSON they are is counted when the result is read.
    if (node.kind == Node::Kind::element && depth_above(parent) >= depth_max_in(node.space.empty() ? parent.space : node.space)) {
      return unfit("the document would be nested deeper than " + std::to_string(limits_.document.depth) + " levels, or its narrative than " +
                   std::to_string(fhir::xml::xhtml_depth_max) + ".");
    }
    // A namespace is declared again wherever it begins, so that one long name may be written many times.
    const bool declares = node.kind == Node::Kind::element && !node.space.empty() && node.space != parent.space;
    if (steps_ == 0 || !room_.has(sizeof(Node)) || (declares && node.space.size() > repeated_left_)) return too_much();
    --steps_;
    if (declares) repeated_left_ -= node.space.size();
    Node* copy = arena_.make<Node>();
    *copy = node;
    copy->parent = &parent;
    copy->first = copy->next = nullptr;
    if (copy->kind == Node::Kind::element && copy->space.empty()) copy->space = parent.space;
    copy->attributes = nullptr;
    Attribute** attribute = &copy->attributes;
    for (const Attribute* one = node.attributes; one != nullptr; one = one->next) {
      if (!room_.has(sizeof(Attribute))) return too_much();
      *attribute = arena_.make<Attribute>();
      **attribute = {one->name, one->value, nullptr};
      attribute = &(*attribute)->next;
    }
    Node** link = &copy->first;
    for (const Node* child = node.first; child != nullptr; child = child->next) {
      TRY(*link, copied(*child, *copy));
      link = &(*link)->next;
    }
    return copy;
  }

  Node& document_;
  Arena& arena_;
  const Limits& limits_;
  std::uint64_t steps_;
  std::uint64_t repeated_left_;  ///< bytes of namespaces that what is added may declare
  Room room_;
  std::string name_;  ///< of the operation, for issues
};

}  // namespace

Result<std::string> xml_patch(std::string_view document, std::string_view patch, const Limits& limits) {
  Arena arena;
  auto operations = fhir::xml::parse_tree(patch, arena, limits.document);
  if (!operations) {
    for (fhir::Issue& issue : operations.outcome().issues) {
      issue.text.insert(0, "The patch cannot be read: ");
      issue.detail = fhir::Issue::Detail::bad_request;
    }
    return std::move(operations.outcome());
  }
  TRY(Node* tree, fhir::xml::parse_tree(document, arena, limits.document));
  TRY_VOID(Patching(*tree, arena, limits).run(**operations));
  std::string out;
  fhir::xml::append_tree(out, *tree);
  return out;
}

}  // namespace engine::patch
