#include "engine/interaction/policy.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "fhir/r4/registry.h"
#include "fhir/text/nearest.h"

namespace engine {
namespace {

using fhir::IssueType;
using fhir::Outcome;

std::optional<Integrity> integrity_named(std::string_view name) {
  if (name == "off") return Integrity::off;
  if (name == "logical") return Integrity::logical;
  if (name == "enforced") return Integrity::enforced;
  return std::nullopt;
}

Outcome unknown_type(std::string_view name) {
  std::vector<std::string_view> names;
  for (const auto* type : fhir::r4::resource_types()) names.push_back(type->name);
  const auto nearest = fhir::text::nearest(name, names);
  return {IssueType::value, "'" + std::string(name) + "' is not a resource type of R4" +
                                (nearest.empty() ? std::string(".") : "; did you mean '" + std::string(nearest) + "'?")};
}

}  // namespace

const Policy standard_policy;

Integrity Policy::integrity_of(const fhir::Descriptor& type) const {
  const auto own = integrity_of_type.find(&type);
  return own != integrity_of_type.end() ? own->second : integrity;
}

bool Policy::enforces() const {
  const auto is = [](const auto& one) { return one.second == Integrity::enforced; };
  return integrity == Integrity::enforced || std::any_of(integrity_of_type.begin(), integrity_of_type.end(), is);
}

fhir::Result<void> read_integrity(std::string_view text, Policy& policy) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t equals = part.find('=');
    const bool has_type = equals != std::string_view::npos;
    const auto integrity = integrity_named(has_type ? part.substr(equals + 1) : part);
    if (!integrity) {
      return Outcome(IssueType::value, "'" + std::string(part) + "' is no referential integrity; it is enforced, logical or off, or that of a type: Observation=off.");
    }
    if (!has_type) {
      policy.integrity = *integrity;
      continue;
    }
    const auto* type = fhir::r4::resource_type(part.substr(0, equals));
    if (type == nullptr) return unknown_type(part.substr(0, equals));
    policy.integrity_of_type[type] = *integrity;
  }
  return {};
}

}  // namespace engine
