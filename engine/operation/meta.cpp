#include <algorithm>

#include "engine/interaction/stored_form.h"
#include "engine/operation/operation.h"
#include "fhir/json/read.h"
#include "fhir/json/write.h"

/// $meta, $meta-add and $meta-delete: profiles, tags and security labels of a resource.
/// https://hl7.org/fhir/R4/resource-operation-meta.html
namespace engine::operations {
namespace {

using fhir::Issue;
using fhir::IssueType;
using fhir::Outcome;
using fhir::r4::Coding;
using fhir::r4::Meta;

/// A tag is the same by its system and code, whatever is said besides; one without a code by what it is called.
bool same(const Coding& a, const Coding& b) {
  if (a.system.text() != b.system.text() || a.code.text() != b.code.text()) return false;
  return a.code.has_text() || a.display.text() == b.display.text();
}

Reply answer(const Meta* meta, fhir::Arena& arena) {
  auto* parameters = arena.make<fhir::r4::Parameters>();
  auto& out = parameters->parameter.add(arena);
  out.name.set("return");
  out.value = {&Meta::descriptor, meta != nullptr ? const_cast<Meta*>(meta) : arena.make<Meta>()};
  Reply reply;
  fhir::json::write({&fhir::r4::Parameters::descriptor, parameters}, reply.body);
  return reply;
}

fhir::Result<const Meta*> given_meta(const Arguments& arguments) {
  const Argument* argument = arguments.find("meta");
  if (argument == nullptr || argument->parameter == nullptr || argument->parameter->value.type != &Meta::descriptor) {
    return Outcome(IssueType::required, Issue::Detail::bad_request, "The input \"meta\" is missing: a Parameters resource with a valueMeta of that name.");
  }
  return static_cast<const Meta*>(argument->parameter->value.value);
}

template <class List, class Same>
void add_missing(List& list, const List& more, fhir::Arena& arena, Same&& is_same) {
  for (const auto& one : more) {
    if (std::none_of(list.begin(), list.end(), [&](const auto& there) { return is_same(there, one); })) list.add(arena) = one;
  }
}

/// Keeps those that are not among `unwanted`.
template <class List, class Same>
void remove(List& list, const List& unwanted, fhir::Arena& arena, Same&& is_same) {
  List kept;
  for (const auto& there : list) {
    if (std::none_of(unwanted.begin(), unwanted.end(), [&](const auto& one) { return is_same(there, one); })) kept.add(arena) = there;
  }
  list = kept;
}

constexpr auto same_text = [](const auto& a, const auto& b) { return a.text() == b.text(); };

}  // namespace

Reply meta(const Interaction& interaction, const Arguments&, const Environment& environment) {
  const store::Key key{interaction.tenant, interaction.type, interaction.id};
  auto versions = environment.store.read({&key, 1});
  if (!versions) return reply_of(std::move(versions.outcome()));
  const std::string name = std::string(interaction.type->name) + "/" + interaction.id;
  if (!versions->front()) return reply_of(Outcome(IssueType::not_found, name + " is not known."));
  if (versions->front()->deleted()) return reply_of(Outcome(IssueType::deleted, name + " was deleted."));
  fhir::Arena arena;
  const std::string text = store::json_of(*versions->front());
  auto resource = fhir::json::read(text, arena, {}, fhir::json::Completeness::as_is);
  if (!resource) return reply_of(std::move(resource.outcome()));
  return answer(meta_of(*resource).value, arena);
}

fhir::Result<void> meta_add(fhir::Resource resource, const Arguments& arguments, fhir::Arena& arena) {
  TRY(const Meta* given, given_meta(arguments));
  Meta& meta = meta_of(resource).ensure(arena);
  add_missing(meta.profile, given->profile, arena, same_text);
  add_missing(meta.tag, given->tag, arena, same);
  add_missing(meta.security, given->security, arena, same);
  return {};
}

fhir::Result<void> meta_delete(fhir::Resource resource, const Arguments& arguments, fhir::Arena& arena) {
  TRY(const Meta* given, given_meta(arguments));
  Meta& meta = meta_of(resource).ensure(arena);
  remove(meta.profile, given->profile, arena, same_text);
  remove(meta.tag, given->tag, arena, same);
  remove(meta.security, given->security, arena, same);
  return {};
}

}  // namespace engine::operations
