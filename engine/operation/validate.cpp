#include "engine/index/key.h"
#include "engine/interaction/outcome_resource.h"
#include "engine/interaction/write.h"
#include "engine/operation/operation.h"
#include "fhir/json/read.h"
#include "profiles/validation/validate.h"

namespace engine::operations {
namespace {

using fhir::Issue;
using fhir::IssueType;
using fhir::Outcome;

/// https://hl7.org/fhir/R4/resource-operation-validate.html: the operation succeeds whatever it finds.
Reply found(const fhir::Issues& issues) {
  fhir::Issues all = issues;
  if (!has_errors(all)) all.push_back({fhir::Severity::information, IssueType::informational, "Nothing is wrong with the resource.", {}});
  Reply reply;
  reply.body = outcome_json(all);
  return reply;
}

fhir::Result<store::Version> current(const Interaction& interaction, const Environment& environment) {
  const store::Key key{interaction.tenant, interaction.type, interaction.id};
  TRY(auto versions, environment.store.read({&key, 1}));
  const std::string name = std::string(interaction.type->name) + "/" + interaction.id;
  if (!versions.front()) return Outcome(IssueType::not_found, name + " is not known.");
  if (versions.front()->deleted()) return Outcome(IssueType::deleted, name + " was deleted.");
  return std::move(*versions.front());
}

/// Tells `issues` and what besides keeps a write from being done.
Reply tried(const fhir::Result<store::Write>& write, fhir::Issues issues, const Interaction& interaction, const Environment& environment) {
  auto refused = write ? try_out(*write, interaction, environment) : fhir::Result<fhir::Issues>(write.outcome().issues);
  if (!refused) return reply_of(std::move(refused.outcome()));
  issues.insert(issues.end(), refused->begin(), refused->end());
  return found(issues);
}

/// The same of a resource that is well in itself, under `id` or under a new one.
Reply tried(fhir::Resource body, const std::string& id, fhir::Issues issues, const Interaction& interaction, const Environment& environment) {
  const auto kind = id.empty() ? store::Write::Kind::create : store::Write::Kind::update;
  return tried(write_of(body, id.empty() ? index::new_id() : id, kind, interaction, environment), std::move(issues), interaction, environment);
}

}  // namespace

Reply validate(const Interaction& interaction, const Arguments& arguments, const Environment& environment) {
  const std::string_view mode = arguments.text_of("mode"), profile = arguments.text_of("profile");
  if (!mode.empty() && mode != "create" && mode != "update" && mode != "delete" && mode != "profile") {
    return reply_of(Outcome(IssueType::value, Issue::Detail::bad_request, "The mode is create, update, delete or profile."));
  }
  const std::string base = "http://hl7.org/fhir/StructureDefinition/" + std::string(interaction.type->name);
  if (!profile.empty() && profile != base) {
    return reply_of(Outcome(IssueType::not_supported, Issue::Detail::bad_request, "This profile is not known here; resources are validated against " + base + "."));
  }
  if ((mode == "update" || mode == "delete") && interaction.id.empty()) {
    return reply_of(Outcome(IssueType::required, Issue::Detail::bad_request,
                            "The mode " + std::string(mode) + " is about a resource that is here, named by the URL: [type]/[id]/$validate."));
  }
  if (!interaction.body_issues.empty()) return found(interaction.body_issues);

  const Argument* sent = arguments.find("resource");
  const bool there = sent != nullptr && sent->resource;
  std::optional<store::Version> stored;
  if (!interaction.id.empty()) {
    auto version = current(interaction, environment);
    if (!version) return reply_of(std::move(version.outcome()));
    stored = std::move(*version);
  }
  if (mode == "delete") return tried(removal_of(*interaction.type, interaction.id, environment.policy), {}, interaction, environment);
  if (!there && !stored) {
    return reply_of(Outcome(IssueType::required, Issue::Detail::bad_request, "There is no resource to validate; send it as the body, or as the input \"resource\"."));
  }
  fhir::Arena arena;
  std::string json, id;
  fhir::Resource resource;
  if (there) {
    resource = sent->resource;
    if (mode == "update" || (mode.empty() && stored)) id = interaction.id;
    auto fine = check_body(resource, *interaction.type, id, {}, Handling::lenient, environment);
    if (!fine) return found(fine.outcome().issues);
  } else {
    json = store::json_of(*stored);
    auto read = fhir::json::read(json, arena);
    if (!read) return found(read.outcome().issues);
    resource = *read;
    if (mode != "create") id = interaction.id;
  }
  // An author who asks is told what an unfinished definition lacks, though it may be stored as it is.
  fhir::Issues issues;
  if (environment.definitions != nullptr) profiles::validate(resource, *environment.definitions, arena, issues, profiles::Unfinished::examined);
  if (has_errors(issues) || mode == "profile") return found(issues);
  return tried(resource, id, std::move(issues), interaction, environment);
}

}  // namespace engine::operations
