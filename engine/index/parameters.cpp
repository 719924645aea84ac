#include "engine/index/parameters.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <map>
#include <mutex>

#include "engine/index/answers.h"
#include "engine/index/code_value.h"
#include "engine/index/contained.h"
#include "fhir/r4/registry.h"

namespace engine::index {
namespace {

using fhir::Descriptor;
using fhir::SearchParameter;
using fhir::SearchType;

/// The date parameters that order a type's resources, the best first.
constexpr std::string_view main_dates[] = {
    "date", "effective-time", "effective", "period", "authoredon", "authored-on", "authored", "recorded-date", "when",
    "occurrence", "datetime", "created", "started", "start", "sent", "issued", "identified", "datewritten",
    "whenhandedover", "collected", "timestamp", "recorded", "start-date", "entered-date",
};

std::string system_of(const Path& path) {
  return path.element() == nullptr ? std::string() : implied_system(path.element()->required_binding);
}

void add_type(std::vector<std::string_view>& types, std::string_view name) {
  if (name == "Resource" || name == "Any") {
    types.clear();
    for (const Descriptor* type : fhir::r4::resource_types()) types.push_back(type->name);
  } else if (const auto* type = fhir::r4::resource_type(name);
             type != nullptr && std::find(types.begin(), types.end(), type->name) == types.end()) {
    types.push_back(type->name);
  }
}

/// The resource types a reference parameter may lead to: those its paths ask for or its elements allow, among
/// those its definition names.
std::vector<std::string_view> targets_of(const Parameter& parameter) {
  std::vector<std::string_view> found;
  for (const Path& path : parameter.paths) {
    if (!path.target().empty()) {
      add_type(found, path.target());
    } else if (path.element() != nullptr && !path.element()->targets.empty()) {
      for (std::string_view target : path.element()->targets) add_type(found, target);
    } else if (parameter.definition->targets.empty()) {
      add_type(found, "Resource");
    } else {
      for (std::string_view target : parameter.definition->targets) add_type(found, target);
    }
  }
  const auto& named = parameter.definition->targets;
  if (!named.empty() && std::find(named.begin(), named.end(), "Resource") == named.end()) {
    std::erase_if(found, [&](std::string_view type) { return std::find(named.begin(), named.end(), type) == named.end(); });
  }
  std::sort(found.begin(), found.end());
  return found;
}

/// Whether a path of a component leads to what its parameter is about.
bool suits(const Component& component) {
  const auto leads_to_reference = [](const Path& path) {
    return std::any_of(path.types().begin(), path.types().end(), [](const Descriptor* type) { return type->name == "Reference"; });
  };
  if (component.type != SearchType::reference && component.type != SearchType::token) return true;
  return std::all_of(component.paths.begin(), component.paths.end(),
                     [&](const Path& path) { return leads_to_reference(path) == (component.type == SearchType::reference); });
}

/// The components of a composite, from the element one of its paths leads to; empty if one cannot be followed.
std::vector<Component> components_of(const SearchParameter& definition, const Descriptor& resource,
                                     const Descriptor& element, std::span<const SearchParameter* const> others) {
  std::vector<Component> components;
  for (const auto& part : definition.components) {
    const SearchParameter* behaviour = definition_of(part.definition);
    for (const SearchParameter* other : others) {
      if (other->url == part.definition) behaviour = other;
    }
    if (behaviour == nullptr) return {};
    Component component{behaviour->type, behaviour->code, {}, false, {}};
    constexpr std::string_view from_resource = "%resource.";
    component.from_resource = part.expression.starts_with(from_resource);
    for (auto branch : branches(part.expression)) {
      if (component.from_resource) branch.remove_prefix(std::min(branch.size(), from_resource.size()));
      auto path = Path::compile(component.from_resource ? resource : element, branch);
      if (!path) return {};
      component.systems.push_back(system_of(*path));
      component.paths.push_back(std::move(*path));
    }
    components.push_back(std::move(component));
  }
  // DocumentReference's "relationship" is published with its two definitions exchanged.
  if (components.size() == 2 && !suits(components[0]) && !suits(components[1])) {
    std::swap(components[0].type, components[1].type);
    std::swap(components[0].code, components[1].code);
  }
  return components;
}

}  // namespace

bool has_narrative(const Descriptor& type) {
  return fhir::find_element(type, "text") != nullptr && fhir::find_element(type, "contained") != nullptr;
}

// `status` and `date` apply to a type by name, `_tag` to all, `_text` to those with a narrative.
bool applies(const SearchParameter& definition, const Descriptor& type) {
  return std::any_of(definition.base.begin(), definition.base.end(), [&](std::string_view base) {
    return base == type.name || base == "Resource" || (base == "DomainResource" && has_narrative(type));
  });
}

bool speaks_of(std::string_view branch, const Descriptor& type) {
  while (!branch.empty() && (branch.front() == '(' || branch.front() == ' ')) branch.remove_prefix(1);
  const auto name = branch.substr(0, branch.find_first_of(". )"));
  const bool relative = !name.empty() && name.front() >= 'a' && name.front() <= 'z';
  return relative || name == type.name || name == "Resource" || name == "DomainResource";
}

const SearchParameter* definition_of(std::string_view url) {
  for (const auto& definition : fhir::r4::search_parameters()) {
    if (definition.url == url) return &definition;
  }
  return nullptr;
}

bool can_be_posted(const Parameter& composite) {
  int intervals = 0, numbers = 0;
  for (const auto& component : composite.components) {
    switch (component.type) {
      case SearchType::token:
      case SearchType::reference:
        if (intervals != 0) return false;
        break;
      case SearchType::number: ++numbers; [[fallthrough]];
      case SearchType::quantity:
      case SearchType::date: ++intervals; break;
      default: return false;
    }
  }
  return intervals <= 1 || (intervals == 2 && numbers == 2);
}

std::string implied_system(std::string_view value_set) {
  constexpr std::pair<std::string_view, std::string_view> others[] = {
      {"mimetypes", mime_types},                {"languages", "urn:ietf:bcp:47"},
      {"all-languages", "urn:ietf:bcp:47"},     {"currencies", currencies},
      {"units-of-time", "http://unitsofmeasure.org"}, {"all-types", ""},
      {"defined-types", ""},
  };
  constexpr std::string_view start = "http://hl7.org/fhir/ValueSet/";
  value_set = value_set.substr(0, value_set.find('|'));
  if (!value_set.starts_with(start)) return {};
  value_set.remove_prefix(start.size());
  for (const auto& [name, system] : others) {
    if (name == value_set) return std::string(system);
  }
  return "http://hl7.org/fhir/" + std::string(value_set);
}

bool Parameter::occurs_once() const {
  const auto child_of = [](const Path& path) { return path.text().substr(0, path.text().find('.', 1)); };
  return !paths.empty() && std::all_of(paths.begin(), paths.end(), [&](const Path& path) {
    return path.single() && child_of(path) == child_of(paths[0]);
  });
}

bool Parameter::holds_urls() const {
  return std::any_of(paths.begin(), paths.end(), [](const Path& path) {
    return std::any_of(path.types().begin(), path.types().end(), [](const Descriptor* leaf) { return leaf->is_primitive(); });
  });
}

bool Parameter::holds_references() const {
  return std::any_of(paths.begin(), paths.end(), [](const Path& path) {
    // Resources inside a resource, as in a Bundle, have no one type.
    return path.types().empty() || std::any_of(path.types().begin(), path.types().end(), [](const Descriptor* leaf) { return !leaf->is_primitive(); });
  });
}

bool Parameter::leads_up_and_down() const {
  return kind == SearchType::reference && holds_references() &&
         std::any_of(targets.begin(), targets.end(), [](std::string_view name) { return part_of(*fhir::r4::resource_type(name)) != nullptr; });
}

bool Parameter::is_family_name() const {
  return kind == SearchType::string && std::any_of(paths.begin(), paths.end(), [](const Path& path) {
    const auto is_name = [](const Descriptor* leaf) { return leaf->name == "HumanName"; };
    return path.text().ends_with(".family") || std::any_of(path.types().begin(), path.types().end(), is_name);
  });
}

bool Parameter::is_of_mime_types() const { return std::find(systems.begin(), systems.end(), mime_types) != systems.end(); }

bool has_url(const Descriptor& type) {
  const auto* url = parameters_of(type).find("url");
  return url != nullptr && url->kind == SearchType::uri && fhir::find_element(type, "url") != nullptr;
}

const Parameter* posted_by(const Descriptor& type, std::string_view code) {
  const auto* parameter = parameters_of(type).find(code);
  return parameter != nullptr && parameter->answers.size() == 1 ? parameter->answers.front().parameter : nullptr;
}

const Parameter* part_of(const Descriptor& type) {
  for (const auto code : {"partof", "part-of"}) {
    const Parameter* found = parameters_of(type).find(code);
    if (found != nullptr && std::find(found->targets.begin(), found->targets.end(), type.name) != found->targets.end()) return found;
  }
  return nullptr;
}

std::unique_ptr<Parameter> parameter_of(const SearchParameter& definition, const Descriptor& type,
                                        std::span<const SearchParameter* const> others) {
  auto parameter = std::make_unique<Parameter>();
  parameter->definition = &definition;
  parameter->type = &type;
  parameter->code = definition.code;
  parameter->kind = definition.type;
  for (const auto branch : branches(definition.expression)) {
    if (!speaks_of(branch, type)) continue;
    if (auto path = Path::compile(type, branch)) {
      parameter->systems.push_back(system_of(*path));
      parameter->paths.push_back(std::move(*path));
    }
  }
  if (parameter->kind == SearchType::reference) parameter->targets = targets_of(*parameter);
  if (parameter->kind == SearchType::composite && !parameter->paths.empty()) {
    const auto& types = parameter->paths[0].types();
    if (types.size() == 1) parameter->components = components_of(definition, type, *types[0], others);
  }
  return parameter;
}

Parameters::Parameters(const Descriptor& type) {
  for (const auto& definition : fhir::r4::search_parameters()) {
    if (applies(definition, type)) all_.push_back(parameter_of(definition, type));
  }
  // The specification defines some codes twice for a type; what can be followed comes first and stays.
  std::stable_sort(all_.begin(), all_.end(), [](const auto& left, const auto& right) {
    return std::pair(left->code, left->paths.empty()) < std::pair(right->code, right->paths.empty());
  });
  all_.erase(std::unique(all_.begin(), all_.end(), [](const auto& left, const auto& right) { return left->code == right->code; }),
             all_.end());
  for (std::size_t i = 0; i < all_.size(); ++i) all_[i]->bit = static_cast<int>(i);

  find_answers(all_);
  find_main_date();
  find_patient_links(type);
}

void Parameters::find_main_date() {
  for (const auto code : main_dates) {
    const Parameter* found = find(code);
    if (found == nullptr || found->kind != SearchType::date || !found->occurs_once()) continue;
    main_date_ = found;
    return;
  }
}

void Parameters::find_patient_links(const Descriptor& type) {
  for (const auto& compartment : fhir::r4::compartments()) {
    if (compartment.code != "Patient") continue;
    for (const auto& member : compartment.members) {
      if (member.type != type.name) continue;
      for (const auto code : member.parameters) {
        const Parameter* found = find(code);
        if (found != nullptr && found->kind == SearchType::reference && !found->paths.empty()) {
          patient_links_.push_back(found);
        }
      }
    }
  }
}

Parameters::Parameters(const Parameters& own, const Descriptor& contained) {
  std::map<const Parameter*, const Parameter*> copies{{nullptr, nullptr}};
  for (const auto& parameter : own.all_) {
    all_.push_back(std::make_unique<Parameter>(*parameter));
    all_.back()->type = &contained;
    copies[parameter.get()] = all_.back().get();
  }
  for (const auto& parameter : all_) {
    for (Answer& answer : parameter->answers) answer.parameter = copies.at(answer.parameter);
    for (const Parameter*& part : parameter->parts) part = copies.at(part);
  }
  for (const Parameter* link : own.patient_links_) patient_links_.push_back(copies.at(link));
  main_date_ = copies.at(own.main_date_);
}

const Parameter* Parameters::find(std::string_view code) const {
  const auto found = std::lower_bound(all_.begin(), all_.end(), code,
                                      [](const auto& parameter, std::string_view wanted) { return parameter->code < wanted; });
  return found != all_.end() && (*found)->code == code ? found->get() : nullptr;
}

const Parameters& parameters_of(const Descriptor& type) {
  static std::array<std::atomic<const Parameters*>, 2 * std::size_t{first_contained}> known{};
  static std::mutex making;
  auto& place = known[type.number];
  if (const auto* parameters = place.load(std::memory_order_acquire)) return *parameters;
  const Parameters* const own = is_contained(type) ? &parameters_of(own_type(type)) : nullptr;
  const std::lock_guard lock(making);
  if (const auto* parameters = place.load(std::memory_order_acquire)) return *parameters;
  const auto* parameters = own != nullptr ? new Parameters(*own, type) : new Parameters(type);  // lives as long as the program
  place.store(parameters, std::memory_order_release);
  return *parameters;
}

}  // namespace engine::index
