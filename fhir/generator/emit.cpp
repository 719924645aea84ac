#include "fhir/generator/emit.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <sstream>

namespace fhir::generator {
namespace {

constexpr const char* banner = "// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.\n";

std::string capitalised(std::string name) {
  name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
  return name;
}

std::string snake(const std::string& name) {
  std::string out;
  for (std::size_t at = 0; at < name.size(); ++at) {
    const bool upper = std::isupper(static_cast<unsigned char>(name[at])) != 0;
    if (upper && at != 0) out += '_';
    out += static_cast<char>(std::tolower(static_cast<unsigned char>(name[at])));
  }
  return out;
}

/// "Bundle.entry.search" as C++ has it: "Bundle::Entry::Search".
std::string qualified(const std::string& path) {
  std::string out;
  std::istringstream parts(path);
  for (std::string part; std::getline(parts, part, '.');) out += (out.empty() ? "" : "::") + capitalised(part);
  return out;
}

std::string last_name(const std::string& path) { return capitalised(path.substr(path.rfind('.') + 1)); }

std::string member_name(const std::string& name) {
  static const std::set<std::string> keywords = {"class", "for", "operator", "template", "short", "concept"};
  return keywords.contains(name) ? name + "_" : name;
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '\n' || c == '\r') {
      out += ' ';
      continue;
    }
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

/// Writes the structs and the tables; one object per run.
class Emitter {
 public:
  explicit Emitter(const Definitions& definitions) : definitions_(definitions) {}

  std::map<std::string, std::string> files() {
    std::map<std::string, std::string> files;
    files["datatypes.h"] = datatypes();
    for (const auto& [name, type] : definitions_.types) {
      if (type.kind == "resource") files[snake(name) + ".h"] = resource(type);
    }
    files["descriptors.cpp"] = descriptors();
    files["search_parameters.cpp"] = search_parameters();
    files["compartments.cpp"] = compartments();
    return files;
  }

 private:
  bool is_primitive(const std::string& type) const {
    const auto found = definitions_.types.find(type);
    return found != definitions_.types.end() && found->second.kind == "primitive-type";
  }

  std::string shape(const ElementDefinition& element) const {
    if (element.choice) return "choice";
    if (element.types.at(0) == "Resource") return element.repeats ? "many_resources" : "resource";
    if (is_primitive(element.types[0])) return element.repeats ? "many_primitives" : "primitive";
    return element.repeats ? "many" : "one";
  }

  std::string member(const ElementDefinition& element) const {
    const std::string kind = shape(element);
    if (kind == "choice") return "Choice";
    if (kind == "resource") return "Resource";
    if (kind == "many_resources") return "Many<Resource>";
    const std::string type = "r4::" + qualified(element.types[0]);
    if (kind == "primitive") return type;
    return (element.repeats ? "Many<" : "One<") + type + ">";
  }

  void structure(std::ostream& out, const Type& type, const Structure& structure, const std::string& indent) const {
    out << indent << "struct " << last_name(structure.path) << " {\n";
    const std::string prefix = structure.path + ".";
    std::vector<const Structure*> inner;
    for (const Structure& other : type.structures) {
      if (other.path.starts_with(prefix) && other.path.find('.', prefix.size()) == std::string::npos) inner.push_back(&other);
    }
    for (const Structure* other : inner) out << indent << "  struct " << last_name(other->path) << ";\n";
    for (const Structure* other : inner) this->structure(out, type, *other, indent + "  ");
    for (const ElementDefinition& element : structure.elements) {
      out << indent << "  " << member(element) << " " << member_name(element.name) << ";\n";
    }
    out << indent << "  static const Descriptor descriptor;\n" << indent << "};\n";
  }

  std::string datatypes() const {
    std::ostringstream out;
    out << banner << "#pragma once\n\n#include \"fhir/model/primitive_types.h\"\n\nnamespace fhir::r4 {\n\n";
    for (const auto& [name, type] : definitions_.types) {
      if (type.kind == "complex-type") out << "struct " << name << ";\n";
    }
    for (const auto& [name, type] : definitions_.types) {
      if (type.kind != "complex-type") continue;
      out << "\n";
      structure(out, type, type.structures.at(0), "");
    }
    out << "\n}  // namespace fhir::r4\n";
    return out.str();
  }

