#include "engine/interaction/interactions.h"

#include "engine/index/key.h"
#include "engine/interaction/criteria.h"
#include "engine/interaction/write.h"

namespace engine::interactions {

/// https://hl7.org/fhir/R4/http.html#create: an id in the body is ignored, the server makes its own.
/// With If-None-Exist it is a conditional create, https://hl7.org/fhir/R4/http.html#ccreate: nothing is created if one
/// resource matches.
Reply create(const Interaction& interaction, const Environment& environment) {
  if (auto fine = check_body(interaction.body, *interaction.type, {}, {}, interaction.handling, environment); !fine) return reply_of(std::move(fine.outcome()));
  auto write = write_of(interaction.body, index::new_id(), store::Write::Kind::create, interaction, environment);
  if (!write) return reply_of(std::move(write.outcome()));
  if (!interaction.if_none_exist) return write_one(*write, interaction, environment);

  return claimed(interaction, *interaction.if_none_exist, environment, [&] {
    auto match = one_match(interaction.tenant, *interaction.type, *interaction.if_none_exist, interaction.base, environment);
    if (!match) return reply_of(std::move(match.outcome()));
    if (!*match) return write_one(*write, interaction, environment);
    return reply_of_match(**match, interaction.prefer_return);
  });
}

}  // namespace engine::interactions
