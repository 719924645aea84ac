#include "engine/interaction/interactions.h"

#include "engine/interaction/criteria.h"
#include "engine/interaction/write.h"

namespace engine::interactions {
namespace {

/// What does not exist, or no longer, is as deleted as it can be. https://hl7.org/fhir/R4/http.html#delete
Reply remove_all(const std::vector<std::string>& ids, const Interaction& interaction, const Environment& environment) {
  std::vector<store::Write> writes;
  for (const std::string& id : ids) {
    writes.push_back(removal_of(*interaction.type, id, environment.policy));
    writes.back().if_match = interaction.if_match;
  }
  auto written = write_all(writes, interaction, environment);
  if (!written) return reply_of(std::move(written.outcome()));
  for (std::size_t at = 0; at < writes.size(); ++at) {
    if (auto done = check_written(writes[at], (*written)[at]); !done) return reply_of(std::move(done.outcome()));
  }
  if (writes.size() == 1) return reply_of(writes.front(), written->front(), interaction.prefer_return);
  return reply_of_removals(writes.size(), interaction.prefer_return);
}

}  // namespace

/// https://hl7.org/fhir/R4/http.html#delete and https://hl7.org/fhir/R4/http.html#cdelete; where several match, the
/// conditional form deletes all or none, as the policy says.
Reply remove(const Interaction& interaction, const Environment& environment) {
  if (!interaction.conditional) return remove_all({interaction.id}, interaction, environment);
  return claimed(interaction, interaction.parameters, environment, [&] {
    auto matches = matches_to_remove(interaction, environment);
    if (!matches) return reply_of(std::move(matches.outcome()));
    if (matches->empty()) {
      if (auto fine = check_none_asked(interaction); !fine) return reply_of(std::move(fine.outcome()));
      return reply_of_removals(0, interaction.prefer_return);
    }
    std::vector<std::string> ids;
    for (store::Version& match : *matches) ids.push_back(std::move(match.id));
    return remove_all(ids, interaction, environment);
  });
}

}  // namespace engine::interactions
