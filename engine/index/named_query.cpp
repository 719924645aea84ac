#include "engine/index/named_query.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "engine/index/key.h"
#include "fhir/r4/datatypes.h"
#include "fhir/r4/registry.h"

namespace engine::index {
namespace {

using fhir::Descriptor;
using fhir::SearchType;

constexpr std::pair<std::string_view, SearchType> types[] = {
    {"number", SearchType::number},       {"date", SearchType::date},           {"string", SearchType::string},
    {"token", SearchType::token},         {"reference", SearchType::reference}, {"composite", SearchType::composite},
    {"quantity", SearchType::quantity},   {"uri", SearchType::uri},             {"special", SearchType::special},
};

/// The template, or nothing.
std::string template_of(const fhir::r4::OperationDefinition& resource) {
  for (const auto& extension : resource.extension) {
    if (extension.url.text() != search_template || !extension.value || extension.value.type->name != "string") continue;
    return std::string(static_cast<const fhir::Primitive*>(extension.value.value)->text());
  }
  return {};
}

/// "*" is as many as a list may have.
std::size_t max_of(const fhir::Primitive& primitive) {
  const std::string_view text = primitive.text();
  std::size_t max = 0;
  if (text == "*") return std::numeric_limits<std::size_t>::max();
  std::from_chars(text.data(), text.data() + text.size(), max);
  return max;
}

}  // namespace

std::int64_t named_query_key() { return token_key(fhir::r4::OperationDefinition::descriptor.name, "_query", {}); }

NamedQuery::NamedQuery(const fhir::r4::OperationDefinition& resource, std::string of) : id(std::move(of)), name(resource.code.text()), url(resource.url.text()), text(template_of(resource)) {
  on_system = resource.system.text() == "true";
  if (resource.type.text() == "true") {
    for (const Descriptor* type : fhir::r4::resource_types()) {
      const bool has_domain = fhir::find_element(*type, "contained") != nullptr;
      const bool named = std::any_of(resource.resource.begin(), resource.resource.end(), [&](const auto& one) {
        const std::string_view text = one.text();
        return text == type->name || text == "Resource" || (text == "DomainResource" && has_domain);
      });
      if (named) types.push_back(type);
    }
  }
  for (const auto& parameter : resource.parameter) {
    if (parameter.use.text() != "in") continue;
    const std::string_view least = parameter.min.text();
    parameters.push_back({std::string(parameter.name.text()), std::string(parameter.type.text()), search_type_named(parameter.searchType.text()), !least.empty() && least != "0", max_of(parameter.max)});
  }
}

bool NamedQuery::is_on(const Descriptor* type) const { return type == nullptr ? on_system : std::find(types.begin(), types.end(), type) != types.end(); }

const NamedQuery::Parameter* NamedQuery::find(std::string_view parameter) const {
  const auto found = std::find_if(parameters.begin(), parameters.end(), [&](const Parameter& one) { return one.name == parameter; });
  return found == parameters.end() ? nullptr : &*found;
}

bool is_in_use(const fhir::r4::OperationDefinition& resource) {
  return resource.status.text() == "active" && resource.kind.text() == "query" &&
         std::any_of(resource.extension.begin(), resource.extension.end(), [](const auto& one) { return one.url.text() == search_template; });
}

std::optional<SearchType> search_type_named(std::string_view name) {
  for (const auto& [known, type] : types) {
    if (known == name) return type;
  }
  return std::nullopt;
}

}  // namespace engine::index
