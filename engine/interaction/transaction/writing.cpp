#include "engine/interaction/transaction/writing.h"

#include "engine/interaction/write.h"

namespace engine::transactions {

using fhir::IssueType;
using fhir::Outcome;
using fhir::Result;

/// How often entries with conditional references may wait for others of the transaction to be stored.
constexpr int rounds_max = 4;

Result<void> Writing::run() {
  for (int round = 0;; ++round) {
    std::vector<Entry*> ready;
    std::optional<Outcome> missing;
    for (Entry* entry : pending(entries_)) {
      bool waits = false;
      for (Link& link : entry->links) {
        auto led = linking_.lead(link, *entry);
        if (led) continue;
        auto outcome = placed(std::move(led.outcome()), entry->place + ".resource");
        if (outcome.issues.front().type != IssueType::not_found || round == rounds_max) return outcome;
        if (!missing) missing = std::move(outcome);
        waits = true;
      }
      if (!waits) ready.push_back(entry);
    }
    if (ready.empty() && missing) return std::move(*missing);
    // Until all else is written, something may still refer to what is removed.
    if (missing) std::erase_if(ready, [](const Entry* entry) { return entry->interaction.action == Action::remove; });
    TRY_VOID(write(ready));
    if (!missing) return {};
  }
}

// All their versions at once.
Result<void> Writing::write(const std::vector<Entry*>& entries) {
  std::vector<store::Write> writes;
  std::vector<Entry*> writers;  // beside `writes`
  for (Entry* entry : entries) {
    auto write = write_for(*entry);
    if (!write) return placed_in(*entry, std::move(write.outcome()));
    writes.push_back(std::move(*write));
    for (const std::string& id : entry->others) {
      store::Write other = writes.back();
      other.id = id;
      writes.push_back(std::move(other));
    }
    writers.resize(writes.size(), entry);
  }
  if (writes.empty()) return {};
  TRY(const auto written, environment_.store.write(bundle_.tenant, writes));
  for (std::size_t at = 0; at < writes.size(); ++at) TRY_VOID(check(*writers[at], writes[at], written[at]));
  for (std::size_t at = 0; at < writes.size(); ++at) {
    Entry& entry = *writers[at];
    const Return preference = entry.interaction.prefer_return;
    entry.settle(entry.others.empty() ? reply_of(writes[at], written[at], preference) : reply_of_removals(entry.others.size() + 1, preference));
  }
  return {};
}

Result<void> Writing::check(const Entry& entry, const store::Write& write, const store::Written& written) {
  if (written.result == store::Written::Result::exists && entry.only_new) {
    return placed(id_is_taken(*entry.interaction.type), entry.place + ".resource.id");
  }
  auto done = check_written(write, written);
  if (done) return {};
  overtaken_ = entry.amends() && !entry.interaction.names_version();
  if (!overtaken_) return placed_in(entry, std::move(done.outcome()));
  return placed(Outcome(IssueType::conflict, entry.reference() + " is being changed by others just now; repeat the transaction."), entry.place);
}

Result<store::Write> Writing::write_for(const Entry& entry) const {
  const Interaction& interaction = entry.interaction;
  store::Write write = removal_of(*interaction.type, entry.id, environment_.policy);
  if (entry.has_body()) {
    const auto kind = interaction.action == Action::create ? store::Write::Kind::create : store::Write::Kind::update;
    TRY(write, write_of(interaction.body, entry.id, kind, bundle_, environment_));
    TRY_VOID(meet_needs(write));
    write.only_if_absent = interaction.if_none_match_any || entry.only_new;
  }
  write.if_match = entry.amends() ? entry.amended : interaction.if_match;
  return write;
}

// What the transaction writes is there, and what it removes is not.
Result<void> Writing::meet_needs(store::Write& write) const {
  for (const store::Need& need : write.needs) {
    if (!identities_.removed().contains({need.type, need.id})) continue;
    return Outcome(IssueType::business_rule, "The reference leads to " + name_of(need) + ", which this transaction deletes.", need.path);
  }
  std::erase_if(write.needs, [&](const store::Need& need) { return identities_.writes(std::string(need.type->name) + "/" + need.id); });
  return {};
}

}  // namespace engine::transactions
