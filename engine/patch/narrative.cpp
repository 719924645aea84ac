#include "engine/patch/narrative.h"

#include <algorithm>
#include <string>

#include "fhir/json/tree.h"
#include "fhir/json/write.h"
#include "fhir/r4/datatypes.h"

namespace engine::patch {
namespace {

using fhir::json::Kind;
using fhir::json::Node;

/// Which members of an object are compared.
enum class Told { all, by_extensions, by_elements };

/// What an object is: of a resource not all members are told by its narrative.
enum class Of { resource, element };

constexpr std::string_view about_the_resource[] = {"id", "meta", "implicitRules", "language", "text"};

/// A narrative speaks of elements and their modifiers, and if it says so of extensions.
bool is_told(std::string_view member, Told told) {
  if (told == Told::all) return true;
  return member != "id" && (told == Told::by_extensions || (member != "extension" && !member.starts_with('_')));
}

bool same(const Node* a, const Node* b, Told told);

bool same_members(const Node& a, const Node& b, Told told, Of of) {
  const auto counts = [&](const Node& member) {
    const bool besides = of == Of::resource && std::find(std::begin(about_the_resource), std::end(about_the_resource), member.name) != std::end(about_the_resource);
    return !besides && is_told(member.name, told);
  };
  for (const Node* member = a.first; member != nullptr; member = member->next) {
    // What is inside a modifier are extensions that change what the elements mean.
    if (counts(*member) && !same(member, b.find(member->name), member->name == "modifierExtension" ? Told::all : told)) return false;
  }
  for (const Node* member = b.first; member != nullptr; member = member->next) {
    if (counts(*member) && a.find(member->name) == nullptr) return false;
  }
  return true;
}

bool same(const Node* a, const Node* b, Told told) {
  if (a == nullptr || b == nullptr) return a == b;
  if (a->kind != b->kind) return false;
  if (a->kind == Kind::object) return same_members(*a, *b, told, Of::element);
  if (a->kind != Kind::array) return a->text == b->text;
  if (a->count != b->count) return false;
  for (const Node *left = a->first, *right = b->first; left != nullptr; left = left->next, right = right->next) {
    if (!same(left, right, told)) return false;
  }
  return true;
}

}  // namespace

fhir::Result<void> drop_stale_narrative(std::string_view before, fhir::Resource changed) {
  const auto* element = fhir::find_element(*changed.type, "text");
  if (element == nullptr || element->type != &fhir::r4::Narrative::descriptor) return {};
  auto& narrative = fhir::field<fhir::One<fhir::r4::Narrative>>(changed.value, *element);
  if (!narrative || !narrative->status.has_text()) return {};
  const std::string_view status = narrative->status.text();
  if (status != "generated" && status != "extensions") return {};

  fhir::Arena arena;
  std::string after;
  fhir::json::write(changed, after);
  TRY(const Node* old, fhir::json::parse(before, arena));
  TRY(const Node* now, fhir::json::parse(after, arena));
  const bool touched = !same(old->find("text"), now->find("text"), Told::all);
  if (!touched && !same_members(*old, *now, status == "generated" ? Told::by_elements : Told::by_extensions, Of::resource)) narrative = {};
  return {};
}

}  // namespace engine::patch
