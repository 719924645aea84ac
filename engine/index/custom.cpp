#include "engine/index/custom.h"

#include <algorithm>

#include "engine/index/key.h"
#include "fhir/path/expression.h"
#include "fhir/r4/registry.h"

namespace engine::index {
namespace {

using fhir::Descriptor;
using fhir::Issue;
using fhir::IssueType;
using fhir::SearchType;

constexpr std::size_t code_bytes_max = 64;
constexpr std::size_t expression_bytes_max = 4000;

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

/// The characters of a name in a URL that mean nothing else there. https://hl7.org/fhir/R4/search.html
bool is_code(std::string_view code) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !code.empty() && code.size() <= code_bytes_max && is_letter(code.front()) &&
         std::all_of(code.begin(), code.end(), [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_'; });
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Whether a parameter of a kind finds values of a type, as Extraction does. https://hl7.org/fhir/R4/search.html#table
bool finds(SearchType kind, const Descriptor& type) {
  const auto name = type.name;
  if (name == "Extension") return kind != SearchType::composite;
  const bool number = is_one_of(name, {"integer", "decimal", "positiveInt", "unsignedInt"});
  switch (kind) {
    case SearchType::token: return type.is_primitive() || is_one_of(name, {"CodeableConcept", "Coding", "Identifier", "ContactPoint"});
    case SearchType::reference: return is_one_of(name, {"Reference", "canonical", "uri"});
    case SearchType::string: return type.is_primitive() || is_one_of(name, {"HumanName", "Address", "CodeableConcept", "Annotation"});
    case SearchType::uri: return is_one_of(name, {"uri", "url", "canonical", "oid", "uuid"});
    case SearchType::date: return is_one_of(name, {"date", "dateTime", "instant", "Period", "Timing"});
    case SearchType::number: return number || name == "Range";
    case SearchType::quantity:
      return number || is_one_of(name, {"Range", "SampledData", "Money", "Ratio"}) || fhir::find_element(type, "comparator") != nullptr;
    case SearchType::composite: return true;
    case SearchType::special: return false;
  }
  return false;
}

/// Everything that is wrong with one definition.
class Judgement {
 public:
  Judgement(const fhir::r4::SearchParameter& resource, std::string_view id, const CustomParameters& others)
      : resource_(resource), id_(id), others_(others) {}

  fhir::Result<void> judge() {
    const bool full_text = is_full_text_code(resource_.code.text());
    judge_base();
    if (full_text) {
      judge_full_text();
    } else {
      judge_code();
      judge_type();
      judge_targets();
      judge_expression();
    }
    if (issues_.empty()) judge_parameters(full_text);
    if (issues_.empty()) return {};
    return fhir::Outcome(std::move(issues_));
  }

 private:
  void refuse(IssueType type, std::string text, std::string_view element) {
    issues_.push_back({fhir::Severity::error, type, std::move(text), "SearchParameter." + std::string(element)});
    issues_.back().detail = Issue::Detail::unprocessable;
  }

  void judge_code() {
    const auto code = resource_.code.text();
    if (is_code(code)) return;
    refuse(IssueType::value, "A code is what stands in a URL: a letter, and up to 63 letters, digits, '-' and '_' behind it.", "code");
  }

  void judge_type() {
    const auto type = resource_.type.text();
    const auto known = search_type_named(type);
    if (!known) {
      refuse(IssueType::value, "The type is number, date, string, token, reference, composite, quantity or uri.", "type");
    } else if (*known == SearchType::special) {
      refuse(IssueType::not_supported, "A parameter of type special means what its own text says, which a server cannot know; choose another type.", "type");
    }
  }

  void judge_base() {
    if (resource_.base.size() == 0) refuse(IssueType::required, "The resource types it is for are missing.", "base");
    for (std::size_t at = 0; at < resource_.base.size(); ++at) {
      const auto name = resource_.base[at].text();
      if (name == "Resource" || name == "DomainResource" || fhir::r4::resource_type(name) != nullptr) continue;
      refuse(IssueType::value, quoted(name) + " is no resource type of FHIR R4.", "base[" + std::to_string(at) + "]");
    }
  }

  void judge_targets() {
    for (std::size_t at = 0; at < resource_.target.size(); ++at) {
      const auto name = resource_.target[at].text();
      if (name == "Resource" || fhir::r4::resource_type(name) != nullptr) continue;
      refuse(IssueType::value, quoted(name) + " is no resource type of FHIR R4.", "target[" + std::to_string(at) + "]");
    }
  }

  void judge_expression() {
    const auto expression = resource_.expression.text();
    if (expression.empty()) {
      refuse(IssueType::required, "The FHIRPath expression is missing: without it nobody knows what to look for.", "expression");
    } else if (expression.size() > expression_bytes_max) {
      refuse(IssueType::too_long, "An expression has " + std::to_string(expression_bytes_max) + " bytes at most.", "expression");
    } else if (auto compiled = fhir::path::compile(expression); !compiled) {
      refuse(IssueType::invalid, "The expression is no FHIRPath: " + compiled.outcome().issues.front().text, "expression");
    }
  }

  /// R4's own `_text` and `_content`, turned on: what they mean is known. https://hl7.org/fhir/R4/search.html#content
  void judge_full_text() {
    const auto code = resource_.code.text();
    if (resource_.type.text() != "string") refuse(IssueType::value, "The type of " + quoted(code) + " is string.", "type");
    if (resource_.expression.present()) refuse(IssueType::value, quoted(code) + " has no expression: what it searches is R4's own definition.", "expression");
    if (code != narrative_code) return;
    for (std::size_t at = 0; at < resource_.base.size(); ++at) {
      const auto name = resource_.base[at].text();
      const auto* type = fhir::r4::resource_type(name);
      if (name != "Resource" && (type == nullptr || has_narrative(*type))) continue;
      refuse(IssueType::value, name == "Resource" ? "Not every resource has a narrative; the types that have one are \"DomainResource\"." : quoted(name) + " has no narrative.", "base[" + std::to_string(at) + "]");
    }
  }

  /// What the definition makes of each of its types.
  void judge_parameters(bool full_text) {
    std::vector<const fhir::SearchParameter*> definitions;
    for (const auto& other : others_.all()) {
      if (other->id() != id_) definitions.push_back(&other->definition());
    }
    CustomParameter custom(resource_, std::string(id_));
    custom.compile(definitions);
    judge_components(custom, definitions);
    for (const Descriptor* type : fhir::r4::resource_types()) {
      if (applies(custom.definition(), *type)) judge_code_of(*type, custom.definition().code);
    }
    if (full_text) return;
    const auto& definition = custom.definition();
    for (const auto branch : branches(definition.expression)) judge_branch(definition, branch);
    if (!issues_.empty()) return;
    for (const auto& parameter : custom.parameters()) judge_parameter(*parameter);
  }

  void judge_code_of(const Descriptor& type, std::string_view code) {
    const std::string name(type.name);
    if (parameters_of(type).find(code) != nullptr && !is_full_text_code(code)) {
      refuse(IssueType::duplicate, name + " has a search parameter " + quoted(code) + " of R4 already; choose another code.", "code");
    } else if (const auto* other = others_.find(type, code); other != nullptr && other->custom->id() != id_) {
      refuse(IssueType::duplicate, name + " has a search parameter " + quoted(code) + " already, by SearchParameter/" + other->custom->id() + "; choose another code.", "code");
    }
  }

  /// A branch must lead somewhere in each type it speaks of, and speak of one.
  void judge_branch(const fhir::SearchParameter& definition, std::string_view branch) {
    bool spoken_of = false;
    for (const Descriptor* type : fhir::r4::resource_types()) {
      if (!applies(definition, *type) || !speaks_of(branch, *type)) continue;
      spoken_of = true;
      if (Path::compile(*type, branch)) continue;
      refuse(IssueType::not_supported,
             quoted(branch) + " cannot be indexed for " + std::string(type->name) + Path::why_not(*type, branch) +
                 " An expression is made of element names, [n], where(element = 'text'), where(resolve() is Type), extension('url'), as and ofType, with | between paths.",
             "expression");
      return;
    }
    if (!spoken_of) refuse(IssueType::value, quoted(branch) + " speaks of none of the types in SearchParameter.base.", "expression");
  }

  void judge_parameter(const Parameter& parameter) {
    const std::string type(parameter.type->name);
    if (parameter.paths.empty()) {
      refuse(IssueType::value, "The expression says nothing of " + type + ", which is among the types it is for.", "expression");
    }
    for (const Path& path : parameter.paths) {
      if (std::any_of(path.types().begin(), path.types().end(), [&](const Descriptor* leaf) { return finds(parameter.kind, *leaf); })) continue;
      std::string leaves;
      for (const Descriptor* leaf : path.types()) leaves.append(leaves.empty() ? "" : ", ").append(leaf->name);
      refuse(IssueType::value, "For " + type + " the expression leads to " + leaves + ", which a parameter of type " + std::string(resource_.type.text()) + " does not find.", "expression");
    }
    if (parameter.kind == SearchType::reference && parameter.targets.empty()) {
      refuse(IssueType::value, "The references of " + type + " lead to none of the types in SearchParameter.target.", "target");
    }
    if (parameter.kind != SearchType::composite) return;
    if (parameter.components.empty()) {
      refuse(IssueType::not_supported, "The expressions of the components cannot be followed from where the composite's own leads in " + type + ".", "component");
    } else if (!can_be_posted(parameter)) {
      refuse(IssueType::not_supported,
             "A composite is indexed where its components are tokens and references, and behind them one date, quantity or number, or two numbers.", "component");
    }
  }

  void judge_components(const CustomParameter& custom, std::span<const fhir::SearchParameter* const> definitions) {
    if (custom.definition().type != SearchType::composite) return;
    if (resource_.component.size() < 2) refuse(IssueType::required, "A composite has two components or more.", "component");
    if (resource_.component.size() > components_max) refuse(IssueType::too_costly, "A composite has " + std::to_string(components_max) + " components at most: each value of one goes with each of the others.", "component");
    for (std::size_t at = 0; at < resource_.component.size(); ++at) {
      const auto url = resource_.component[at].definition.text();
      const bool known = definition_of(url) != nullptr || std::any_of(definitions.begin(), definitions.end(), [&](const auto* one) { return one->url == url; });
      if (!known) refuse(IssueType::not_found, quoted(url) + " is no search parameter that is known here.", "component[" + std::to_string(at) + "].definition");
    }
  }

  const fhir::r4::SearchParameter& resource_;
  std::string_view id_;
  const CustomParameters& others_;
  fhir::Issues issues_;
};

}  // namespace

CustomParameter::CustomParameter(const fhir::r4::SearchParameter& resource, std::string id) : id_(std::move(id)) {
  const auto keep_all = [this](const auto& list, std::vector<std::string_view>& out) {
    for (const auto& one : list) out.push_back(keep(one.text()));
  };
  keep_all(resource.base, base_);
  keep_all(resource.target, targets_);
  keep_all(resource.modifier, modifiers);
  keep_all(resource.comparator, comparators);
  keep_all(resource.chain, chains);
  for (const auto& component : resource.component) components_.push_back({keep(component.definition.text()), keep(component.expression.text())});
  multiple_or = resource.multipleOr.text() != "false";
  multiple_and = resource.multipleAnd.text() != "false";
  definition_.code = keep(resource.code.text());
  definition_.url = keep(resource.url.text());
  definition_.type = search_type_named(resource.type.text()).value_or(SearchType::special);
  definition_.base = base_;
  definition_.expression = keep(resource.expression.text());
  definition_.targets = targets_;
  definition_.components = components_;
}

std::string_view CustomParameter::keep(std::string_view text) { return texts_.emplace_back(text); }

void CustomParameter::compile(std::span<const fhir::SearchParameter* const> others) {
  parameters_.clear();
  for (const Descriptor* type : fhir::r4::resource_types()) {
    if (!applies(definition_, *type)) continue;
    auto parameter = parameter_of(definition_, *type, others);
    parameter->custom = this;
    parameter->answers = {{parameter.get(), {}}};
    parameters_.push_back(std::move(parameter));
  }
}

std::int64_t CustomParameter::fingerprint() const {
  Hash hash(Domain::query);
  hash.add(definition_.code).add(std::int64_t{static_cast<int>(definition_.type)}).add(definition_.expression);
  for (const auto base : base_) hash.add("base").add(base);
  for (const auto target : targets_) hash.add("target").add(target);
  for (const auto& component : components_) hash.add(component.definition).add(component.expression);
  return hash.value();
}

CustomParameters::CustomParameters(std::int64_t generation, std::vector<std::unique_ptr<CustomParameter>> all, Zone zone, std::vector<NamedQuery> queries)
    : generation_(generation), all_(std::move(all)), zone_(std::move(zone)), queries_(std::move(queries)) {
  std::vector<const fhir::SearchParameter*> definitions;
  for (const auto& one : all_) definitions.push_back(&one->definition());
  for (const auto& one : all_) {
    one->compile(definitions);
    for (const auto& parameter : one->parameters()) by_type_[parameter->type->number].push_back(parameter.get());
  }
}

const CustomParameters& CustomParameters::none() {
  static const CustomParameters empty;
  return empty;
}

std::span<const Parameter* const> CustomParameters::of(const Descriptor& type) const {
  const auto found = by_type_.find(type.number);
  if (found == by_type_.end()) return {};
  return found->second;
}

const Parameter* CustomParameters::find(const Descriptor& type, std::string_view code) const {
  for (const Parameter* parameter : of(type)) {
    if (parameter->code == code) return parameter;
  }
  return nullptr;
}

const CustomParameter* CustomParameters::find(std::string_view id) const {
  for (const auto& one : all_) {
    if (one->id() == id) return one.get();
  }
  return nullptr;
}

const NamedQuery* CustomParameters::query(const Descriptor* type, std::string_view name) const {
  const auto found = std::find_if(queries_.begin(), queries_.end(), [&](const NamedQuery& one) { return one.name == name && one.is_on(type); });
  return found == queries_.end() ? nullptr : &*found;
}

bool CustomParameters::all_ready() const {
  return zone_.ready && std::all_of(all_.begin(), all_.end(), [](const auto& one) { return one->ready; });
}

std::int64_t CustomParameters::fingerprint() const {
  Hash hash(Domain::query);
  for (const auto& one : all_) hash.add(one->definition().url).add(one->fingerprint());
  for (const auto& query : queries_) {
    hash.add("query").add(query.id).add(query.name).add(query.url).add(std::int64_t{query.on_system});
    for (const Descriptor* type : query.types) hash.add(type->name);
  }
  return hash.value();
}

bool is_in_use(const fhir::r4::SearchParameter& resource) {
  if (resource.status.text() != "active" || definition_of(resource.url.text()) != nullptr) return false;
  if (is_full_text_code(resource.code.text())) return true;  // that is how it is turned on
  // A guide's copy of a parameter of R4 asks for what is answered anyway.
  const auto* origin = definition_of(resource.derivedFrom.text());
  return origin == nullptr || origin->code != resource.code.text();
}

fhir::Result<void> check(const fhir::r4::SearchParameter& resource, std::string_view id, const CustomParameters& others) {
  if (others.all().size() >= custom_max && others.find(id) == nullptr) {
    return fhir::Outcome(IssueType::too_costly, Issue::Detail::unprocessable,
                         "There are " + std::to_string(custom_max) + " custom search parameters already, which is all that are kept; retire one.", "SearchParameter");
  }
  return Judgement(resource, id, others).judge();
}

}  // namespace engine::index
