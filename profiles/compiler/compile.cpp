#include "profiles/compiler/compile.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "fhir/json/tree.h"
#include "fhir/path/erratum.h"
#include "fhir/path/expression.h"
#include "fhir/r4/registry.h"
#include "profiles/definitions/checksum.h"
#include "profiles/definitions/layout.h"

namespace profiles {
namespace {

using fhir::json::Node;

// The expansions package cuts long lists here without saying so; such a list is not complete.
constexpr std::size_t truncated_at = 1000;

struct Rule {
  std::string type, element, key, human, expression;
  bool is_error;
};

struct Collected {
  std::map<std::string, std::set<std::pair<std::string, std::string>>> value_sets;  ///< url to (code, system)
  std::vector<Rule> rules;
  std::map<std::string, std::pair<std::string, std::string>> structures;  ///< url to (type, version)
};

fhir::Result<void> each_json(const std::filesystem::path& folder, const std::string& prefix,
                             const std::function<void(const Node&)>& visit) {
  std::error_code error;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(prefix) && name.ends_with(".json")) files.push_back(entry.path());
  }
  if (error) return fhir::Outcome(fhir::IssueType::not_found, "Cannot read the package folder " + folder.string() + ".");
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    std::ifstream stream(file, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(stream), {});
    fhir::Arena arena;
    auto parsed = fhir::json::parse(text, arena);
    if (!parsed) {
      parsed.outcome().issues[0].text = file.string() + ": " + parsed.outcome().issues[0].text;
      return parsed.outcome();
    }
    visit(**parsed);
  }
  return {};
}

void collect_codes(const Node& contains, std::set<std::pair<std::string, std::string>>& codes) {
  for (const Node* item = contains.first; item != nullptr; item = item->next) {
    if (item->find("code") != nullptr && item->text_of("abstract") != "true") {
      codes.emplace(item->text_of("code"), item->text_of("system"));
    }
    if (const Node* inner = item->find("contains")) collect_codes(*inner, codes);
  }
}

void collect_value_set(const Node& value_set, Collected& collected) {
  const Node* expansion = value_set.find("expansion");
  const Node* contains = expansion != nullptr ? expansion->find("contains") : nullptr;
  if (contains == nullptr) return;
  std::set<std::pair<std::string, std::string>> codes;
  collect_codes(*contains, codes);
  if (codes.size() < truncated_at) collected.value_sets[std::string(value_set.text_of("url"))] = std::move(codes);
}

bool is_base_type(const Node& definition) {
  return definition.text_of("derivation") == "specialization" && definition.text_of("fhirVersion") == "4.0.1" &&
         definition.text_of("abstract") != "true" && definition.text_of("kind") != "logical";
}

/// Invariants of a type's own elements; those inherited from DomainResource count as its own.
void collect_rules(const Node& definition, Collected& collected) {
  const Node* snapshot = definition.find("snapshot");
  const Node* elements = snapshot != nullptr ? snapshot->find("element") : nullptr;
  std::set<std::string> structs;
  for (const Node* element = elements != nullptr ? elements->first : nullptr; element != nullptr; element = element->next) {
    const std::string path(element->text_of("path"));
    const Node* types = element->find("type");
    const std::string_view code = types != nullptr && types->first != nullptr ? types->first->text_of("code") : "";
    const bool is_struct = path.find('.') == std::string::npos || code == "BackboneElement" || code == "Element";
    const Node* constraints = element->find("constraint");
    for (const Node* rule = constraints != nullptr ? constraints->first : nullptr; rule != nullptr; rule = rule->next) {
      const std::string_view source = rule->text_of("source");
      const bool own = source.empty() || source == definition.text_of("url") || source.ends_with("/DomainResource");
      // What every element has (a value or children) the readers guarantee.
      if (!own || rule->text_of("key") == "ele-1" || rule->text_of("expression").empty()) continue;
      const std::size_t dot = path.rfind('.');
      Rule row{is_struct ? path : path.substr(0, dot),
               is_struct ? "" : path.substr(dot + 1),
               std::string(rule->text_of("key")),
               std::string(rule->text_of("human")),
               std::string(rule->text_of("expression")),
               rule->text_of("severity") == "error"};
      if (row.element.ends_with("[x]")) row.element.resize(row.element.size() - 3);
      collected.rules.push_back(std::move(row));
    }
  }
}

