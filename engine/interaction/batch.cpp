#include "engine/interaction/interactions.h"

#include <set>
#include <string>
#include <vector>

#include "engine/interaction/batch_entries.h"
#include "engine/interaction/bundle_entry.h"
#include "engine/interaction/entry_response.h"
#include "engine/interaction/once.h"
#include "engine/interaction/write.h"
#include "fhir/r4/bundle.h"

namespace engine::interactions {
namespace {

/// Issues of an entry begin at the bundle.
void place_issues(const std::string& place, fhir::Resource body, fhir::Issues& issues) {
  if (body) move_issues(place + ".resource", body.type->name, issues);
  for (fhir::Issue& issue : issues) {
    if (issue.expression.empty()) issue.expression = place;
  }
}

/// Notes in `unfinished` that it failed on the server's side.
BundleEntry perform_entry(BatchEntry asked, const Interaction& bundle, const Environment& environment, bool& unfinished) {
  if (!asked.interaction) return entry_of(reply_of(std::move(asked.interaction.outcome())), bundle.prefer_return, bundle.base);
  Interaction& interaction = *asked.interaction;
  if (bundle.once && writes(interaction)) {
    interaction.once = bundle.once;
    interaction.once->part = static_cast<std::int32_t>(asked.at) + 1;
  }
  const Return preference = interaction.prefer_return;
  Reply reply = perform(std::move(interaction), environment);
  place_issues(place_of(asked.at), asked.resource, reply.issues);
  unfinished = unfinished || reply.status >= Status::server_error;
  return entry_of(std::move(reply), preference, bundle.base);
}

}  // namespace

/// https://hl7.org/fhir/R4/http.html#transaction: every entry on its own, in the order of a transaction's; one that fails
/// leaves the others done.
Reply batch(const Interaction& interaction, const Environment& environment) {
  const auto& bundle = *interaction.body.as<fhir::r4::Bundle>();
  if (auto fine = check_entry_count(bundle.entry.size()); !fine) return reply_of(std::move(fine.outcome()));
  std::vector<BundleEntry> answers(bundle.entry.size());
  std::size_t bytes = 0;
  Reply reply;
  for (BatchEntry& entry : batch_entries(bundle, interaction)) {
    BundleEntry& answer = answers[entry.at];
    const bool changes = entry.interaction && writes(*entry.interaction);
    const auto no_room = [&] { return entry_of(reply_of(no_room_left()), interaction.prefer_return, interaction.base); };
    answer = bytes > reply_bytes_max ? no_room() : perform_entry(std::move(entry), interaction, environment, reply.unfinished);
    if (!changes && bytes + answer.resource.size() > reply_bytes_max) answer = no_room();
    bytes += answer.resource.size() + answer.outcome.size();
  }
  BundleText response("batch-response");
  std::set<std::string> told;
  for (BundleEntry& answer : answers) {
    tell_once(answer, told);
    response.entry(answer);
    answer = {};  // its text is in the bundle now
  }
  reply.body = std::move(response).finish();
  return reply;
}

}  // namespace engine::interactions
