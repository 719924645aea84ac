#include <algorithm>

#include "engine/index/key.h"
#include "engine/interaction/outcome_resource.h"
#include "engine/interaction/stored_form.h"
#include "engine/interaction/write.h"
#include "engine/operation/operation.h"
#include "fhir/json/read.h"
#include "fhir/model/check.h"
#include "profiles/validation/validate.h"

namespace engine::operations {
namespace {

using fhir::Issue;
using fhir::IssueType;
using fhir::Outcome;

/// https://hl7.org/fhir/R4/resource-operation-validate.html: the operation succeeds whatever it finds. Of very many issues it
/// tells those that weigh most, so that none keeps an error from being told.
Reply found(const fhir::Issues& issues) {
  fhir::Issues all = issues;
  if (all.size() > fhir::issues_max) {
    std::stable_sort(all.begin(), all.end(), [](const fhir::Issue& a, const fhir::Issue& b) { return a.severity < b.severity; });
    all.resize(fhir::issues_max);
  }
  if (all.empty()) all.push_back({fhir::Severity::information, IssueType::informational, "Nothing is wrong with the resource.", {}});
  Reply reply;
  reply.body = outcome_json(all);
  return reply;
}

std::string base_profile_of(const fhir::Descriptor& type) { return "http://hl7.org/fhir/StructureDefinition/" + std::string(type.name); }

/// That a resource claims profiles it was not validated against: to say nothing would be to say that it conforms.
void tell_unknown_profiles(fhir::Resource resource, fhir::Issues& issues) {
  const auto& meta = meta_of(resource);
  if (!meta) return;
  const std::string base = base_profile_of(*resource.type);
  for (std::size_t at = 0; at < meta->profile.size(); ++at) {
    const std::string_view profile = meta->profile[at].text();
    if (profile.empty() || profile.substr(0, profile.find('|')) == base) continue;
    issues.push_back({fhir::Severity::warning, IssueType::not_found,
                      "The profile " + std::string(profile) + " is not known here; the resource was validated against " + base + " alone.",
                      std::string(resource.type->name) + ".meta.profile[" + std::to_string(at) + "]"});
  }
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
  const std::string base = base_profile_of(*interaction.type);
  if (!profile.empty() && profile != base && profile != base + "|4.0.1") {
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
  fhir::Issues issues;
  if (there) {
    resource = sent->resource;
    if (mode == "update" || (mode.empty() && stored)) id = interaction.id;
    tell_unknown_profiles(resource, issues);
    if (auto fine = check_body(resource, *interaction.type, id, {}, Handling::lenient, environment); !fine) {
      issues.insert(issues.end(), fine.outcome().issues.begin(), fine.outcome().issues.end());
      return found(issues);
    }
  } else {
    json = store::json_of(*stored);
    auto read = fhir::json::read(json, arena);
    if (!read) return found(read.outcome().issues);
    resource = *read;
    tell_unknown_profiles(resource, issues);
    if (mode != "create") id = interaction.id;
  }
  // An author who asks is told what an unfinished definition lacks, though it may be stored as it is.
  if (environment.definitions != nullptr) {
    fhir::Issues rules;  // a list of its own: what is told already would be room that errors need
    profiles::validate(resource, *environment.definitions, arena, rules, profiles::Unfinished::examined);
    issues.insert(issues.end(), rules.begin(), rules.end());
  }
  if (has_errors(issues) || mode == "profile") return found(issues);
  return tried(resource, id, std::move(issues), interaction, environment);
}

}  // namespace engine::operations
