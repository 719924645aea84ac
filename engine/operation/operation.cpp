#include "engine/operation/operation.h"

#include <algorithm>
#include <map>

#include "engine/interaction/patch.h"
#include "fhir/model/check.h"
#include "fhir/text/nearest.h"

namespace engine::operations {
namespace {

using fhir::Issue;
using fhir::IssueType;
using fhir::Outcome;

constexpr std::string_view of_validate[] = {"resource", "mode", "profile"};
constexpr std::string_view of_meta_change[] = {"meta"};
constexpr std::string_view of_everything[] = {"start", "end", "_since", "_type", "_count", "_cursor"};
constexpr std::string_view of_everything_of_encounter[] = {"_since", "_type", "_count", "_cursor"};
constexpr std::string_view repeating_of_everything[] = {"_type"};

constexpr std::string_view of_explain[] = {"search", "analyze"};

constexpr unsigned instance = at(Level::instance);
constexpr unsigned type_or_instance = at(Level::type) | at(Level::instance);

constexpr Operation table[] = {
    {"validate", "http://hl7.org/fhir/OperationDefinition/Resource-validate", "", type_or_instance, false, true, "resource", of_validate, validate},
    {"meta", "http://hl7.org/fhir/OperationDefinition/Resource-meta", "", instance, false, false, "", {}, meta},
    {"meta-add", "http://hl7.org/fhir/OperationDefinition/Resource-meta-add", "", instance, true, false, "", of_meta_change, meta, meta_add},
    {"meta-delete", "http://hl7.org/fhir/OperationDefinition/Resource-meta-delete", "", instance, true, false, "", of_meta_change, meta, meta_delete},
    {"reindex", "urn:setu:operation:reindex", "", at(Level::system) | type_or_instance, true, false, "", {}, reindex},
    {"reindex", "urn:setu:operation:reindex", "", at(Level::system), false, false, "", {}, reindex_progress},
    {"everything", "http://hl7.org/fhir/OperationDefinition/Patient-everything", "Patient", instance, false, false, "", of_everything, everything, nullptr, false,
     repeating_of_everything, true},
    {"everything", "http://hl7.org/fhir/OperationDefinition/Encounter-everything", "Encounter", instance, false, false, "", of_everything_of_encounter, everything, nullptr, false,
     repeating_of_everything, true},
    {"explain", "urn:setu:operation:explain", "", at(Level::system), false, false, "", of_explain, explain, nullptr, true},
};

/// The inputs in a Parameters resource.
void add(const fhir::r4::Parameters& parameters, std::vector<Argument>& all) {
  for (const auto& parameter : parameters.parameter) {
    Argument argument;
    argument.name = parameter.name.text();
    argument.parameter = &parameter;
    argument.resource = parameter.resource;
    if (parameter.value && parameter.value.type->is_primitive()) argument.text = static_cast<const fhir::Primitive*>(parameter.value.value)->text();
    all.push_back(std::move(argument));
  }
}

bool has(std::span<const std::string_view> names, std::string_view name) { return std::find(names.begin(), names.end(), name) != names.end(); }

fhir::Result<Arguments> arguments_of(const Interaction& interaction) {
  const Operation& operation = *interaction.operation;
  if (!interaction.body_issues.empty() && !operation.of_any_resource) return Outcome(interaction.body_issues);
  std::vector<Argument> all;
  for (const Parameter& parameter : interaction.parameters) all.push_back({parameter.name, parameter.value, nullptr, {}});
  if (interaction.body) {
    if (const auto* parameters = interaction.body.as<fhir::r4::Parameters>()) {
      add(*parameters, all);
    } else if (!operation.resource_parameter.empty()) {
      all.push_back({std::string(operation.resource_parameter), {}, nullptr, interaction.body});
    } else {
      return Outcome(IssueType::invalid, Issue::Detail::bad_request, "The body of $" + std::string(operation.name) + " is a Parameters resource.", std::string(interaction.body.type->name));
    }
  }
  fhir::Issues wrong;
  const auto refuse = [&](IssueType type, std::string text) {
    wrong.push_back({fhir::Severity::error, type, std::move(text), {}});
    wrong.back().detail = Issue::Detail::bad_request;
  };
  std::map<std::string_view, std::size_t> times;
  for (const Argument& argument : all) {
    if (wrong.size() >= fhir::issues_max) break;
    const std::string named = "\"" + argument.name + "\"";
    if (has(operation.inputs, argument.name)) {
      if (++times[argument.name] == 2 && !has(operation.repeating, argument.name)) {
        refuse(IssueType::invalid, "$" + std::string(operation.name) + " takes the input " + named + " once, and it is given more often.");
      }
    } else if (interaction.handling != Handling::lenient) {
      std::string valid;
      for (const std::string_view input : operation.inputs) valid.append(valid.empty() ? "" : ", ").append(input);
      refuse(IssueType::not_supported, "$" + std::string(operation.name) + " has no input " + named + ". " + (valid.empty() ? "It takes none." : "Valid are: " + valid + "."));
    }
  }
  if (!wrong.empty()) return Outcome(std::move(wrong));
  return Arguments(std::move(all));
}

/// Where the operation of a name is called: "/[type]/$validate and /[type]/[id]/$validate".
std::string places_of(std::string_view name) {
  std::string places;
  const auto add = [&](const Operation& operation, Level level, const std::string& path) {
    if ((operation.levels & at(level)) == 0) return;
    const std::string place = path + "$" + std::string(name);
    if ((" " + places + " ").find(" " + place + " ") == std::string::npos) places.append(places.empty() ? "" : " and ").append(place);
  };
  for (const Operation& operation : table) {
    if (operation.name != name) continue;
    const std::string type = operation.type.empty() ? "[type]" : std::string(operation.type);
    add(operation, Level::system, "/");
    add(operation, Level::type, "/" + type + "/");
    add(operation, Level::instance, "/" + type + "/[id]/");
  }
  return places;
}

}  // namespace

const Argument* Arguments::find(std::string_view name) const {
  const auto found = std::find_if(all_.begin(), all_.end(), [&](const Argument& one) { return one.name == name; });
  return found == all_.end() ? nullptr : &*found;
}

std::string_view Arguments::text_of(std::string_view name) const {
  const Argument* argument = find(name);
  return argument != nullptr ? std::string_view(argument->text) : std::string_view();
}

std::span<const Operation> all() { return table; }

fhir::Result<const Operation*> find(std::string_view name, const fhir::Descriptor* type, Level level, bool by_get) {
  bool is_elsewhere = false;
  const Operation* found = nullptr;
  for (const Operation& operation : table) {
    if (operation.name != name) continue;
    is_elsewhere = true;
    if ((operation.levels & at(level)) != 0 && (operation.type.empty() || (type != nullptr && operation.type == type->name))) {
      if (found == nullptr || operation.affects_state != by_get) found = &operation;
      if (found->affects_state != by_get) break;
    }
  }
  if (found != nullptr) return found;
  if (is_elsewhere) return Outcome(IssueType::not_found, "$" + std::string(name) + " is not called here; it is at " + places_of(name) + ".");
  std::vector<std::string_view> names;
  for (const Operation& operation : table) names.push_back(operation.name);
  std::string text = "This server does not know the operation $" + std::string(name) + ".";
  if (const auto near = fhir::text::nearest(name, names); !near.empty()) text += " Did you mean $" + std::string(near) + "?";
  return Outcome(IssueType::not_found, std::move(text));
}

Reply run(const Interaction& interaction, const Environment& environment) {
  if (interaction.operation->amend == nullptr) return answer(interaction, environment);
  const Reply amended = amend_under(interaction.id, interaction, environment);
  return fhir::has_errors(amended.issues) ? amended : answer(interaction, environment);
}

fhir::Result<void> amend(const Interaction& interaction, fhir::Resource resource, fhir::Arena& arena) {
  TRY(const Arguments arguments, arguments_of(interaction));
  return interaction.operation->amend(resource, arguments, arena);
}

Reply answer(const Interaction& interaction, const Environment& environment) {
  const Operation& operation = *interaction.operation;
  if (!operation.is_served(environment.policy)) {
    return reply_of(Outcome(IssueType::forbidden, "$" + std::string(operation.name) +
                                                      " is for operators of this server, and off. They turn it on with --operator-operations, for all who reach the server: there is no access control yet."));
  }
  auto arguments = arguments_of(interaction);
  if (!arguments) return reply_of(std::move(arguments.outcome()));
  return operation.answer(interaction, *arguments, environment);
}

}  // namespace engine::operations
