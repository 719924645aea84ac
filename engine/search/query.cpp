#include "engine/search/query.h"

#include <algorithm>
#include <optional>

#include "engine/interaction/presentation.h"
#include "engine/interaction/subset.h"
#include "engine/search/contained.h"
#include "engine/search/count.h"
#include "engine/search/criterion.h"
#include "engine/search/named_query.h"
#include "engine/search/plan.h"
#include "engine/search/refusal.h"
#include "engine/search/sort.h"
#include "engine/search/special.h"
#include "engine/search/split.h"
#include "fhir/r4/registry.h"
#include "fhir/text/fold.h"

namespace engine::search {
namespace {

using fhir::Descriptor;
using fhir::Outcome;
using fhir::Result;
using fhir::SearchType;

// ---- Result parameters ---------------------------------------------------------------------------------------

/// Every reference parameter of a type: R4's are one include, the tenant's own one each.
void add_all(Include include, const index::CustomParameters& custom, std::vector<Include>& all) {
  all.push_back(include);
  for (const auto* parameter : custom.of(*include.source)) {
    if (parameter->kind != SearchType::reference || !parameter->custom->ready) continue;
    include.parameter = parameter;
    all.push_back(include);
  }
}

/// "Observation:subject:Patient", "Observation:*", "*". https://hl7.org/fhir/R4/search.html#include
Result<std::vector<Include>> read_include(std::string_view name, std::string_view value, const std::vector<const Descriptor*>& types, const index::CustomParameters& custom) {
  Include include;
  include.reverse = name.starts_with("_revinclude");
  if (const auto colon = name.find(':'); colon != std::string_view::npos) {
    const auto modifier = name.substr(colon + 1);
    if (modifier != "iterate" && modifier != "recurse") {
      constexpr std::string_view valid[] = {"iterate"};
      return unsupported("The modifier " + quoted(modifier) + " is not answered for " + quoted(name.substr(0, colon)) + "." + suggestion(modifier, valid));
    }
    include.iterate = true;
  }
  if (value == "*") {
    if (include.reverse) return unsupported("_revinclude=* is not answered: name the type that refers, as in _revinclude=Provenance:*.");
    std::vector<Include> all;
    for (const auto* type : types) {
      include.source = type;
      add_all(include, custom, all);
    }
    return all;
  }
  const auto parts = split(value, ':');
  if (parts.size() < 2 || parts.size() > 3) return malformed(quoted(name) + " is written Type:parameter, Type:parameter:Target or Type:*.");
  TRY(include.source, resource_type_named(parts[0], name));
  if (parts[1] != "*") {
    if (!is_known(*include.source, parts[1], custom)) return has_none(*include.source, parts[1], reference_codes(*include.source, nullptr, custom));
    TRY(include.parameter, searchable_parameter(*include.source, parts[1], custom));
    if (include.parameter->kind != SearchType::reference) {
      return unsupported(quoted(parts[1]) + " of " + std::string(parts[0]) + " is no reference, so " + std::string(name) +
                         " cannot follow it." + suggestion(parts[1], reference_codes(*include.source, nullptr, custom)));
    }
  }
  if (parts.size() == 3) {
    const auto targets = include.parameter != nullptr ? std::span(include.parameter->targets) : std::span<const std::string_view>();
    TRY(include.target, resource_type_named(parts[2], name, targets));
    if (include.parameter != nullptr && std::find(targets.begin(), targets.end(), include.target->name) == targets.end()) {
      return unsupported(quoted(value) + " never leads there: " + quoted(parts[1]) + " leads to " + listed(targets) + ".");
    }
  }
  std::vector<Include> all;
  if (include.parameter == nullptr) add_all(include, custom, all);
  else all.push_back(include);
  return all;
}

std::string_view without_modifier(std::string_view name) { return name.substr(0, name.find(':')); }

const index::CustomParameters& custom_of(const Query& query) { return query.custom ? *query.custom : index::CustomParameters::none(); }

Result<void> read_result_parameter(const Parameter& parameter, Query& query) {
  const std::string_view name = parameter.name;
  const std::string_view value = parameter.value;
  const auto plain = without_modifier(name);
  if (plain != "_include" && plain != "_revinclude" && plain != name) {
    return unsupported(quoted(plain) + " takes no modifier; it has " + quoted(name.substr(plain.size() + 1)) + ".");
  }
  if (name == "_sort") {
    TRY(const auto keys, read_sort(value, query.types, custom_of(query)));
    query.sort.insert(query.sort.end(), keys.begin(), keys.end());  // "can repeat for inner sort orders"
    if (query.sort.size() > SearchLimits::sort_keys) return too_much("_sort has more than " + std::to_string(SearchLimits::sort_keys) + " keys.");
  } else if (name == "_count") {
    TRY(query.count, count_of(value));
  } else if (name == "_total") {
    if (value != "none" && value != "estimate" && value != "accurate") return malformed("_total is none, estimate or accurate.");
    query.total = value == "none" ? Total::none : value == "estimate" ? Total::estimate : Total::accurate;
  } else if (name == cursor_parameter) {
    query.cursor = value;
  } else if (name == "_contained") {
    if (value != "false" && value != "true" && value != "both") return malformed("_contained is false, true or both.");
    query.contained = value == "false" ? Query::Contained::none : value == "true" ? Query::Contained::only : Query::Contained::both;
  } else if (name == "_containedType") {
    if (value != "container" && value != "contained") return malformed("_containedType is container or contained.");
    query.answers_contained = value == "contained";
  } else if (plain == "_include" || plain == "_revinclude") {
    TRY(auto includes, read_include(name, value, query.types, custom_of(query)));
    query.includes.insert(query.includes.end(), includes.begin(), includes.end());
  }
  return {};
}

/// The types a search is over: its own, those of `_type`, or all. https://hl7.org/fhir/R4/search.html#all
Result<std::vector<const Descriptor*>> read_types(const Interaction& interaction) {
  if (interaction.type != nullptr) return std::vector{interaction.type};
  std::vector<const Descriptor*> types;
  for (const auto& parameter : interaction.parameters) {
    if (parameter.name != "_type" || parameter.value.empty()) continue;
    for (const auto name : split(parameter.value, ',')) {
      TRY(const Descriptor* type, about("_type", resource_type_named(name, "_type")));
      if (std::find(types.begin(), types.end(), type) == types.end()) types.push_back(type);
    }
  }
  if (!types.empty()) return types;
  const auto all = fhir::r4::resource_types();
  return std::vector(all.begin(), all.end());
}

/// True if nothing of a type can ever match a parameter that is for all resources: it has no narrative, or nothing refers to it.
bool is_never_found(const Descriptor& type, std::string_view name) {
  return name.starts_with("_has:") || (without_modifier(name) == index::narrative_code && !index::has_narrative(type));
}

/// What is wrong with a name that is none of one of several types: valid is what all of them have.
Outcome has_none_of(const std::vector<const Descriptor*>& types, const Descriptor& without, std::string_view code, const index::CustomParameters& custom) {
  auto valid = searchable_codes(without, custom);
  std::erase_if(valid, [&](std::string_view one) {
    return !std::all_of(types.begin(), types.end(), [&](const Descriptor* type) { return is_known(*type, one, custom); });
  });
  valid.insert(valid.end(), std::begin(other_parameters), std::end(other_parameters));
  Outcome outcome = has_none(without, code, valid);
  outcome.issues[0].text += " A search over several types asks what all of them have.";
  return outcome;
}

/// Adds each type's reading of one parameter; nothing if one of them cannot read it. Of all types, those are left out of which
/// nothing can match. Issues are about what the client called `name`.
Result<void> add_criteria(const Parameter& parameter, std::string_view name, bool over_all, Query& query) {
  if (parameter.value.empty()) return malformed(quoted(parameter.name) + " has no value.");
  std::vector<Criterion> readings;
  std::vector<std::size_t> left_out;
  std::optional<Outcome> why;  // of a type that it could be about, if there is one
  for (std::size_t at = 0; at < query.types.size(); ++at) {
    auto criterion = read_criterion(*query.types[at], parameter.name, parameter.value, {&custom_of(query)});
    if (!criterion && over_all && is_never_found(*query.types[at], parameter.name) && can_be_left_out(criterion.outcome())) {
      if (!why || can_be_ignored(criterion.outcome())) why = std::move(criterion.outcome());
      left_out.push_back(at);
      continue;
    }
    if (!criterion) {
      const auto code = parameter.name.substr(0, parameter.name.find_first_of(":."));
      if (query.types.size() > 1 && !is_known(*query.types[at], code, custom_of(query))) return has_none_of(query.types, *query.types[at], code, custom_of(query));
      return std::move(criterion.outcome());
    }
    criterion->name = name;
    criterion->asked = parameter.name + "=" + parameter.value;
    readings.push_back(std::move(*criterion));
  }
  if (readings.empty() && why) return std::move(*why);
  for (; !left_out.empty(); left_out.pop_back()) {
    query.types.erase(query.types.begin() + static_cast<std::ptrdiff_t>(left_out.back()));
    query.criteria.erase(query.criteria.begin() + static_cast<std::ptrdiff_t>(left_out.back()));
  }
  for (std::size_t i = 0; i < readings.size(); ++i) {
    const auto* custom = readings[i].parameter != nullptr ? readings[i].parameter->custom : nullptr;
    const auto repeats = [&](const Criterion& other) { return other.parameter == readings[i].parameter; };
    if (custom != nullptr && !custom->multiple_and && std::any_of(query.criteria[i].begin(), query.criteria[i].end(), repeats)) {
      return unsupported("The definition of " + quoted(custom->definition().code) + " does not allow to give it more than once.");
    }
  }
  for (std::size_t i = 0; i < readings.size(); ++i) query.criteria[i].push_back(std::move(readings[i]));
  return {};
}

/// That a resource of `type` is in a compartment; nothing if none ever is.
/// https://hl7.org/fhir/R4/compartmentdefinition.html
std::optional<Criterion> in_compartment(const Descriptor& type, const Descriptor& of, const std::string& id) {
  Criterion criterion;
  criterion.kind = Criterion::Kind::compartment;
  criterion.type = &type;
  criterion.modifier_type = &of;
  Value value;
  value.text = std::string(of.name) + "/" + id;
  criterion.asked = "in the compartment of " + value.text;
  criterion.values.push_back(std::move(value));
  for (const auto& compartment : fhir::r4::compartments()) {
    if (compartment.code != of.name) continue;
    for (const auto& member : compartment.members) {
      if (member.type != type.name) continue;
      for (const auto code : member.parameters) {
        const auto* parameter = index::parameters_of(type).find(code);
        if (parameter != nullptr && parameter->searchable()) criterion.links.push_back(parameter);
      }
    }
  }
  if (criterion.links.empty() && &type != &of) return std::nullopt;
  return criterion;
}

/// Keeps of a search the types that may be in its compartment.
Result<void> add_compartment(const Interaction& interaction, Query& query) {
  std::vector<const Descriptor*> types;
  for (const auto* type : query.types) {
    auto criterion = in_compartment(*type, *interaction.compartment, interaction.compartment_id);
    if (!criterion) continue;
    types.push_back(type);
    query.criteria.push_back({std::move(*criterion)});
  }
  if (types.empty()) {
    return Outcome(fhir::IssueType::not_supported, fhir::Issue::Detail::bad_request,
                   "No " + std::string(interaction.type != nullptr ? interaction.type->name : "resource of these types") + " is ever in the compartment of a " +
                       std::string(interaction.compartment->name) + ".");
  }
  query.types = std::move(types);
  return {};
}

/// What lenient handling did without is to be told. https://hl7.org/fhir/R4/search.html#summary
Result<void> check_presentation(const Interaction& interaction, const Parameter& parameter) {
  constexpr std::string_view summaries[] = {"true", "text", "data", "count", "false"};
  if (parameter.name == "_summary" && std::find(std::begin(summaries), std::end(summaries), parameter.value) == std::end(summaries)) {
    return unsupported("_summary is true, text, data, count or false.");
  }
  if (parameter.name == "_pretty" && !is_pretty(parameter.value)) return unsupported("_pretty is true or false.");
  if (parameter.name == "_elements") {
    for (auto name : split(parameter.value, ',')) {
      name.remove_prefix(std::min(name.find_first_not_of(' '), name.size()));
      name = name.substr(0, name.find_last_not_of(' ') + 1);
      if (!name.empty()) TRY_VOID(check_element(name, interaction));
    }
  }
  return {};
}

/// Adds one parameter, which the client called `name`, to the query; nothing if it cannot be read.
Result<void> read(const Interaction& interaction, const Parameter& parameter, std::string_view name, Query& query) {
  const auto names_types = [](const Parameter& other) { return other.name == "_type" && !other.value.empty(); };
  const bool over_all = interaction.type == nullptr && std::none_of(interaction.parameters.begin(), interaction.parameters.end(), names_types);
  if (!is_result_parameter(parameter.name)) return add_criteria(parameter, name, over_all, query);
  if (is_of_presentation(parameter.name)) return check_presentation(interaction, parameter);
  if (parameter.name == "_type" && interaction.type != nullptr && parameter.value != interaction.type->name) {
    return unsupported("_type belongs to searches over all types; this one is over " + std::string(interaction.type->name) + ".");
  }
  constexpr std::string_view once[] = {"_count", "_total", "_contained", "_containedType", cursor_parameter};
  if (std::find(std::begin(once), std::end(once), parameter.name) != std::end(once)) {
    const auto same = [&](const Parameter& other) { return other.name == parameter.name; };
    if (std::count_if(interaction.parameters.begin(), interaction.parameters.end(), same) > 1) return malformed(quoted(parameter.name) + " is given more than once.");
  }
  return read_result_parameter(parameter, query);
}

Result<void> check_parameters(const Parameters& parameters) {
  if (parameters.size() > SearchLimits::parameters) {
    return too_much("The search has " + std::to_string(parameters.size()) + " parameters; at most " +
                    std::to_string(SearchLimits::parameters) + " are answered.");
  }
  for (const auto& parameter : parameters) {
    if (!fhir::text::is_valid_utf8(parameter.name)) return malformed("A search parameter is not valid UTF-8.");
    if (!fhir::text::is_valid_utf8(parameter.value)) return about(parameter.name, malformed("A search parameter is not valid UTF-8."));
    if (parameter.value.find('\0') != std::string::npos) return about(parameter.name, malformed("A search parameter has a NUL character in it."));
  }
  return {};
}

bool asks_for_custom(const Criterion& criterion) {
  return (criterion.parameter != nullptr && criterion.parameter->custom != nullptr) ||
         std::any_of(criterion.inner.begin(), criterion.inner.end(), asks_for_custom);
}

}  // namespace

bool is_result_parameter(std::string_view name) {
  const auto plain = without_modifier(name);
  constexpr std::string_view names[] = {"_sort", "_count", "_total", "_include", "_revinclude", "_type", "_contained", "_containedType", cursor_parameter};
  return is_of_presentation(plain) || std::find(std::begin(names), std::end(names), plain) != std::end(names);
}

Result<void> each_parameter(Query& query, const std::function<Result<void>(Criterion&)>& act) {
  for (auto& criteria : query.criteria) {
    for (Criterion& criterion : criteria) {
      const std::string name = criterion.name;  // it may be made another
      TRY_VOID(about(name, act(criterion)));
    }
  }
  return {};
}

bool Query::uses_custom() const {
  if (is_named) return true;
  const auto is_custom = [](const auto& one) { return one.parameter != nullptr && one.parameter->custom != nullptr; };
  return std::any_of(sort.begin(), sort.end(), is_custom) || std::any_of(includes.begin(), includes.end(), is_custom) ||
         std::any_of(criteria.begin(), criteria.end(), [](const auto& all) { return std::any_of(all.begin(), all.end(), asks_for_custom); });
}

Result<Query> parse(const Interaction& interaction, Custom custom) {
  TRY_VOID(check_parameters(interaction.parameters));
  Query query;
  query.custom = std::move(custom);
  query.count = SearchLimits::count_default;
  TRY(query.types, read_types(interaction));
  if (interaction.compartment != nullptr) {
    TRY_VOID(add_compartment(interaction, query));
  } else {
    query.criteria.resize(query.types.size());
  }

  TRY(Named named, read_named(interaction, custom_of(query)));
  query.is_named = named.query != nullptr;
  query.filled = std::move(named.parameters);
  if (interaction.parameters.size() + query.filled.size() > SearchLimits::parameters) {
    return too_much("With those of the named query the search has more than " + std::to_string(SearchLimits::parameters) + " parameters.");
  }

  // All that is wrong is said at once.
  fhir::Issues refused;
  const auto refuse = [&](Outcome outcome) {
    for (auto& issue : outcome.issues) {
      const auto is_same = [&](const fhir::Issue& other) { return other.text == issue.text; };
      if (std::none_of(refused.begin(), refused.end(), is_same)) refused.push_back(std::move(issue));
    }
  };
  for (const auto& parameter : query.filled) {
    // Never ignored: it is what was named.
    if (auto done = read(interaction, parameter, query_parameter, query); !done) refuse(about(query_parameter, std::move(done.outcome())));
  }
  for (const auto& parameter : interaction.parameters) {
    // "Empty parameters are not an error - they are just ignored by the server." https://hl7.org/fhir/R4/search.html#errors
    if (parameter.value.find_first_not_of(" \t") == std::string::npos) continue;
    if (named.takes(parameter.name)) {
      query.used.push_back(parameter);
      continue;
    }
    auto done = about(parameter.name, read(interaction, parameter, parameter.name, query));
    if (done) {
      if (parameter.name != cursor_parameter) query.used.push_back(parameter);
    } else if (interaction.handling == Handling::lenient && can_be_ignored(done.outcome()) && parameter.name != "_filter") {  // that one is known
      for (auto issue : done.outcome().issues) {
        issue.severity = fhir::Severity::warning;
        issue.text += " It was ignored.";
        query.warnings.push_back(std::move(issue));
      }
    } else {
      refuse(std::move(done.outcome()));
    }
  }
  if (!refused.empty()) return Outcome(std::move(refused));
  if (interaction.summary == Summary::text && !query.includes.empty()) return about("_summary", search::refused("_include and _revinclude cannot be mixed with _summary=text."));
  TRY_VOID(look_inside(query));
  if (interaction.summary == Summary::count) query.count = 0;
  if (query.count == 0) query.total = Total::accurate;
  return query;
}

Result<Query> parse_criteria(const Descriptor& type, const Parameters& parameters, Custom custom) {
  TRY_VOID(check_parameters(parameters));
  Query query;
  query.custom = std::move(custom);
  query.types = {&type};
  query.criteria.resize(1);
  query.count = 2;
  for (const auto& parameter : parameters) {
    if (is_of_presentation(parameter.name)) continue;  // of the reply, not of the criteria
    if (is_result_parameter(parameter.name)) {
      return about(parameter.name, malformed(quoted(parameter.name) + " cannot be among the criteria of a conditional interaction."));
    }
    TRY_VOID(about(parameter.name, add_criteria(parameter, parameter.name, false, query)));
    query.used.push_back(parameter);
  }
  if (query.used.empty()) return malformed("A conditional interaction needs criteria: search parameters of " + std::string(type.name) + ".");
  return query;
}

}  // namespace engine::search