  std::string resource(const Type& type) const {
    std::ostringstream out;
    out << banner << "#pragma once\n\n#include \"fhir/r4/datatypes.h\"\n\nnamespace fhir::r4 {\n\n";
    structure(out, type, type.structures.at(0), "");
    out << "\n}  // namespace fhir::r4\n";
    return out.str();
  }

  /// A list of texts as a named array in `tables`, each distinct list once; "{}" for none.
  std::string list(std::ostream& tables, const std::vector<std::string>& texts) {
    if (texts.empty()) return "{}";
    auto [found, added] = lists_.emplace(texts, "list_" + std::to_string(lists_.size()));
    if (added) {
      tables << "constexpr std::string_view " << found->second << "[] = {";
      for (const std::string& text : texts) tables << quoted(text) << ", ";
      tables << "};\n";
    }
    return found->second;
  }

  std::string choices(std::ostream& tables, const ElementDefinition& element) {
    if (!element.choice) return "{}";
    auto [found, added] = choices_.emplace(std::pair(element.name, element.types), "choice_" + std::to_string(choices_.size()));
    if (added) {
      tables << "constexpr ChoiceType " << found->second << "[] = {\n";
      for (const std::string& type : element.types) {
        tables << "    {" << quoted(element.name + capitalised(type)) << ", &r4::" << qualified(type) << "::descriptor},\n";
      }
      tables << "};\n";
    }
    return found->second;
  }

  std::string descriptors() {
    std::ostringstream tables, out;
    unsigned number = 0;
    for (const auto& [name, type] : definitions_.types) {
      if (type.kind == "primitive-type") {
        out << "constinit const Descriptor " << capitalised(name) << "::descriptor = {" << quoted(name)
            << ", TypeKind::primitive, PrimitiveKind::" << snake(name == "base64Binary" ? "base64Binary" : name) << ", 0, sizeof("
            << capitalised(name) << "), {}};\n";
        continue;
      }
      if (type.kind == "resource") ++number;
      for (const Structure& structure : type.structures) {
        const std::string cpp = qualified(structure.path);
        std::string array = "elements_" + cpp;
        for (std::size_t at; (at = array.find("::")) != std::string::npos;) array.replace(at, 2, "_");
        std::ostringstream rows;
        for (const ElementDefinition& element : structure.elements) {
          const std::string kind = shape(element);
          const bool typed = kind != "choice" && kind != "resource" && kind != "many_resources";
          rows << "    {" << quoted(element.name) << ", offsetof(" << cpp << ", " << member_name(element.name) << "), Shape::" << kind
               << ", " << element.min << ", " << (element.repeats ? "Element::unbounded" : "1") << ", "
               << (typed ? "&r4::" + qualified(element.types[0]) + "::descriptor" : "nullptr") << ", " << choices(tables, element) << ", "
               << list(tables, element.targets) << ", " << (element.is_modifier ? "true" : "false") << ", "
               << (element.is_summary ? "true" : "false") << ", " << (element.is_attribute ? "true" : "false") << ", "
               << (element.required_binding.empty() ? "{}" : quoted(element.required_binding)) << "},\n";
        }
        const bool backbone = structure.path.find('.') != std::string::npos;
        out << "constexpr Element " << array << "[] = {\n" << rows.str() << "};\n";
        out << "constinit const Descriptor " << cpp << "::descriptor = {" << quoted(structure.path) << ", TypeKind::"
            << (backbone ? "backbone" : type.kind == "resource" ? "resource" : "complex") << ", PrimitiveKind::none, "
            << (!backbone && type.kind == "resource" ? number : 0) << ", sizeof(" << cpp << "), " << array << "};\n";
      }
    }
    std::ostringstream file;
    file << banner << "#include <cstddef>\n\n#include \"fhir/r4/registry.h\"\n";
    for (const auto& [name, type] : definitions_.types) {
      if (type.kind == "resource") file << "#include \"fhir/r4/" << snake(name) << ".h\"\n";
    }
    file << "\nnamespace fhir::r4 {\nnamespace {\n\n" << tables.str() << "\n}  // namespace\n\n" << out.str() << "\n";
    for (const bool resources : {true, false}) {
      file << "namespace {\nconstexpr const Descriptor* " << (resources ? "all_resources" : "all_data") << "[] = {\n";
      for (const auto& [name, type] : definitions_.types) {
        if ((type.kind == "resource") == resources) file << "    &" << capitalised(name) << "::descriptor,\n";
      }
      file << "};\n}  // namespace\n\n";
    }
    file << "std::span<const Descriptor* const> resource_types() { return all_resources; }\n"
         << "std::span<const Descriptor* const> data_types() { return all_data; }\n\n"
         << "}  // namespace fhir::r4\n\nnamespace fhir {\nnamespace {\n"
         << "constexpr Element elements_extras[] = {\n"
         << "    {\"id\", offsetof(Extras, id), Shape::primitive, 0, 1, &r4::String::descriptor, {}, {}, false, false, true, {}},\n"
         << "    {\"extension\", offsetof(Extras, extension), Shape::many, 0, Element::unbounded, &r4::Extension::descriptor, {}, {}, "
            "false, false, false, {}},\n"
         << "};\n}  // namespace\n\n"
         << "constinit const Descriptor Extras::descriptor = {\"Element\", TypeKind::complex, PrimitiveKind::none, 0, sizeof(Extras), "
            "elements_extras};\n\n}  // namespace fhir\n";
    return file.str();
  }

