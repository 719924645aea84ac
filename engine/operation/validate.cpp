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
  if (!interaction.body_issues.empty()) return found(interaction.body_issues);

  const Argument* sent = arguments.find("resource");
  const bool there = sent != nullptr && sent->resource;
  std::optional<store::Version> stored;
  if (!interaction.id.empty()) {
    auto version = current(interaction, environment);
    if (!version) return reply_of(std::move(version.outcome()));
    stored = std::move(*version);
  }
  if (mode == "delete") {
    if (!stored) return reply_of(Outcome(IssueType::required, Issue::Detail::bad_request, "What is to be deleted is named by the URL: [type]/[id]/$validate."));
    return found({});
  }
  if (!there && !stored) {
    return reply_of(Outcome(IssueType::required, Issue::Detail::bad_request, "There is no resource to validate; send it as the body, or as the input \"resource\"."));
  }
  fhir::Arena arena;
  std::string json;
  fhir::Resource resource;
  if (there) {
    resource = sent->resource;
    const bool named = mode == "update" || (mode.empty() && stored);
    auto fine = check_body(resource, *interaction.type, named ? interaction.id : std::string(), {}, Handling::lenient, environment);
    if (!fine) return found(fine.outcome().issues);
  } else {
    json = store::json_of(*stored);
    auto read = fhir::json::read(json, arena);
    if (!read) return found(read.outcome().issues);
    resource = *read;
  }
  // An author who asks is told what an unfinished definition lacks, though it may be stored as it is.
  fhir::Issues issues;
  if (environment.definitions != nullptr) profiles::validate(resource, *environment.definitions, arena, issues, profiles::Unfinished::examined);
  return found(issues);
}

}  // namespace engine::operations
