#include "engine/search/refusal.h"

#include <algorithm>
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

/// What else a chain may go on with, or a search over a type ask.
constexpr std::string_view without_element[] = {"_has", "_query"};

}  // namespace

Outcome unsupported(std::string text) { return {IssueType::not_supported, fhir::Issue::Detail::bad_request, std::move(text)}; }

Outcome wrong_modifier(std::string text) { return {IssueType::code_invalid, fhir::Issue::Detail::bad_request, std::move(text)}; }

Outcome refused(std::string text) { return {IssueType::business_rule, fhir::Issue::Detail::bad_request, std::move(text)}; }

Outcome malformed(std::string text) { return {IssueType::value, fhir::Issue::Detail::bad_request, std::move(text)}; }

Outcome too_much(std::string text) { return {IssueType::too_costly, fhir::Issue::Detail::bad_request, std::move(text)}; }

Outcome not_ready(const std::string& what, const index::Progress& progress) {
  const std::string of_all = std::to_string(progress.done) + " of " + std::to_string(progress.all);
  const std::string text = progress.failure.empty() ? what + " yet: it is being indexed, " + of_all + " resources are done. Ask again later."
                                                    : what + ": its indexing failed after " + of_all + " resources. POST [base]/$reindex tries again.";
  return {IssueType::incomplete, fhir::Issue::Detail::bad_request, text};
}

Outcome not_in_zone(const std::string& what, const index::Zone& zone) { return not_ready(what + " in the time zone " + zone.rules->name(), zone); }

Outcome about(std::string_view name, Outcome outcome) {
  for (auto& issue : outcome.issues) {
    if (!name.empty() && issue.expression.empty()) issue.expression = "http." + std::string(fhir::text::cut(name, 100));
  }
  return outcome;
}

bool can_be_ignored(const Outcome& outcome) { return outcome.issues[0].type == IssueType::not_supported; }

bool can_be_left_out(const Outcome& outcome) { return can_be_ignored(outcome) || outcome.issues[0].type == IssueType::code_invalid; }

std::string quoted(std::string_view text) { return '"' + std::string(fhir::text::cut(text, 100)) + '"'; }

std::string listed(std::span<const std::string_view> words, std::size_t bytes_max) {
  std::string text;
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (at > 0 && text.size() + words[at].size() > bytes_max) return text + " and " + std::to_string(words.size() - at) + " more";
    text.append(at == 0 ? "" : ", ").append(fhir::text::cut(words[at], 100));
  }
  return text;
}

std::string suggestion(std::string_view word, std::span<const std::string_view> candidates) {
  const auto near = fhir::text::nearest(word, candidates);
  return (near.empty() ? std::string() : " Did you mean " + quoted(near) + "?") + " Valid are: " + listed(candidates) + ".";
}

std::vector<std::string_view> searchable_codes(const Descriptor& type, const index::CustomParameters& custom) {
  std::vector<std::string_view> codes;
  for (const auto& parameter : index::parameters_of(type).all()) {
    if (parameter->searchable()) codes.push_back(parameter->code);
  }
  for (const auto& special : special_parameters) codes.push_back(special.code);
  for (const auto* parameter : custom.of(type)) {
    if (parameter->custom->ready) codes.push_back(parameter->code);
  }
  return codes;
}

std::vector<std::string_view> reference_codes(const Descriptor& type, const Descriptor* target, const index::CustomParameters& custom) {
  std::vector<std::string_view> codes;
  const auto add = [&](const index::Parameter& parameter) {
    const auto& targets = parameter.targets;
    const bool leads_there = target == nullptr || std::find(targets.begin(), targets.end(), target->name) != targets.end();
    if (parameter.kind == fhir::SearchType::reference && leads_there) codes.push_back(parameter.code);
  };
  for (const auto& parameter : index::parameters_of(type).all()) {
    if (parameter->searchable()) add(*parameter);
  }
  for (const auto* parameter : custom.of(type)) {
    if (parameter->custom->ready) add(*parameter);
  }
  return codes;
}

bool is_known(const Descriptor& type, std::string_view code, const index::CustomParameters& custom) {
  const auto is_code = [&](const Special& special) { return special.code == code; };
  return index::parameters_of(type).find(code) != nullptr || custom.find(type, code) != nullptr ||
         std::any_of(std::begin(special_parameters), std::end(special_parameters), is_code) ||
         std::find(std::begin(without_element), std::end(without_element), code) != std::end(without_element);
}

Outcome has_none(const Descriptor& type, std::string_view code, std::span<const std::string_view> valid) {
  return unsupported(std::string(type.name) + " has no search parameter " + quoted(code) + "." + suggestion(code, valid));
}

Result<const index::Parameter*> searchable_parameter(const Descriptor& type, std::string_view code, const index::CustomParameters& custom, std::span<const std::string_view> others) {
  const auto* parameter = index::parameters_of(type).find(code);
  if (parameter != nullptr && parameter->searchable()) return parameter;
  if (const auto* own = custom.find(type, code)) {
    if (!own->custom->ready) return not_ready(std::string(type.name) + " cannot be searched by " + quoted(code), *own->custom);
    return own;
  }
  if (parameter != nullptr && parameter->is_full_text()) {
    return unsupported(std::string(type.name) + " cannot be searched by " + quoted(code) + ": the words of its texts are not indexed. To have them indexed, POST a SearchParameter with the code " +
                       quoted(code) + ", the type string, " + quoted(type.name) + " in its base, and the status active.");
  }
  for (const auto& special : special_parameters) {
    if (special.code == code) return unsupported(quoted(code) + " is a parameter of a search, of which no element of " + std::string(type.name) + " has a value: it cannot stand here.");
  }
  auto codes = searchable_codes(type, custom);
  codes.insert(codes.end(), others.begin(), others.end());
  if (parameter == nullptr) return has_none(type, code, codes);
  return unsupported(std::string(type.name) + " cannot be searched here by " + quoted(code) + "." + suggestion(code, codes));
}

Result<const Descriptor*> resource_type_named(std::string_view name, std::string_view where, std::span<const std::string_view> valid) {
  if (const auto* type = fhir::r4::resource_type(name)) return type;
  std::vector<std::string_view> names(valid.begin(), valid.end());
  if (names.empty()) {
    for (const auto* type : fhir::r4::resource_types()) names.push_back(type->name);
  }
  return malformed(quoted(name) + " in " + std::string(where) + " is no resource type." + suggestion(name, names));
}

}  // namespace engine::search
