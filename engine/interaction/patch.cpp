#include "engine/interaction/patch.h"

#include "engine/interaction/criteria.h"
#include "engine/interaction/interactions.h"
#include "engine/interaction/write.h"
#include "engine/operation/operation.h"
#include "engine/patch/fhirpath_patch.h"
#include "engine/patch/json_patch.h"
#include "engine/patch/narrative.h"
#include "engine/patch/xml_patch.h"
#include "fhir/json/read.h"
#include "fhir/json/write.h"
#include "fhir/xml/read.h"
#include "fhir/xml/write.h"

namespace engine {
namespace {

using fhir::Arena;
using fhir::Issue;
using fhir::IssueType;
using fhir::Outcome;
using fhir::Resource;
using fhir::Result;

/// How often a change is done anew because another request wrote first.
constexpr int attempts_max = 5;

std::string name_of(const Interaction& interaction, std::string_view id) {
  return std::string(interaction.type->name) + "/" + std::string(id);
}

/// What is wrong with the result, which the client never saw: so there are no lines and columns to show.
Outcome unprocessable(Outcome outcome) {
  for (Issue& issue : outcome.issues) {
    if (issue.severity != fhir::Severity::error && issue.severity != fhir::Severity::fatal) continue;
    issue.text.insert(0, "After the change: ");
    issue.detail = Issue::Detail::unprocessable;
    issue.line = issue.column = 0;
  }
  return outcome;
}

Result<Resource> read_result(Result<Resource> read) {
  if (!read) return unprocessable(std::move(read.outcome()));
  return read;
}

/// https://hl7.org/fhir/R4/http.html#patch: what is stored is valid; if it cannot be read, that is the server's failure.
Result<Resource> read_stored(std::string_view text, Arena& arena) {
  auto read = fhir::json::read(text, arena, {}, fhir::json::Completeness::as_is);
  if (!read) return Outcome(IssueType::exception, "The stored version cannot be read.");
  return read;
}

/// The document after a patch as text. The trees that it was made in are given back: a transaction has many patches.
Result<std::string> after_json_patch(const std::string& text, std::string_view patch) {
  Arena arena;
  auto operations = fhir::json::parse(patch, arena);
  if (!operations) {
    for (Issue& issue : operations.outcome().issues) issue.detail = Issue::Detail::bad_request;
    return std::move(operations.outcome());
  }
  TRY(const fhir::json::Node* document, fhir::json::parse(text, arena));
  TRY(const fhir::json::Node* changed, patch::json_patch(*document, **operations, arena));
  std::string out;
  fhir::json::append_tree(out, *changed);
  return out;
}

Result<Resource> with_json_patch(const std::string& text, std::string_view patch, Arena& arena) {
  TRY(const std::string out, after_json_patch(text, patch));
  return read_result(fhir::json::read(out, arena));
}

Result<std::string> after_xml_patch(const std::string& text, std::string_view patch) {
  std::string document;
  {
    Arena arena;
    TRY(const Resource resource, read_stored(text, arena));
    fhir::xml::write(resource, document);
  }
  return patch::xml_patch(document, patch);
}

Result<Resource> with_xml_patch(const std::string& text, std::string_view patch, Arena& arena) {
  TRY(const std::string out, after_xml_patch(text, patch));
  return read_result(fhir::xml::read(out, arena));
}

Result<std::string> after_fhirpath_patch(const std::string& text, Resource body) {
  const auto* parameters = body.as<fhir::r4::Parameters>();
  if (parameters == nullptr) {
    return Outcome(IssueType::invalid, Issue::Detail::bad_request,
                   "A FHIRPath Patch is a Parameters resource, and the body is another; to send a whole resource, use PUT.",
                   body ? std::string(body.type->name) : std::string());
  }
  Arena arena;
  TRY(const Resource resource, read_stored(text, arena));
  TRY(const Resource changed, patch::fhirpath_patch(resource, *parameters, arena));
  std::string out;
  fhir::json::write(changed, out);
  return out;
}

/// What the operations left is written and read again, so that it passes as any body does.
Result<Resource> with_fhirpath_patch(const std::string& text, Resource body, Arena& arena) {
  TRY(const std::string out, after_fhirpath_patch(text, body));
  return read_result(fhir::json::read(out, arena));
}

Result<Resource> with_operation(std::string_view text, const Interaction& interaction, Arena& arena) {
  TRY(const Resource resource, read_stored(text, arena));
  TRY_VOID(operations::amend(interaction, resource, arena));
  return resource;
}

/// https://hl7.org/fhir/R4/http.html#patch: what makes a resource this one does not change.
Result<void> check_identity(Resource changed, const store::Version& current) {
  const std::string name(current.type->name);
  if (changed.type != current.type) {
    return Outcome(IssueType::business_rule, Issue::Detail::unprocessable, "A patch may not make another type of a resource.", name);
  }
  if (fhir::id_of(changed).text() != current.id) {
    return Outcome(IssueType::business_rule, Issue::Detail::unprocessable, "A patch may not change a resource's id.", name + ".id");
  }
  return {};
}

}  // namespace

Result<void> check_patchable(const Interaction& interaction, std::string_view id, const std::optional<store::Version>& current) {
  if (!current) return Outcome(IssueType::not_found, name_of(interaction, id) + " is not known; there is nothing to change.");
  if (current->deleted()) return Outcome(IssueType::deleted, name_of(interaction, id) + " was deleted; PUT brings it back.");
  if (interaction.names_version() && *interaction.if_match != current->version) {
    return Outcome(IssueType::conflict, Issue::Detail::version_mismatch,
                   name_of(interaction, id) + " has version " + std::to_string(current->version) +
                       " now, not the one of If-Match; read it again and repeat the change.");
  }
  return check_former(interaction, *current);
}

Result<Resource> patched(const Interaction& interaction, const store::Version& current, Arena& arena, const Environment& environment) {
  const std::string text = store::json_of(current);
  Result<Resource> changed = interaction.action == Action::operation    ? with_operation(text, interaction, arena)
                             : interaction.patch_form == PatchForm::json ? with_json_patch(text, interaction.patch, arena)
                             : interaction.patch_form == PatchForm::xml  ? with_xml_patch(text, interaction.patch, arena)
                                                                         : with_fhirpath_patch(text, interaction.body, arena);
  if (!changed) return changed;
  TRY_VOID(check_identity(*changed, current));
  if (interaction.action == Action::patch) TRY_VOID(patch::drop_stale_narrative(text, *changed));
  if (auto fine = check_body(*changed, *current.type, {}, {}, interaction.handling, environment); !fine) return unprocessable(std::move(fine.outcome()));
  return changed;
}

Reply amend_under(const std::string& id, const Interaction& interaction, const Environment& environment) {
  for (int attempt = 0; attempt < attempts_max; ++attempt) {
    const store::Key key{interaction.tenant, interaction.type, id};
    auto found = environment.store.read({&key, 1});
    if (!found) return reply_of(std::move(found.outcome()));
    const auto& current = found->front();
    if (auto there = check_patchable(interaction, id, current); !there) return reply_of(std::move(there.outcome()));
    Arena arena;
    auto changed = patched(interaction, *current, arena, environment);
    if (!changed) return reply_of(std::move(changed.outcome()));
    auto write = write_of(*changed, id, store::Write::Kind::update, interaction, environment);
    if (!write) return reply_of(std::move(write.outcome()));
    write->if_match = current->version;
    auto written = environment.store.write(interaction.tenant, {&*write, 1});
    if (!written) return reply_of(std::move(written.outcome()));
    const auto result = written->front().result;
    const bool overtaken = result == store::Written::Result::version_mismatch || result == store::Written::Result::absent;
    if (overtaken && !interaction.names_version()) continue;
    if (auto done = check_written(*write, written->front()); !done) return reply_of(std::move(done.outcome()));
    return reply_of(*write, written->front(), interaction.prefer_return);
  }
  return reply_of(Outcome(IssueType::conflict, name_of(interaction, id) + " is being changed by others just now; repeat the request."));
}

/// https://hl7.org/fhir/R4/http.html#patch
Reply interactions::patch(const Interaction& interaction, const Environment& environment) {
  if (!interaction.conditional) return amend_under(interaction.id, interaction, environment);
  return claimed(interaction, interaction.parameters, environment, [&] {
    auto match = one_match(interaction.tenant, *interaction.type, interaction.parameters, interaction.base, environment);
    if (!match) return reply_of(std::move(match.outcome()));
    if (!*match) {
      return reply_of(Outcome(IssueType::not_found, "No " + std::string(interaction.type->name) + " matches the criteria; there is nothing to change."));
    }
    return amend_under((*match)->id, interaction, environment);
  });
}

}  // namespace engine