  std::string search_parameters() {
    lists_.clear();
    std::ostringstream tables, rows;
    std::size_t composites = 0;
    for (const Parameter& parameter : definitions_.parameters) {
      std::string components = "{}";
      if (!parameter.components.empty()) {
        components = "components_" + std::to_string(composites++);
        tables << "constexpr SearchComponent " << components << "[] = {";
        for (const Component& part : parameter.components) {
          tables << "{" << quoted(part.definition) << ", " << quoted(part.expression) << "}, ";
        }
        tables << "};\n";
      }
      rows << "    {" << quoted(parameter.code) << ", " << quoted(parameter.url) << ", SearchType::" << parameter.type << ", "
           << list(tables, parameter.base) << ",\n     " << quoted(parameter.expression) << ", " << list(tables, parameter.targets) << ", "
           << components << "},\n";
    }
    std::ostringstream out;
    out << banner << "#include \"fhir/r4/registry.h\"\n\nnamespace fhir::r4 {\nnamespace {\n\n" << tables.str()
        << "\nconstexpr SearchParameter all[] = {\n" << rows.str()
        << "};\n\n}  // namespace\n\nstd::span<const SearchParameter> search_parameters() { return all; }\n\n}  // namespace fhir::r4\n";
    return out.str();
  }

  std::string compartments() {
    lists_.clear();
    std::ostringstream tables, rows;
    for (const Compartment& compartment : definitions_.compartments) {
      std::ostringstream members;
      for (const auto& [type, parameters] : compartment.members) {
        if (parameters.empty()) continue;
        members << "    {" << quoted(type) << ", " << list(tables, parameters) << "},\n";
      }
      const std::string name = "members_" + snake(compartment.code);
      tables << "constexpr CompartmentMember " << name << "[] = {\n" << members.str() << "};\n";
      rows << "    {" << quoted(compartment.code) << ", " << name << "},\n";
    }
    std::ostringstream out;
    out << banner << "#include \"fhir/r4/registry.h\"\n\nnamespace fhir::r4 {\nnamespace {\n\n" << tables.str()
        << "\nconstexpr Compartment all[] = {\n" << rows.str()
        << "};\n\n}  // namespace\n\nstd::span<const Compartment> compartments() { return all; }\n\n}  // namespace fhir::r4\n";
    return out.str();
  }

  const Definitions& definitions_;
  std::map<std::vector<std::string>, std::string> lists_;
  std::map<std::pair<std::string, std::vector<std::string>>, std::string> choices_;
};

}  // namespace

std::map<std::string, std::string> emit(const Definitions& definitions) { return Emitter(definitions).files(); }

}  // namespace fhir::generator
