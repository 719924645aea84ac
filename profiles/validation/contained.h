#pragma once

#include <optional>
#include <string_view>
#include <unordered_set>

#include "fhir/model/value.h"

namespace profiles {

/// The ids of the resources that a resource contains, gathered when first asked for. One for each resource that is contained
/// in none; the views point into it.
class ContainedIds {
 public:
  explicit ContainedIds(fhir::Resource root) : root_(root) {}
  bool has(std::string_view id);

 private:
  fhir::Resource root_;
  std::optional<std::unordered_set<std::string_view>> ids_;
};

/// Rule dom-3, in one walk: whether each contained resource that has an id is referred to by it from anywhere in `resource`,
/// or refers to `resource` as "#". https://hl7.org/fhir/R4/references.html#contained
bool are_contained_used(fhir::Resource resource);

}  // namespace profiles
