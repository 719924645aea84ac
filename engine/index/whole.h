#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "engine/index/node.h"

namespace engine::index {

/// A resource as it is stored, with what is inside it by its local id: "#…" leads from one to another. Of a Bundle that is the
/// first resource, as which documents and messages are searched. https://hl7.org/fhir/R4/references.html#contained
struct Whole {
  const fhir::Descriptor& type;
  std::string_view id;
  std::vector<std::pair<std::string_view, Node>> inside;

  /// `id` is the one the resource is stored under.
  Whole(Node resource, std::string_view id);

  /// What is inside under a local id, or null.
  const Node* find(std::string_view local) const;

  /// The first resource of a document or message, with or without an id, or null.
  const Node* first_of_bundle() const { return type.name == "Bundle" && !inside.empty() ? &inside.front().second : nullptr; }

 private:
  void add(Node node);
};

/// True if resources of a type may have others inside.
bool may_have_inside(const fhir::Descriptor& type);

/// The id of a resource.
std::string_view id_of(Node resource);

}  // namespace engine::index
