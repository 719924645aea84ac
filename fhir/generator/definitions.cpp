#include "fhir/generator/definitions.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>

#include "fhir/json/tree.h"

namespace fhir::generator {
namespace {

using json::Node;

std::string last_segment(std::string_view path, char separator) {
  return std::string(path.substr(path.rfind(separator) + 1));
}

std::string without_version(std::string_view canonical) { return std::string(canonical.substr(0, canonical.find('|'))); }

std::vector<std::string> texts(const Node* array) {
  std::vector<std::string> all;
  for (const Node* item = array != nullptr ? array->first : nullptr; item != nullptr; item = item->next) {
    all.emplace_back(item->text);
  }
  return all;
}

bool is_true(const Node& object, std::string_view member) { return object.text_of(member) == "true"; }

// The primitives' own values and every id are given as FHIRPath types; `id` of a resource is an id, of an element a string.
std::string type_code(std::string_view code, std::string_view path, bool in_resource) {
  if (!code.starts_with("http://hl7.org/fhirpath/")) return std::string(code);
  const bool of_resource = in_resource && last_segment(path, '.') == "id" && std::count(path.begin(), path.end(), '.') == 1;
  return of_resource ? "id" : "string";
}

ElementDefinition read_element(const Node& node, bool in_resource) {
  ElementDefinition element;
  const std::string_view path = node.text_of("path");
  element.name = last_segment(path, '.');
  if (element.name.ends_with("[x]")) {
    element.choice = true;
    element.name.resize(element.name.size() - 3);
  }
  element.min = static_cast<unsigned>(std::stoul("0" + std::string(node.text_of("min"))));
  element.repeats = node.text_of("max") == "*" || (node.text_of("max").size() == 1 && node.text_of("max")[0] > '1');
  element.is_modifier = is_true(node, "isModifier");
  element.is_summary = is_true(node, "isSummary");
  for (const std::string& form : texts(node.find("representation"))) element.is_attribute |= form == "xmlAttr";
  if (const Node* content = node.find("contentReference")) {
    element.types.push_back(std::string(content->text.substr(content->text.find('#') + 1)));
  }
  std::set<std::string> targets;
  if (const Node* types = node.find("type")) {
    for (const Node* type = types->first; type != nullptr; type = type->next) {
      std::string code = type_code(type->text_of("code"), path, in_resource);
      if (code == "BackboneElement" || code == "Element") code = path;
      element.types.push_back(code);
      for (const std::string& target : texts(type->find("targetProfile"))) targets.insert(last_segment(target, '/'));
    }
  }
  element.targets.assign(targets.begin(), targets.end());
  if (const Node* binding = node.find("binding"); binding != nullptr && binding->text_of("strength") == "required") {
    element.required_binding = without_version(binding->text_of("valueSet"));
  }
  return element;
}

Type read_type(const Node& definition) {
  Type type;
  type.name = definition.text_of("type");
  type.kind = definition.text_of("kind");
  const Node* snapshot = definition.find("snapshot");
  const Node* elements = snapshot != nullptr ? snapshot->find("element") : nullptr;
  std::map<std::string, std::size_t> places;
  for (const Node* node = elements != nullptr ? elements->first : nullptr; node != nullptr; node = node->next) {
    const std::string path(node->text_of("path"));
    const std::size_t dot = path.rfind('.');
    if (dot == std::string::npos) {
      places[path] = type.structures.size();
      type.structures.push_back({path, {}});
      continue;
    }
    ElementDefinition element = read_element(*node, type.kind == "resource");
    if (element.types.size() == 1 && element.types[0] == path) {
      places[path] = type.structures.size();
      type.structures.push_back({path, {}});
    }
    type.structures[places.at(path.substr(0, dot))].elements.push_back(std::move(element));
  }
  return type;
}

Parameter read_parameter(const Node& node) {
  Parameter parameter{std::string(node.text_of("id")),         std::string(node.text_of("code")),
                      std::string(node.text_of("url")),        std::string(node.text_of("type")),
                      std::string(node.text_of("expression")), texts(node.find("base")),
                      texts(node.find("target")),              {}};
  if (const Node* components = node.find("component")) {
    for (const Node* part = components->first; part != nullptr; part = part->next) {
      parameter.components.push_back({std::string(part->text_of("definition")), std::string(part->text_of("expression"))});
    }
  }
  return parameter;
}

Compartment read_compartment(const Node& node) {
  Compartment compartment{std::string(node.text_of("code")), {}};
  if (const Node* members = node.find("resource")) {
    for (const Node* member = members->first; member != nullptr; member = member->next) {
      compartment.members.emplace_back(member->text_of("code"), texts(member->find("param")));
    }
  }
  return compartment;
}

}  // namespace

Definitions read_definitions(const std::filesystem::path& package) {
  Definitions definitions;
  for (const auto& entry : std::filesystem::directory_iterator(package)) {
    const std::string file = entry.path().filename().string();
    const bool wanted = file.starts_with("StructureDefinition-") || file.starts_with("SearchParameter-") ||
                        file.starts_with("CompartmentDefinition-");
    if (!wanted) continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(stream), {});
    Arena arena;
    const auto parsed = json::parse(text, arena);
    if (!parsed) throw std::runtime_error(file + ": " + to_text(parsed.outcome()));
    const Node& node = **parsed;
    const std::string_view kind = node.text_of("resourceType");
    if (kind == "StructureDefinition") {
      // Profiles constrain a type; logical models are not in the wire format; later releases leaked into the package.
      if (node.text_of("derivation") == "constraint" || is_true(node, "abstract") || node.text_of("kind") == "logical") continue;
      if (node.text_of("fhirVersion") != "4.0.1") continue;
      Type type = read_type(node);
      definitions.types[type.name] = std::move(type);
    } else if (kind == "SearchParameter") {
      definitions.parameters.push_back(read_parameter(node));
    } else if (kind == "CompartmentDefinition" && node.text_of("id") != "example") {
      definitions.compartments.push_back(read_compartment(node));
    }
  }
  std::sort(definitions.parameters.begin(), definitions.parameters.end(),
            [](const Parameter& a, const Parameter& b) { return std::tie(a.url, a.id) < std::tie(b.url, b.id); });
  std::sort(definitions.compartments.begin(), definitions.compartments.end(),
            [](const Compartment& a, const Compartment& b) { return a.code < b.code; });
  return definitions;
}

}  // namespace fhir::generator
