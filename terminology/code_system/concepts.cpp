#include "terminology/code_system/concepts.h"

#include <algorithm>
#include <chrono>

#include "fhir/r4/datatypes.h"
#include "fhir/text/regex.h"

namespace terminology::code_system {
namespace {

using fhir::Outcome;
using fhir::Result;

/// What a property's value is compared as: a code, or the text of another primitive.
std::string_view text_of(const fhir::Choice& value) {
  if (const auto* coding = value.as<fhir::r4::Coding>()) return coding->code.text();
  return value && value.type->is_primitive() ? static_cast<const fhir::Primitive*>(value.value)->text() : std::string_view();
}

std::vector<std::string_view> values_in(const fhir::Primitive& value) {
  return value.has_text() ? std::vector<std::string_view>{value.text()} : std::vector<std::string_view>();
}

constexpr std::chrono::seconds filter_time_max{2};

bool is_concept(std::string_view property) { return property == "concept" || property == "code"; }

}  // namespace

Concepts::Concepts(const fhir::r4::CodeSystem& system) {
  const auto meaning = system.hierarchyMeaning.text();
  const bool nesting_subsumes = meaning.empty() || meaning == "is-a" || meaning == "grouped-by";
  for (const Concept& one : system.concept_) add(one, {}, nesting_subsumes);
}

void Concepts::add(const Concept& one, std::string_view parent, bool nesting_subsumes) {
  const auto code = one.code.text();
  if (code.empty()) return;
  concepts_.emplace(code, &one);
  if (!parent.empty() && nesting_subsumes) add_link(parent, code);
  for (const auto& property : one.property) {
    const auto name = property.code.text(), other = text_of(property.value);
    if (other.empty()) continue;
    if (name == "parent" || name == "subsumedBy") add_link(other, code);
    if (name == "child") add_link(code, other);
  }
  for (const Concept& inner : one.concept_) add(inner, code, nesting_subsumes);
}

void Concepts::add_link(std::string_view parent, std::string_view child) {
  children_.emplace(parent, child);
  parents_.emplace(child, parent);
}

Codes Concepts::all() const {
  Codes codes;
  for (const auto& [code, one] : concepts_) codes.emplace(code);
  return codes;
}

Codes Concepts::reached(std::string_view from, const Links& links) {
  Codes found{std::string(from)};
  std::vector<std::string_view> next{from};
  while (!next.empty()) {
    const auto [begin, end] = links.equal_range(next.back());
    next.pop_back();
    for (auto link = begin; link != end; ++link) {
      if (found.emplace(link->second).second) next.push_back(link->second);
    }
  }
  return found;
}

Codes Concepts::below(std::string_view code) const { return reached(code, children_); }

Codes Concepts::above(std::string_view code) const { return reached(code, parents_); }

std::vector<std::string_view> Concepts::values_of(const Concept& one, std::string_view property) const {
  if (is_concept(property)) return {one.code.text()};
  if (property == "display") return values_in(one.display);
  if (property == "definition") return values_in(one.definition);
  std::vector<std::string_view> values;
  if (property == "parent" || property == "child") {
    const auto& links = property == "parent" ? parents_ : children_;
    const auto [begin, end] = links.equal_range(one.code.text());
    for (auto link = begin; link != end; ++link) values.push_back(link->second);
    return values;
  }
  for (const auto& of_one : one.property) {
    if (of_one.code.text() == property) values.push_back(text_of(of_one.value));
  }
  return values;
}

Result<Codes> Concepts::filtered(std::string_view property, std::string_view op, std::string_view value) const {
  if (op == "is-a") return concepts_.contains(value) ? below(value) : Codes();
  if (op == "generalizes") return concepts_.contains(value) ? above(value) : Codes();
  if (op == "descendent-of") {
    Codes codes = concepts_.contains(value) ? below(value) : Codes();
    codes.erase(std::string(value));
    return codes;
  }
  if (op == "is-not-a") {
    Codes codes = all();
    for (const auto& code : below(value)) codes.erase(code);
    return codes;
  }
  const auto listed = [&](std::string_view one) {
    for (auto rest = value;;) {
      const auto comma = rest.find(',');
      auto item = rest.substr(0, comma);
      while (item.starts_with(' ')) item.remove_prefix(1);
      while (item.ends_with(' ')) item.remove_suffix(1);
      if (item == one) return true;
      if (comma == std::string_view::npos) return false;
      rest.remove_prefix(comma + 1);
    }
  };
  Codes codes;
  const auto began = std::chrono::steady_clock::now();
  for (const auto& [code, one] : concepts_) {
    if (std::chrono::steady_clock::now() - began > filter_time_max) return Outcome(fhir::IssueType::too_costly, "A value set's filter takes too long; simplify its regular expression.");
    const auto values = values_of(*one, property);
    bool holds = false;
    if (op == "=") holds = std::find(values.begin(), values.end(), value) != values.end();
    else if (op == "in") holds = std::any_of(values.begin(), values.end(), listed);
    else if (op == "not-in") holds = std::none_of(values.begin(), values.end(), listed);
    else if (op == "exists") holds = values.empty() == (value == "false");
    else if (op == "regex") {
      for (const auto text : values) {
        TRY(const bool matches, fhir::text::regex_matches(value, text));
        holds = holds || matches;
      }
    } else {
      return Outcome(fhir::IssueType::not_supported, "The operator " + std::string(op) + " of a value set's filter is not known.");
    }
    if (holds) codes.emplace(code);
  }
  return codes;
}

}  // namespace terminology::code_system
