#include "engine/interaction/transaction/amend.h"

#include "engine/interaction/patch.h"

namespace engine::transactions {

fhir::Result<void> amend(std::vector<Entry>& entries, const Interaction& bundle, const Environment& environment) {
  std::vector<Entry*> amending;
  std::vector<store::Key> keys;
  for (Entry* entry : pending(entries)) {
    if (!entry->amends()) continue;
    amending.push_back(entry);
    keys.push_back({bundle.tenant, entry->interaction.type, entry->id});
  }
  if (amending.empty()) return {};
  TRY(const auto found, environment.store.read(keys));
  for (std::size_t at = 0; at < amending.size(); ++at) {
    Entry& entry = *amending[at];
    TRY_VOID(placed(check_patchable(entry.interaction, entry.id, found[at]), entry.place + ".request"));
    entry.interaction.body = entry.given;  // an attempt before may have left its result
    auto body = engine::patched(entry.interaction, *found[at], *bundle.arena, environment);
    if (!body) return placed(std::move(body.outcome()), entry.place + ".resource");
    entry.interaction.body = *body;
    entry.amended = found[at]->version;
    entry.links = links_of(*body);
  }
  return {};
}

}  // namespace engine::transactions
