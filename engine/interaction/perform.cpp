#include "engine/interaction/perform.h"

#include <new>

#include "engine/interaction/interactions.h"
#include "engine/interaction/once.h"
#include "engine/interaction/subset.h"
#include "engine/operation/operation.h"

namespace engine {
namespace {

Reply dispatch(const Interaction& interaction, const Environment& environment) {
  switch (interaction.action) {
    case Action::capabilities: return interactions::capabilities(interaction, environment);
    case Action::read: return interactions::read(interaction, environment);
    case Action::vread: return interactions::vread(interaction, environment);
    case Action::create: return interactions::create(interaction, environment);
    case Action::update: return interactions::update(interaction, environment);
    case Action::patch: return interactions::patch(interaction, environment);
    case Action::remove: return interactions::remove(interaction, environment);
    case Action::history_instance:
    case Action::history_type:
    case Action::history_system: return interactions::history(interaction, environment);
    case Action::search_type:
    case Action::search_system: return interactions::search(interaction, environment);
    case Action::batch: return interactions::batch(interaction, environment);
    case Action::transaction: return interactions::transaction(interaction, environment);
    case Action::operation: return operations::run(interaction, environment);
  }
  return reply_of(fhir::Outcome(fhir::IssueType::exception, "An interaction without a name."));
}

/// A version that was written is shown as one that was read: whole, or the part that is asked for.
/// https://hl7.org/fhir/R4/http.html#parameters
Reply shown(Reply reply, const Interaction& interaction) {
  const bool shows_version = interaction.prefer_return == Return::unspecified || interaction.prefer_return == Return::representation;
  const bool writes_version = interaction.action == Action::create || interaction.action == Action::update || interaction.action == Action::patch;
  if (writes_version && shows_version && reply.location && !reply.body.empty()) reply.body = subset(std::move(reply.body), interaction);
  return reply;
}

}  // namespace

Reply perform(Interaction interaction, const Environment& environment) {
  if (std::chrono::steady_clock::now() >= interaction.deadline) {
    return reply_of(fhir::Outcome(fhir::IssueType::timeout, "The request waited longer than it may; try again later."));
  }
  if (auto known = check_elements(interaction); !known) return reply_of(std::move(known.outcome()));
  try {
    if (interaction.once) return shown(once(interaction, environment, [&] { return dispatch(interaction, environment); }), interaction);
    return shown(dispatch(interaction, environment), interaction);
  } catch (const std::bad_alloc&) {
    return reply_of(fhir::Outcome(fhir::IssueType::transient, "The server is out of memory; try again later, or ask for less."));
  }
}

}  // namespace engine
