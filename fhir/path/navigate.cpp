#include "fhir/path/navigate.h"

#include "fhir/model/primitive_types.h"

namespace fhir::path {
namespace {

/// A node as a struct with elements: a primitive's are its id and extensions, if it has any.
Node with_elements(Node node) {
  if (!node.type->is_primitive()) return node;
  const Extras* extras = node.primitive().extras;
  return extras != nullptr ? Node{&Extras::descriptor, extras} : Node{};
}

}  // namespace

bool add_child(Node node, std::string_view name, Collection& out) {
  const Node parent = with_elements(node);
  if (!parent) return name == "extension" || name == "id";
  const Element* element = find_element(*parent.type, name);
  if (element == nullptr) return false;
  each_value(parent.value, *element, [&out](Node child) { out.add(Value::of(child)); });
  return true;
}

void add_children(Node node, Collection& out) {
  const Node parent = with_elements(node);
  if (!parent) return;
  for (const Element& element : parent.type->elements) {
    each_value(parent.value, element, [&out](Node child) { out.add(Value::of(child)); });
  }
}

}  // namespace fhir::path
