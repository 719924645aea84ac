#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace fhir::json {

/// An array as it stands in a text, and its items.
struct Items {
  std::string_view array;  ///< with its brackets
  std::vector<std::string_view> items;
};

/// The array that is a member of the object which JSON that is well-formed is, found without reading either; nothing if there is
/// no such array. The views are into `json`.
std::optional<Items> items_of(std::string_view json, std::string_view member);

}  // namespace fhir::json
