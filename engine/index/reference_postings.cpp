#include <algorithm>

#include "engine/index/code_value.h"
#include "engine/index/contained.h"
#include "engine/index/key.h"
#include "engine/index/reference.h"
#include "engine/index/value_postings.h"

namespace engine::index {
namespace {

/// What a text leads to, if that is of the type that is asked for.
bool post_target(const Branch& branch, const Target& target, Extraction& into) {
  if (target.kind == Target::Kind::resource) {
    if (!branch.target.empty() && target.type->name != branch.target) return false;
    into.add_link(branch.parameter.code, *target.type, key_of(*target.type, target.id));
    return true;
  }
  if (target.kind == Target::Kind::none || (!branch.target.empty() && type_in_url(target.url) != branch.target)) return false;
  post_url(branch.parameter, target.url, target.version, into);
  return true;
}

/// A link to a resource inside the whole.
void add_link_inside(const Parameter& parameter, const Node& inner, std::string_view local, Extraction& into) {
  const auto& whole = into.subject().whole;
  const auto& target = contained_type(*inner.type);
  into.add_link(parameter.code, target, key_of(target, contained_id(whole.type, whole.id, local)));
}

/// "#m1" leads to a resource that is contained beside, or in, the one at hand, "#" to the one that contains it.
/// https://hl7.org/fhir/R4/references.html#contained
bool post_inside(const Branch& branch, std::string_view local, Extraction& into) {
  const auto& [resource, as, whole, base, zone] = into.subject();
  const Node* node = local.empty() ? nullptr : whole.find(local);
  if (node == nullptr && (!local.empty() || !is_contained(as))) return false;
  if (!branch.target.empty() && (node != nullptr ? *node->type : whole.type).name != branch.target) return false;
  if (node != nullptr) add_link_inside(branch.parameter, *node, local, into);
  else into.add_link(branch.parameter.code, whole.type, key_of(whole.type, whole.id));
  return true;
}

/// The first resource of a document or message, which is searched as if it were contained.
/// https://hl7.org/fhir/R4/bundle.html#search
bool post_nested(const Parameter& parameter, Node node, Extraction& into) {
  const Node* first = into.subject().whole.first_of_bundle();
  if (first == nullptr || first->value != node.value) return false;
  const auto id = id_of(node);
  if (!id.empty()) into.add_link(parameter.code, *node.type, key_of(*node.type, id));
  add_link_inside(parameter, node, id, into);
  // One path leads to both: what they share is of either's type.
  return std::find(parameter.targets.begin(), parameter.targets.end(), node.type->name) != parameter.targets.end();
}

/// The type of what a reference is to, as it says itself or by where it leads; empty if nobody can tell.
/// https://hl7.org/fhir/R4/references-definitions.html#Reference.type
std::string_view type_said(const fhir::r4::Reference& reference, const Subject& subject) {
  constexpr std::string_view of_types = "http://hl7.org/fhir/StructureDefinition/";
  std::string_view said = reference.type.text();
  if (said.starts_with(of_types)) said.remove_prefix(of_types.size());
  const std::string_view text = reference.reference.text();
  if (!said.empty() || text.empty()) return said;
  if (text.starts_with('#')) {
    const Node* inner = subject.whole.find(text.substr(1));
    return inner != nullptr ? inner->type->name : std::string_view();
  }
  const auto target = target_of(text, subject.base);
  return target.kind == Target::Kind::resource ? target.type->name : type_in_url(target.url);
}

/// Under no type, for who asks of any, and under that which is said.
void post_identifier(const Parameter& parameter, const fhir::r4::Identifier& identifier, std::string_view said, Extraction& into) {
  const auto value = folded_code(identifier.value.text());
  const auto system = identifier.system.text();
  for (const std::string_view target : {std::string_view(), said.empty() ? unsaid_target : said}) {
    into.add_token(identifier_key(into.type(), parameter.code, value, target), system_hash(system));
    if (!system.empty()) into.add_token(identifier_system_key(into.type(), parameter.code, system, target));
  }
}

}  // namespace

/// https://hl7.org/fhir/R4/search.html#reference
bool post_reference(const Branch& branch, Node node, Extraction& into) {
  node = unwrapped(node);
  const auto base = into.subject().base;
  if (node.type->is_resource()) return post_nested(branch.parameter, node, into);
  const auto* reference = node.as<fhir::r4::Reference>();
  if (reference == nullptr) {  // a canonical or uri
    return node.type->is_primitive() && post_target(branch, target_of(node.primitive().text(), base), into);
  }
  const auto text = reference->reference.text();
  const bool leads = text.starts_with('#') ? post_inside(branch, text.substr(1), into) : post_target(branch, target_of(text, base), into);
  if (reference->identifier && reference->identifier->value.has_text()) {
    const auto said = type_said(*reference, into.subject());
    const bool fits = branch.target.empty() || said == branch.target;
    if (fits || said.empty()) post_identifier(branch.parameter, *reference->identifier, said, into);
    if (fits) return true;
  }
  // What does not lead anywhere, such as one for display alone, is a value all the same if nobody asks where it leads.
  return leads || branch.target.empty();
}

}  // namespace engine::index
