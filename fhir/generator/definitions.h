#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

/// What the generator takes from HL7's package, free of JSON.
namespace fhir::generator {

struct ElementDefinition {
  std::string name;                    ///< "contact", "value" (of value[x])
  unsigned min = 0;
  bool repeats = false;
  bool choice = false;
  bool is_modifier = false;
  bool is_summary = false;
  bool is_attribute = false;
  std::vector<std::string> types;      ///< "HumanName", "string", "Resource"; of a backbone its path
  std::vector<std::string> targets;    ///< resource types a Reference or canonical may name
  std::string required_binding;        ///< canonical without version, or empty
};

/// One struct of the model: a type, or a backbone element of one ("Patient.contact").
struct Structure {
  std::string path;
  std::vector<ElementDefinition> elements;
};

/// A data type or resource type with the backbone elements inside it, itself first.
struct Type {
  std::string name;
  std::string kind;  ///< "primitive-type", "complex-type" or "resource"
  std::vector<Structure> structures;
};

struct Component {
  std::string definition, expression;
};

struct Parameter {
  std::string id, code, url, type, expression;
  std::vector<std::string> base, targets;
  std::vector<Component> components;
};

struct Compartment {
  std::string code;
  std::vector<std::pair<std::string, std::vector<std::string>>> members;
};

struct Definitions {
  std::map<std::string, Type> types;      ///< by name
  std::vector<Parameter> parameters;      ///< by url
  std::vector<Compartment> compartments;  ///< by code
};

/// Reads every definition of FHIR 4.0.1 in an unpacked package folder. Throws std::runtime_error with the
/// file's name where one cannot be read: the generator is a build tool and stops.
Definitions read_definitions(const std::filesystem::path& package);

}  // namespace fhir::generator
