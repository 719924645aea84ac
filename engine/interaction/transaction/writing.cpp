#include "engine/interaction/transaction/writing.h"

#include <algorithm>

#include "engine/interaction/transaction/conditional_references.h"
#include "engine/interaction/transaction/versions.h"
#include "engine/interaction/write.h"

namespace engine::transactions {

using fhir::IssueType;
using fhir::Outcome;
using fhir::Result;

Result<void> Writing::run() {
  TRY(const auto waits, lead());
  std::vector<Entry*> first, last;
  for (Entry* entry : pending(entries_)) (waits[entry->at] ? last : first).push_back(entry);
  if (last.empty()) return carry_out(first);
  ConditionalReferences conditional(last, identities_.removed(), linking_, bundle_, environment_);
  // Until all else is written, something may still refer to what is removed.
  std::erase_if(first, [](const Entry* entry) { return entry->interaction.action == Action::remove; });
  if (conditional.may_find(first)) TRY_VOID(carry_out(first));
  while (!last.empty()) {
    const std::vector<Entry*> next = conditional.next();
    for (Entry* entry : next) TRY_VOID(conditional.lead(*entry));
    if (next.size() == last.size()) break;
    std::erase_if(last, [&](const Entry* entry) { return std::find(next.begin(), next.end(), entry) != next.end(); });
    std::vector<Entry*> now = pending(entries_);
    std::erase_if(now, [&](const Entry* entry) {
      return entry->interaction.action == Action::remove || std::find(last.begin(), last.end(), entry) != last.end();
    });
    TRY_VOID(carry_out(now));
  }
  TRY_VOID(carry_out(pending(entries_)));
  return conditional.check();
}

Result<std::vector<bool>> Writing::lead() {
  std::vector<bool> waits(entries_.size());
  std::vector<std::vector<std::size_t>> users(entries_.size());  // that name versions of an entry
  std::vector<std::size_t> waiting;
  const auto wait = [&](std::size_t at) {
    if (!waits[at]) waiting.push_back(at);
    waits[at] = true;
  };
  for (Entry* entry : pending(entries_)) {
    const std::size_t at = entry->at;
    TRY_VOID(linking_.lead(*entry));
    for (const std::size_t other : entry->versions_of) users[other].push_back(at);
    if (std::any_of(entry->links.begin(), entry->links.end(), [&](const Link& link) { return linking_.conditional(link, *entry).has_value(); })) wait(at);
  }
  for (std::size_t next = 0; next < waiting.size(); ++next) {
    for (const std::size_t user : users[waiting[next]]) wait(user);
  }
  return waits;
}

Result<void> Writing::carry_out(const std::vector<Entry*>& entries) {
  TRY_VOID(foresee_versions(entries_, entries, linking_, bundle_, environment_));
  return write(entries);
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
  for (std::size_t at = 0; at < writes.size(); ++at) {
    const Entry& entry = *writers[at];
    TRY_VOID(check(entry, writes[at], written[at]));
    TRY_VOID(placed(check_written_over(writes[at], written[at], entry.interaction, environment_), entry.place + ".request.ifNoneMatch"));
  }
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
  const bool is_foreseen = entry.foreseen == 0 || written.version == entry.foreseen;
  if (done && is_foreseen) return {};
  overtaken_ = done || (entry.amends() && !entry.interaction.names_version());
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
