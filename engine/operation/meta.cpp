#include <algorithm>

#include "engine/interaction/write.h"
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

constexpr int attempts_max = 5;

bool same(const Coding& a, const Coding& b) { return a.system.text() == b.system.text() && a.code.text() == b.code.text() && a.version.text() == b.version.text(); }

Reply answer(const Meta* meta, fhir::Arena& arena) {
  auto* parameters = arena.make<fhir::r4::Parameters>();
  auto& out = parameters->parameter.add(arena);
  out.name.set("return");
  out.value = {&Meta::descriptor, meta != nullptr ? const_cast<Meta*>(meta) : arena.make<Meta>()};
  Reply reply;
  fhir::json::write({&fhir::r4::Parameters::descriptor, parameters}, reply.body);
  return reply;
}

/// The meta of any resource.
fhir::One<Meta>* meta_of(fhir::Resource resource) {
  const fhir::Element* element = fhir::find_element(*resource.type, "meta");
  return element != nullptr ? &fhir::field<fhir::One<Meta>>(resource.value, *element) : nullptr;
}

struct Current {
  store::Version version;
  fhir::Resource resource;
  fhir::One<Meta>* meta;
};

fhir::Result<Current> current(const Interaction& interaction, const Environment& environment, fhir::Arena& arena) {
  const store::Key key{interaction.tenant, interaction.type, interaction.id};
  TRY(auto versions, environment.store.read({&key, 1}));
  const std::string name = std::string(interaction.type->name) + "/" + interaction.id;
  if (!versions.front()) return Outcome(IssueType::not_found, name + " is not known.");
  if (versions.front()->deleted()) return Outcome(IssueType::deleted, name + " was deleted.");
  const std::string_view text = arena.copy(store::json_of(*versions.front()));
  TRY(const auto resource, fhir::json::read(text, arena, {}, fhir::json::Completeness::as_is));
  return Current{std::move(*versions.front()), resource, meta_of(resource)};
}

/// Changes the meta and stores the resource with it; done anew where another request wrote first.
template <class Change>
Reply changed(const Interaction& interaction, const Arguments& arguments, const Environment& environment, Change&& change) {
  const Argument* argument = arguments.find("meta");
  const Meta* given = argument != nullptr && argument->parameter != nullptr && argument->parameter->value.type == &Meta::descriptor
                          ? static_cast<const Meta*>(argument->parameter->value.value)
                          : nullptr;
  if (given == nullptr) return reply_of(Outcome(IssueType::required, Issue::Detail::bad_request, "The input \"meta\" is missing: a Parameters resource with a valueMeta of that name."));
  for (int attempt = 1;; ++attempt) {
    fhir::Arena arena;
    auto found = current(interaction, environment, arena);
    if (!found) return reply_of(std::move(found.outcome()));
    Meta& meta = found->meta->ensure(arena);
    change(meta, *given, arena);
    if (auto fine = check_body(found->resource, *interaction.type, interaction.id, {}, interaction.handling, environment); !fine) return reply_of(std::move(fine.outcome()));
    auto write = write_of(found->resource, interaction.id, store::Write::Kind::update, interaction.base);
    if (!write) return reply_of(std::move(write.outcome()));
    write->if_match = found->version.version;
    auto written = environment.store.write(interaction.tenant, {&*write, 1});
    if (!written) return reply_of(std::move(written.outcome()));
    if (written->front().result == store::Written::Result::version_mismatch && attempt < attempts_max) continue;
    if (auto done = check_written(*write, written->front()); !done) return reply_of(std::move(done.outcome()));
    return operations::meta(interaction, arguments, environment);
  }
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
  fhir::Arena arena;
  auto found = current(interaction, environment, arena);
  if (!found) return reply_of(std::move(found.outcome()));
  return answer(found->meta != nullptr ? found->meta->value : nullptr, arena);
}

Reply meta_add(const Interaction& interaction, const Arguments& arguments, const Environment& environment) {
  return changed(interaction, arguments, environment, [](Meta& meta, const Meta& given, fhir::Arena& arena) {
    add_missing(meta.profile, given.profile, arena, same_text);
    add_missing(meta.tag, given.tag, arena, same);
    add_missing(meta.security, given.security, arena, same);
  });
}

Reply meta_delete(const Interaction& interaction, const Arguments& arguments, const Environment& environment) {
  return changed(interaction, arguments, environment, [](Meta& meta, const Meta& given, fhir::Arena& arena) {
    remove(meta.profile, given.profile, arena, same_text);
    remove(meta.tag, given.tag, arena, same);
    remove(meta.security, given.security, arena, same);
  });
}

}  // namespace engine::operations
