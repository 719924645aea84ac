#include "engine/interaction/interactions.h"

#include "engine/index/key.h"
#include "engine/interaction/criteria.h"
#include "engine/interaction/write.h"

namespace engine::interactions {
namespace {

Reply update_under(std::string id, const Interaction& interaction, const Environment& environment) {
  auto write = write_of(interaction.body, std::move(id), store::Write::Kind::update, interaction, environment);
  if (!write) return reply_of(std::move(write.outcome()));
  write->if_match = interaction.if_match;
  write->only_if_absent = interaction.if_none_match_any;
  return write_one(*write, interaction, environment);
}

/// An update whose criteria match nothing: create, under the client's id if it gave one and no resource has it.
Reply create_under(std::string id, const Interaction& interaction, const Environment& environment) {
  auto write = write_of(interaction.body, std::move(id), store::Write::Kind::update, interaction, environment);
  if (!write) return reply_of(std::move(write.outcome()));
  write->if_match = interaction.if_match;
  write->only_if_absent = true;
  auto written = write_all({&*write, 1}, interaction, environment);
  if (!written) return reply_of(std::move(written.outcome()));
  if (written->front().result == store::Written::Result::exists) return reply_of(id_is_taken(*interaction.type));
  if (auto done = check_written(*write, written->front()); !done) return reply_of(std::move(done.outcome()));
  return reply_of(*write, written->front(), interaction.prefer_return);
}

/// https://hl7.org/fhir/R4/http.html#cond-update
Reply update_the_match(const Interaction& interaction, const Environment& environment) {
  if (auto fine = check_body(interaction.body, *interaction.type, {}, {}, interaction.handling, environment); !fine) return reply_of(std::move(fine.outcome()));
  return claimed(interaction, interaction.parameters, environment, [&] {
    auto match = one_match(interaction.tenant, *interaction.type, interaction.parameters, interaction.base, environment);
    if (!match) return reply_of(std::move(match.outcome()));
    const std::string id(fhir::id_of(interaction.body).text());
    if (!*match) return create_under(id.empty() ? index::new_id() : id, interaction, environment);
    // One match: its id, and the body's if there is one must be the same.
    if (!id.empty() && id != (*match)->id) {
      return reply_of(fhir::Outcome(fhir::IssueType::invalid, fhir::Issue::Detail::bad_request,
                                    "The resource that matches the criteria has another id than the body; leave the body's id out.",
                                    std::string(interaction.type->name) + ".id"));
    }
    return update_under((*match)->id, interaction, environment);
  });
}

}  // namespace

/// https://hl7.org/fhir/R4/http.html#update, and https://hl7.org/fhir/R4/http.html#upsert where there is none yet.
Reply update(const Interaction& interaction, const Environment& environment) {
  if (interaction.conditional) return update_the_match(interaction, environment);
  if (auto fine = check_body(interaction.body, *interaction.type, interaction.id, {}, interaction.handling, environment); !fine) return reply_of(std::move(fine.outcome()));
  return update_under(interaction.id, interaction, environment);
}

}  // namespace engine::interactions
