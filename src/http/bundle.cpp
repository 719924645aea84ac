#include "src/http/bundle.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <string>
#include <vector>

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

constexpr std::string_view begin_of_entry = "Bundle.entry[";

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
  const Node* entries = root.find("entry");
  if (entries == nullptr || entries->kind != Kind::array || entries->count == 0) return fhir::json::read(root, text, arena);
  const Node* bare = copy_of(root, arena, [&](const Node& member) { return member.name == "entry" ? nullptr : shallow_copy(member, arena); });
  TRY(const Resource body, fhir::json::read(*bare, text, arena));
  std::size_t at = 0;
  for (const Node* entry = entries->first; entry != nullptr; entry = entry->next) {
    put(fhir::json::read(*with_one(root, *entry, arena), text, arena), at++, *body.as<fhir::r4::Bundle>(), arena, of_entries);
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

/// The entry that an issue is in.
std::optional<std::size_t> entry_of(const Issue& issue) {
  const std::string_view path = issue.expression;
  if (!path.starts_with(begin_of_entry)) return std::nullopt;
  std::size_t at = 0;
  const auto [end, error] = std::from_chars(path.data() + begin_of_entry.size(), path.data() + path.size(), at);
  return error == std::errc() ? std::optional(at) : std::nullopt;
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
  TRY(const Resource body, fhir::xml::read(text_with(root, *type, nullptr), arena, limits));
  std::set<std::size_t> broken;
  for (const Issue& fault : faults) broken.insert(*entry_of(fault));
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
  TRY(const Node* root, fhir::json::parse(text, arena, limits));
  const bool is_batch = root->kind == Kind::object && root->text_of("resourceType") == "Bundle" && root->text_of("type") == "batch";
  return is_batch ? read_apart(*root, text, arena, of_entries) : fhir::json::read(*root, text, arena);
}

Result<Resource> read_xml_bundle(std::string_view text, Arena& arena, const fhir::json::Limits& limits, Issues& of_entries) {
  auto whole = fhir::xml::read(text, arena, limits);
  if (whole) return whole;
  const Issues& faults = whole.outcome().issues;
  if (!std::all_of(faults.begin(), faults.end(), entry_of)) return whole;
  TRY(const fhir::xml::Node* document, fhir::xml::parse_tree(text, arena, limits));
  fhir::xml::Node* root = batch_in(*document);
  if (root == nullptr) return whole;
  return read_apart(*root, faults, arena, limits, of_entries);
}

}  // namespace setu::http
