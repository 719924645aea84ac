#include "engine/interaction/interactions.h"

#include "engine/interaction/bundle_entry.h"
#include "engine/interaction/entry_response.h"
#include "engine/interaction/once.h"
#include "engine/interaction/write.h"

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
BundleEntry perform_entry(const fhir::r4::Bundle::Entry& entry, const Interaction& bundle, std::size_t at, const Environment& environment, bool& unfinished) {
  const std::string place = place_of(at);
  const auto failed = [&](fhir::Outcome outcome) { return entry_of(reply_of(std::move(outcome)), bundle.prefer_return, bundle.base); };
  fhir::Issues broken;
  for (const fhir::Issue& issue : bundle.body_issues) {
    if (issue.expression == place || issue.expression.starts_with(place + ".")) broken.push_back(issue);
  }
  if (fhir::has_errors(broken)) return failed(fhir::Outcome(std::move(broken)));
  auto interaction = interaction_of(entry, bundle, place);
  if (!interaction) return failed(std::move(interaction.outcome()));
  if (bundle.once && writes(*interaction)) {
    interaction->once = bundle.once;
    interaction->once->part = static_cast<std::int32_t>(at) + 1;
  }
  const Return preference = interaction->prefer_return;
  Reply reply = perform(std::move(*interaction), environment);
  place_issues(place, entry.resource, reply.issues);
  unfinished = unfinished || reply.status >= Status::server_error;
  return entry_of(std::move(reply), preference, bundle.base);
}

}  // namespace

/// https://hl7.org/fhir/R4/http.html#transaction: every entry on its own, in their order; one that fails leaves the
/// others done.
Reply batch(const Interaction& interaction, const Environment& environment) {
  const auto& bundle = *interaction.body.as<fhir::r4::Bundle>();
  if (auto fine = check_entry_count(bundle); !fine) return reply_of(std::move(fine.outcome()));
  BundleText response("batch-response");
  Reply reply;
  for (std::size_t at = 0; at < bundle.entry.size(); ++at) {
    if (response.size() > reply_bytes_max) {
      response.entry(entry_of(reply_of(no_room_left()), interaction.prefer_return, interaction.base));
      continue;
    }
    response.entry(perform_entry(bundle.entry[at], interaction, at, environment, reply.unfinished));
  }
  reply.body = std::move(response).finish();
  return reply;
}

}  // namespace engine::interactions
