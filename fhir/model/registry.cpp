#include "fhir/r4/registry.h"

#include <algorithm>

namespace fhir::r4 {
namespace {

const Descriptor* named(std::span<const Descriptor* const> types, std::string_view name) {
  const auto found = std::lower_bound(types.begin(), types.end(), name,
                                      [](const Descriptor* type, std::string_view wanted) { return type->name < wanted; });
  return found != types.end() && (*found)->name == name ? *found : nullptr;
}

}  // namespace

const Descriptor* resource_type(std::string_view name) { return named(resource_types(), name); }
const Descriptor* data_type(std::string_view name) { return named(data_types(), name); }

const Descriptor* resource_type(std::uint16_t number) {
  const auto types = resource_types();
  return number >= 1 && number <= types.size() ? types[number - 1] : nullptr;
}

}  // namespace fhir::r4
