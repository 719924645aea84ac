#include "engine/interaction/interactions.h"

#include <algorithm>

#include "engine/interaction/subset.h"
#include "engine/interaction/url.h"

namespace engine::interactions {
namespace {

std::string name_of(const Interaction& interaction) { return std::string(interaction.type->name) + "/" + interaction.id; }

/// The client has this already. If-None-Match outweighs If-Modified-Since.
/// https://hl7.org/fhir/R4/http.html#cread and https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2
bool is_known_to_client(const Interaction& interaction, const store::Version& version) {
  if (interaction.if_none_match_any) return true;
  const auto& known = interaction.if_none_match;
  if (!known.empty()) return std::find(known.begin(), known.end(), version.version) != known.end();
  return interaction.if_modified_since && version.last_updated <= *interaction.if_modified_since;
}

/// What the client wanted is another version than this. https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2
fhir::Result<void> check_wanted(const Interaction& interaction, const store::Version& version) {
  const auto refused = [&](const std::string& text) {
    return fhir::Outcome(fhir::IssueType::conflict, fhir::Issue::Detail::version_mismatch,
                         name_of(interaction) + text + "; leave that out to read what there is.");
  };
  if (interaction.names_version() && *interaction.if_match != version.version) {
    return refused(" has version " + std::to_string(version.version) + ", not the one of If-Match");
  }
  const auto& since = interaction.if_unmodified_since;
  if (since && version.last_updated > *since) return refused(" was changed after the time of If-Unmodified-Since");
  return {};
}

Reply reply_with(const Interaction& interaction, const store::Version& version) {
  Reply reply;
  reply.type = version.type;
  reply.id = version.id;
  reply.version = version.version;
  reply.last_updated = version.last_updated;
  if (version.deleted()) {
    reply.status = Status::gone;
    reply.issues = {{fhir::Severity::error, fhir::IssueType::deleted,
                     name_of(interaction) + " was deleted; its history has the versions before.", {}}};
    return reply;
  }
  if (auto wanted = check_wanted(interaction, version); !wanted) {
    reply.issues = std::move(wanted.outcome().issues);
    reply.status = Status::precondition_failed;
    return reply;
  }
  if (is_known_to_client(interaction, version)) {
    reply.status = Status::not_modified;
    return reply;
  }
  reply.body = subset(json_of(version), interaction);
  return reply;
}

}  // namespace

/// https://hl7.org/fhir/R4/http.html#read
Reply read(const Interaction& interaction, const Environment& environment) {
  const store::Key key{interaction.tenant, interaction.type, interaction.id};
  auto found = environment.store.read({&key, 1});
  if (!found) return reply_of(std::move(found.outcome()));
  const auto& version = found->front();
  if (!version) return reply_of(fhir::Outcome(fhir::IssueType::not_found, name_of(interaction) + " is not known."));
  return reply_with(interaction, *version);
}

/// https://hl7.org/fhir/R4/http.html#vread
Reply vread(const Interaction& interaction, const Environment& environment) {
  const store::Key key{interaction.tenant, interaction.type, interaction.id};
  auto found = environment.store.vread(key, *interaction.version);
  if (!found) return reply_of(std::move(found.outcome()));
  if (!*found) {
    return reply_of(fhir::Outcome(fhir::IssueType::not_found, name_of(interaction) + " has no version " +
                                                                  std::to_string(*interaction.version) + "."));
  }
  return reply_with(interaction, **found);
}

}  // namespace engine::interactions
