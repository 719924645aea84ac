#include "engine/index/contained.h"

#include <vector>

#include "engine/index/key.h"
#include "fhir/r4/registry.h"

namespace engine::index {
namespace {

/// Beside the resource types, in their order.
struct ContainedTypes {
  std::vector<std::string> names;
  std::vector<fhir::Descriptor> types;

  ContainedTypes() {
    const auto all = fhir::r4::resource_types();
    names.reserve(all.size());
    types.reserve(all.size());
    for (const auto* type : all) {
      fhir::Descriptor contained = *type;
      contained.name = names.emplace_back("contained " + std::string(type->name));
      contained.number = static_cast<std::uint16_t>(first_contained + types.size());
      types.push_back(contained);
    }
  }
};

const ContainedTypes& contained_types() {
  static const ContainedTypes all;
  return all;
}

}  // namespace

const fhir::Descriptor& contained_type(const fhir::Descriptor& type) { return contained_types().types.at(static_cast<std::size_t>(type.number) - 1); }

const fhir::Descriptor* contained_type(std::uint16_t number) {
  const auto& types = contained_types().types;
  return number >= first_contained && number < first_contained + types.size() ? &types[number - first_contained] : nullptr;
}

const fhir::Descriptor& own_type(const fhir::Descriptor& type) {
  return type.number < first_contained ? type : *fhir::r4::resource_types()[type.number - first_contained];
}

std::int64_t contains_key(const fhir::Descriptor& container, const fhir::Descriptor& contained) { return present_key(container.name, contained.name); }

std::string contained_id(const fhir::Descriptor& container, std::string_view container_id, std::string_view local_id) {
  return std::string(container.name).append("/").append(container_id).append("#").append(local_id);
}

ContainedId split_contained_id(std::string_view id) {
  const auto slash = id.find('/'), hash = id.find('#');
  if (slash == std::string_view::npos || hash == std::string_view::npos || hash < slash) return {};
  return {fhir::r4::resource_type(id.substr(0, slash)), id.substr(slash + 1, hash - slash - 1), id.substr(hash + 1)};
}

}  // namespace engine::index
