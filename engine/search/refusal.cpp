#include "engine/search/refusal.h"

#include <vector>

#include "engine/search/special.h"
#include "fhir/r4/registry.h"
#include "fhir/text/fold.h"
#include "fhir/text/nearest.h"

namespace engine::search {
namespace {

using fhir::Descriptor;
using fhir::IssueType;
using fhir::Outcome;
using fhir::Result;

std::vector<std::string_view> searchable_codes(const Descriptor& type) {
  std::vector<std::string_view> codes;
  for (const auto& parameter : index::parameters_of(type).all()) {
    if (parameter->searchable()) codes.push_back(parameter->code);
  }
  for (const auto& special : special_parameters) codes.push_back(special.code);
  return codes;
}

}  // namespace

Outcome unsupported(std::string text) { return {IssueType::not_supported, fhir::Issue::Detail::bad_request, std::move(text)}; }

Outcome refused(std::string text) { return {IssueType::business_rule, fhir::Issue::Detail::bad_request, std::move(text)}; }

Outcome malformed(std::string text) { return {IssueType::value, fhir::Issue::Detail::bad_request, std::move(text)}; }

Outcome too_much(std::string text) { return {IssueType::too_costly, fhir::Issue::Detail::bad_request, std::move(text)}; }

bool can_be_ignored(const Outcome& outcome) { return outcome.issues[0].type == IssueType::not_supported; }

std::string quoted(std::string_view text) { return '"' + std::string(fhir::text::cut(text, 100)) + '"'; }

std::string listed(std::span<const std::string_view> words) {
  std::string text;
  for (const auto word : words) text.append(text.empty() ? "" : ", ").append(word);
  return text;
}

std::string suggestion(std::string_view word, std::span<const std::string_view> candidates) {
  if (const auto near = fhir::text::nearest(word, candidates); !near.empty()) return " Did you mean " + quoted(near) + "?";
  return " Valid are: " + listed(candidates) + ".";
}

Result<const index::Parameter*> searchable_parameter(const Descriptor& type, std::string_view code) {
  const auto* parameter = index::parameters_of(type).find(code);
  if (parameter != nullptr && parameter->searchable()) return parameter;
  const auto codes = searchable_codes(type);
  const std::string what = parameter == nullptr ? " has no search parameter " : " cannot be searched here by ";
  return unsupported(std::string(type.name) + what + quoted(code) + "." + suggestion(code, codes));
}

Result<const Descriptor*> resource_type_named(std::string_view name, std::string_view where) {
  if (const auto* type = fhir::r4::resource_type(name)) return type;
  std::vector<std::string_view> names;
  for (const auto* type : fhir::r4::resource_types()) names.push_back(type->name);
  const auto near = fhir::text::nearest(name, names);
  return malformed(quoted(name) + " in " + std::string(where) + " is no resource type." +
                   (near.empty() ? std::string() : " Did you mean " + quoted(near) + "?"));
}

}  // namespace engine::search