/// Lays out the file. Texts are pooled, each distinct one once.
class Layout {
 public:
  fhir::Result<std::string> build(const Collected& collected) {
    std::vector<layout::ValueSet> value_sets;
    std::vector<layout::Code> codes;
    for (const auto& [url, members] : collected.value_sets) {
      value_sets.push_back({text(url), static_cast<std::uint32_t>(codes.size()), static_cast<std::uint32_t>(members.size())});
      for (const auto& [code, system] : members) codes.push_back({text(code), text(system)});
    }
    std::vector<layout::Structure> structures;
    for (const auto& [url, rest] : collected.structures) structures.push_back({text(url), text(rest.first), text(rest.second)});

    std::string programs;
    std::vector<layout::Invariant> invariants;
    for (const Rule& rule : collected.rules) {
      auto compiled = fhir::path::compile(fhir::path::corrected(rule.expression));
      if (!compiled) {
        compiled.outcome().issues[0].text = rule.key + ": " + compiled.outcome().issues[0].text;
        return compiled.outcome();
      }
      const auto bytes = compiled->bytes();
      invariants.push_back({text(rule.type), text(rule.element), text(rule.key), text(rule.human), text(rule.expression),
                            static_cast<std::uint32_t>(programs.size()), static_cast<std::uint32_t>(bytes.size()),
                            rule.is_error ? 1u : 0u, 0});
      programs.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
      align(programs);
    }

    layout::Header header{};
    std::copy(std::begin(layout::magic), std::end(layout::magic), header.magic);
    file_.assign(sizeof header, '\0');
    const auto programs_at = static_cast<std::uint32_t>(file_.size());
    file_ += programs;
    for (layout::Invariant& invariant : invariants) invariant.program += programs_at;
    header.value_sets = append(value_sets);
    header.codes = append(codes);
    header.invariants = append(invariants);
    header.structures = append(structures);
    align(file_);
    header.pool = {static_cast<std::uint32_t>(file_.size()), static_cast<std::uint32_t>(pool_.size())};
    file_ += pool_;
    header.checksum = checksum({file_.data() + sizeof header, file_.size() - sizeof header});
    std::copy_n(reinterpret_cast<const char*>(&header), sizeof header, file_.data());
    return std::move(file_);
  }

 private:
  static void align(std::string& bytes) { bytes.resize((bytes.size() + 7) / 8 * 8, '\0'); }

  layout::Text text(const std::string& value) {
    auto [found, added] = texts_.emplace(value, layout::Text{static_cast<std::uint32_t>(pool_.size()), static_cast<std::uint32_t>(value.size())});
    if (added) pool_ += value;
    return found->second;
  }

  template <class Row>
  layout::Table append(const std::vector<Row>& rows) {
    align(file_);
    const layout::Table table{static_cast<std::uint32_t>(file_.size()), static_cast<std::uint32_t>(rows.size())};
    file_.append(reinterpret_cast<const char*>(rows.data()), rows.size() * sizeof(Row));
    return table;
  }

  std::map<std::string, layout::Text> texts_;
  std::string pool_, file_;
};

}  // namespace

fhir::Result<std::string> compile(const std::filesystem::path& definitions, const std::filesystem::path& expansions) {
  Collected collected;
  TRY_VOID(each_json(expansions, "ValueSet-", [&](const Node& node) { collect_value_set(node, collected); }));
  TRY_VOID(each_json(definitions, "StructureDefinition-", [&](const Node& node) {
    if (node.text_of("resourceType") != "StructureDefinition" || node.text_of("url").find("/example") != std::string_view::npos) return;
    collected.structures[std::string(node.text_of("url"))] = {std::string(node.text_of("type")), std::string(node.text_of("version"))};
    if (is_base_type(node)) collect_rules(node, collected);
  }));
  std::stable_sort(collected.rules.begin(), collected.rules.end(), [](const Rule& a, const Rule& b) { return a.type < b.type; });
  return Layout().build(collected);
}

}  // namespace profiles
