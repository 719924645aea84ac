#include "engine/index/whole.h"

#include <algorithm>

#include "fhir/r4/bundle.h"

namespace engine::index {

std::string_view id_of(Node resource) { return fhir::id_of({resource.type, const_cast<void*>(resource.value)}).text(); }

bool may_have_inside(const fhir::Descriptor& type) { return &type == &fhir::r4::Bundle::descriptor || fhir::find_element(type, "contained") != nullptr; }

Whole::Whole(Node resource, std::string_view own_id) : type(*resource.type), id(own_id) {
  if (const auto* bundle = resource.as<fhir::r4::Bundle>()) {
    const auto kind = bundle->type.text();
    if (bundle->entry.empty() || (kind != "document" && kind != "message")) return;
    // It need not have an id: nobody refers to it by one.
    if (const auto& first = bundle->entry[0].resource) inside.emplace_back(id_of(Node{first.type, first.value}), Node{first.type, first.value});
  } else if (const auto* element = fhir::find_element(type, "contained")) {
    each_value(resource.value, *element, [&](Node node) { add(node); });
  }
}

// Of two with one id the first counts; what has none cannot be referred to.
void Whole::add(Node node) {
  const auto local = id_of(node);
  if (!local.empty() && find(local) == nullptr) inside.emplace_back(local, node);
}

const Node* Whole::find(std::string_view local) const {
  const auto found = std::find_if(inside.begin(), inside.end(), [&](const auto& one) { return one.first == local; });
  return found != inside.end() && !local.empty() ? &found->second : nullptr;
}

}  // namespace engine::index
