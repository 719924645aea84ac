#include "src/http/bundle.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "engine/interaction/batch_entries.h"
#include "engine/interaction/entry_response.h"
#include "fhir/json/positions.h"
#include "fhir/json/read.h"
#include "fhir/json/tree.h"
#include "fhir/r4/bundle.h"
#include "fhir/xml/read.h"
#include "fhir/xml/tree.h"

namespace setu::http {
namespace {

using fhir::Arena;
using fhir::Issue;
using fhir::Issues;
using fhir::Resource;
using fhir::Result;
using fhir::json::Kind;
using fhir::json::Node;

/// Of so many faults, each further entry that has some tells its first: enough to mend it, and little to keep of many entries.
constexpr std::size_t faults_in_full = 10'000;

/// A copy of an object or array whose children are what `copy_child` makes of them; null leaves one out. The children's own
/// content is shared.
template <class CopyChild>
Node* copy_of(const Node& node, Arena& arena, CopyChild copy_child) {
  Node* copy = arena.make<Node>();
  *copy = node;
  copy->first = nullptr;
  copy->count = 0;
  Node** link = &copy->first;
  for (const Node* child = node.first; child != nullptr; child = child->next) {
    Node* kept = copy_child(*child);
    if (kept == nullptr) continue;
    kept->next = nullptr;
    *link = kept;
    link = &kept->next;
    ++copy->count;
  }
  return copy;
}

Node* shallow_copy(const Node& node, Arena& arena) {
  Node* copy = arena.make<Node>();
  *copy = node;
  return copy;
}

/// A bundle with one of its entries alone.
const Node* with_one(const Node& root, const Node& entry, Arena& arena) {
  return copy_of(root, arena, [&](const Node& member) -> Node* {
    Node* copy = shallow_copy(member, arena);
    if (member.name != "entry") return member.name == "resourceType" || member.name == "type" ? copy : nullptr;
    copy->count = 1;
    copy->first = shallow_copy(entry, arena);
    copy->first->next = nullptr;
    return copy;
  });
}

/// Issues of an entry read by itself, said of its place in the whole bundle.
void move_into(Issues& all, Issues issues, std::size_t at) {
  constexpr std::string_view alone = "Bundle.entry[0]";
  if (all.size() >= faults_in_full) issues.resize(1);
  for (Issue& issue : issues) {
    const std::string_view path = issue.expression;
    const std::string below(path.starts_with(alone) ? path.substr(alone.size()) : std::string_view());
    issue.expression = "Bundle.entry[" + std::to_string(at) + "]" + below;
    all.push_back(std::move(issue));
  }
}

/// Puts an entry in its place, or, where it could not be read, an empty one and its issues beside it.
void put(Result<Resource> alone, std::size_t at, fhir::r4::Bundle& bundle, Arena& arena, Issues& of_entries) {
  auto& place = bundle.entry.add(arena);
  alone ? void(place = alone->as<fhir::r4::Bundle>()->entry[0]) : move_into(of_entries, std::move(alone.outcome().issues), at);
}

/// Reads the bundle without its entries, and then each entry by itself.
Result<Resource> read_apart(const Node& root, std::string_view text, Arena& arena, Issues& of_entries) {
  fhir::json::Positions positions(text);
  const Node* entries = root.find("entry");
  if (entries == nullptr || entries->kind != Kind::array || entries->count == 0) return fhir::json::read(root, positions, arena);
  TRY_VOID(engine::check_entry_count(entries->count));
  const Node* bare = copy_of(root, arena, [&](const Node& member) { return member.name == "entry" ? nullptr : shallow_copy(member, arena); });
  TRY(const Resource body, fhir::json::read(*bare, positions, arena));
  std::size_t at = 0;
  for (const Node* entry = entries->first; entry != nullptr; entry = entry->next) {
    put(fhir::json::read(*with_one(root, *entry, arena), positions, arena), at++, *body.as<fhir::r4::Bundle>(), arena, of_entries);
  }
  return body;
}

/// The element that a document is, if it is a Bundle of type batch.
fhir::xml::Node* batch_in(const fhir::xml::Node& document) {
  for (fhir::xml::Node* root = document.first; root != nullptr; root = root->next) {
    if (root->kind != fhir::xml::Node::Kind::element || root->name != "Bundle") continue;
    for (const fhir::xml::Node* child = root->first; child != nullptr; child = child->next) {
      const auto* value = child->name == "type" ? child->find("value") : nullptr;
      if (value != nullptr && value->value == "batch") return root;
    }
  }
  return nullptr;
}

/// The bundle as text, with `entry` alone or with none.
std::string text_with(fhir::xml::Node& root, fhir::xml::Node& type, fhir::xml::Node* entry) {
  root.first = &type;
  type.next = entry;
  if (entry != nullptr) entry->next = nullptr;
  std::string text;
  fhir::xml::append_tree(text, root);
  return text;
}

/// The entries of a bundle in which reading found faults, in entries alone. Those that no fault was found in are read by
/// themselves, for the list of faults may have been cut short.
Result<Resource> read_apart(fhir::xml::Node& root, const Issues& faults, Arena& arena, const fhir::json::Limits& limits, Issues& of_entries) {
  std::vector<fhir::xml::Node*> entries;
  fhir::xml::Node* type = nullptr;
  for (fhir::xml::Node* child = root.first; child != nullptr; child = child->next) {
    if (child->kind != fhir::xml::Node::Kind::element) continue;
    if (child->name == "entry") entries.push_back(child);
    if (child->name == "type") type = child;
  }
  TRY_VOID(engine::check_entry_count(entries.size()));
  TRY(const Resource body, fhir::xml::read(text_with(root, *type, nullptr), arena, limits));
  // What else the two have in them is the bundle's, and would be read again with each entry.
  fhir::xml::Attribute value{"value", "batch"};
  root.attributes = nullptr;
  type->attributes = &value;
  type->first = nullptr;
  std::set<std::size_t> broken;
  for (const Issue& fault : faults) broken.insert(*engine::entry_at(fault.expression));
  auto& bundle = *body.as<fhir::r4::Bundle>();
  for (std::size_t at = 0; at < entries.size(); ++at) {
    if (broken.contains(at)) {
      bundle.entry.add(arena);
      continue;
    }
    auto alone = fhir::xml::read(text_with(root, *type, entries[at]), arena, limits);
    if (!alone) {
      for (Issue& issue : alone.outcome().issues) issue.line = issue.column = 0;  // of a text that nobody sent
    }
    put(std::move(alone), at, bundle, arena, of_entries);
  }
  of_entries.insert(of_entries.end(), faults.begin(), faults.end());
  return body;
}

}  // namespace

Result<Resource> read_json_bundle(std::string_view text, Arena& arena, const fhir::json::Limits& limits, Issues& of_entries) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // no place is counted from it
  TRY(const Node* root, fhir::json::parse_resource(text, arena, limits));
  const bool is_batch = root->kind == Kind::object && root->text_of("resourceType") == "Bundle" && root->text_of("type") == "batch";
  return is_batch ? read_apart(*root, text, arena, of_entries) : fhir::json::read(*root, text, arena);
}

Result<Resource> read_xml_bundle(std::string_view text, Arena& arena, const fhir::json::Limits& limits, Issues& of_entries) {
  auto whole = fhir::xml::read(text, arena, limits);
  if (whole) return whole;
  const Issues& faults = whole.outcome().issues;
  if (!std::all_of(faults.begin(), faults.end(), [](const Issue& fault) { return engine::entry_at(fault.expression).has_value(); })) return whole;
  TRY(const fhir::xml::Node* document, fhir::xml::parse_tree(text, arena, limits));
  fhir::xml::Node* root = batch_in(*document);
  if (root == nullptr) return whole;
  return read_apart(*root, faults, arena, limits, of_entries);
}

}  // namespace setu::http
