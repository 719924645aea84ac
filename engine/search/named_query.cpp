#include "engine/search/named_query.h"

#include <algorithm>
#include <map>
#include <span>

#include "engine/search/criterion.h"
#include "engine/search/query.h"
#include "engine/search/refusal.h"
#include "engine/search/split.h"
#include "engine/search/template.h"
#include "fhir/primitive/check.h"
#include "fhir/r4/registry.h"
#include "fhir/text/nearest.h"

namespace engine::search {
namespace {

using fhir::Result;
using index::NamedQuery;

/// A text in which nothing means anything but itself. https://hl7.org/fhir/R4/search.html#escaping
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ',' || c == '|' || c == '$' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

bool is_blank(std::string_view value) { return value.find_first_not_of(" \t") == std::string_view::npos; }

Result<void> add_value(const NamedQuery& query, const NamedQuery::Parameter& parameter, std::string value, std::vector<std::string>& values) {
  if (values.size() >= parameter.max) return refused(quoted(parameter.name) + " has too many values; the named query " + quoted(query.name) + " takes " + std::to_string(parameter.max) + " at most.");
  values.push_back(std::move(value));
  return {};
}

/// The values of one of the client's parameters, as they take their place.
Result<void> add_values(const NamedQuery& query, const NamedQuery::Parameter& parameter, std::string_view text, std::vector<std::string>& values) {
  if (parameter.read_as) {
    if (const auto escape = wrong_escape(text); !escape.empty()) return malformed(quoted(escape) + " in a value of " + quoted(parameter.name) + " is no escape.");
    for (const auto piece : split(text, ',')) {
      TRY_VOID(read_value(*parameter.read_as, piece, parameter.name));
      TRY_VOID(add_value(query, parameter, std::string(piece), values));
    }
    return {};
  }
  const auto kind = fhir::r4::data_type(parameter.type)->primitive;
  if (!fhir::valid(kind, text)) return malformed("A value of " + quoted(parameter.name) + " is not " + std::string(fhir::expected(kind)) + ".");
  return add_value(query, parameter, escaped(text), values);
}

std::string place_of(const fhir::Descriptor* type) { return type != nullptr ? std::string(type->name) : "a search over all types"; }

Result<const NamedQuery*> query_named(std::string_view name, const fhir::Descriptor* type, const index::CustomParameters& custom) {
  if (const auto* query = custom.query(type, name)) return query;
  std::vector<std::string_view> known;
  for (const auto& query : custom.queries()) {
    if (query.is_on(type)) known.push_back(query.name);
  }
  const auto near = fhir::text::nearest(name, known);
  return refused(quoted(name) + " is no named query of " + place_of(type) + "; it has " + (known.empty() ? "none" : listed(known)) + "." +
                 (near.empty() ? std::string() : " Did you mean " + quoted(near) + "?"));
}

}  // namespace

bool Named::takes(std::string_view name) const { return query != nullptr && (name == query_parameter || query->find(name) != nullptr); }

Result<Named> read_named(const Interaction& interaction, const index::CustomParameters& custom) {
  Named named;
  for (const auto& parameter : interaction.parameters) {
    if (parameter.name != query_parameter || is_blank(parameter.value)) continue;
    if (named.query != nullptr) return about(query_parameter, malformed("\"_query\" is given more than once."));
    TRY(named.query, about(query_parameter, query_named(parameter.value, interaction.type, custom)));
  }
  if (named.query == nullptr) return named;
  std::map<std::string_view, std::vector<std::string>> values;
  for (const auto& parameter : interaction.parameters) {
    const auto* own = named.query->find(parameter.name);
    if (own == nullptr || is_blank(parameter.value)) continue;
    TRY_VOID(about(own->name, add_values(*named.query, *own, parameter.value, values[own->name])));
  }
  for (const auto& own : named.query->parameters) {
    if (own.required && values[own.name].empty()) {
      return about(query_parameter, refused("The named query " + quoted(named.query->name) + " needs a value of " + quoted(own.name) + "."));
    }
  }
  TRY(const auto parameters, read_template(named.query->text));
  TRY(named.parameters, filled(parameters, [&](std::string_view name) -> std::span<const std::string> { return values[name]; }));
  // What it says of the results is what holds where the client says nothing.
  std::erase_if(named.parameters, [&](const Parameter& one) {
    const bool adds = one.name.starts_with("_include") || one.name.starts_with("_revinclude");
    const auto same = [&](const Parameter& other) { return other.name == one.name && !is_blank(other.value); };
    return !adds && is_result_parameter(one.name) && std::any_of(interaction.parameters.begin(), interaction.parameters.end(), same);
  });
  return named;
}

}  // namespace engine::search
