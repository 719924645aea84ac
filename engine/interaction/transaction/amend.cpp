#include "engine/interaction/transaction/amend.h"

#include "engine/interaction/patch.h"
#include "engine/interaction/write.h"

namespace engine::transactions {
namespace {

/// What the patches of one transaction may make, all together: each is bounded, and there may be thousands. Beside that, each
/// may make what resources mostly are.
constexpr std::size_t results_bytes_max = 512 * 1024 * 1024;
constexpr std::size_t result_bytes = 64 * 1024;

fhir::Outcome too_much() {
  return {fhir::IssueType::too_costly, fhir::Issue::Detail::unprocessable,
          "What the patches of this transaction make is more than those of one transaction may; send it in parts."};
}

}  // namespace

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
  const std::size_t bytes_max = bundle.arena->used() + results_bytes_max + amending.size() * result_bytes;
  for (std::size_t at = 0; at < amending.size(); ++at) {
    Entry& entry = *amending[at];
    TRY_VOID(placed(check_patchable(entry.interaction, entry.id, found[at]), entry.place + ".request"));
    entry.interaction.body = entry.given;  // an attempt before may have left its result
    auto body = engine::patched(entry.interaction, *found[at], *bundle.arena, environment);
    if (!body && !entry.given) return placed(std::move(body.outcome()), entry.place);
    if (!body) {
      fhir::Outcome outcome = std::move(body.outcome());
      move_issues(entry.place + ".resource", entry.given.type->name, outcome.issues);
      return outcome;
    }
    if (bundle.arena->used() > bytes_max) return placed(too_much(), entry.place + ".resource");
    entry.interaction.body = *body;
    entry.amended = found[at]->version;
    entry.links = links_of(*body);
  }
  return {};
}

}  // namespace engine::transactions
