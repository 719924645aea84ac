#include "engine/interaction/interactions.h"

#include "engine/interaction/criteria.h"
#include "engine/interaction/write.h"

namespace engine::interactions {
namespace {

/// What does not exist, or no longer, is as deleted as it can be. https://hl7.org/fhir/R4/http.html#delete
Reply remove_by_id(std::string id, const Interaction& interaction, const Environment& environment) {
  store::Write write = removal_of(*interaction.type, std::move(id));
  write.if_match = interaction.if_match;
  auto written = environment.store.write(interaction.tenant, {&write, 1});
  if (!written) return reply_of(std::move(written.outcome()));
  if (auto done = check_written(write, written->front()); !done) return reply_of(std::move(done.outcome()));
  return reply_of(write, written->front(), interaction.prefer_return);
}

}  // namespace

/// https://hl7.org/fhir/R4/http.html#delete and https://hl7.org/fhir/R4/http.html#cdelete; the conditional form
/// deletes one match, and none if several match.
Reply remove(const Interaction& interaction, const Environment& environment) {
  if (!interaction.conditional) return remove_by_id(interaction.id, interaction, environment);
  return claimed(interaction, interaction.parameters, environment, [&] {
    auto match = one_match(interaction.tenant, *interaction.type, interaction.parameters, interaction.base, environment);
    if (!match) return reply_of(std::move(match.outcome()));
    if (!*match) return reply_of(removal_of(*interaction.type, {}), {store::Written::Result::absent}, interaction.prefer_return);
    return remove_by_id((*match)->id, interaction, environment);
  });
}

}  // namespace engine::interactions
