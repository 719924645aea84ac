#include "engine/interaction/transaction/identity.h"

#include <algorithm>
#include <utility>

#include "engine/index/key.h"
#include "engine/interaction/write.h"
#include "engine/search/split.h"

namespace engine::transactions {
namespace {

/// Each entry that is looked up for another's criteria takes some of the stack.
constexpr std::size_t criteria_deep_max = 100;

}  // namespace

using fhir::Issue;
using fhir::IssueType;
using fhir::Outcome;
using fhir::Result;

Identities::Identities(std::vector<Entry>& entries, const Interaction& bundle, const Environment& environment)
    : entries_(entries), bundle_(bundle), environment_(environment) {
  for (Entry& entry : entries) {
    if (entry.has_body() && entry.full_url.starts_with("urn:")) by_urn_.emplace(comparable_url(entry.full_url), &entry);
  }
}

Result<void> Identities::find() {
  TRY_VOID(identify(Action::remove));
  // What is looked up from here on is not to find these. Writing them first would say so too, but two transactions that
  // lock what they write in several steps may wait for each other.
  for (const Entry* entry : pending(entries_, Action::remove)) {
    removed_.emplace(entry->interaction.type, entry->id);
    for (const std::string& id : entry->others) removed_.emplace(entry->interaction.type, id);
  }
  TRY_VOID(identify(Action::create));
  TRY_VOID(identify(Action::update));
  TRY_VOID(identify(Action::patch));
  return identify(Action::operation);
}

Result<void> Identities::identify(Action action) {
  for (Entry& entry : entries_) {
    if (entry.interaction.action == action && entry.writes()) TRY_VOID(identify(entry));
  }
  return {};
}

Result<void> Identities::identify(Entry& entry) {
  if (!identified_.insert(&entry).second) return {};
  if (entry.criteria() != nullptr) {
    TRY_VOID(placed(resolve(entry), entry.place + ".request"));
    TRY_VOID(placed(find_match(entry, *entry.criteria()), entry.place + ".request"));
  }
  if (!entry.is_pending()) return {};
  if (entry.id.empty()) entry.id = index::new_id();
  TRY_VOID(enter(entry, entry.id));
  for (const std::string& id : entry.others) TRY_VOID(enter(entry, id));
  return {};
}

Result<void> Identities::resolve(Entry& entry) {
  TRY(entry.resolved, led_to_entries(*entry.criteria()));
  return {};
}

Result<std::optional<Parameters>> Identities::led_to_entries(const Parameters& parameters) {
  std::optional<Parameters> led;
  for (std::size_t at = 0; at < parameters.size(); ++at) {
    if (by_urn_.empty() || comparable_url(parameters[at].value).find("urn:") == std::string::npos) continue;
    std::string value;
    bool leads = false, first = true;
    for (const auto piece : search::split(parameters[at].value, ',')) {
      if (!std::exchange(first, false)) value += ',';
      const auto found = by_urn_.find(comparable_url(piece));
      if (found == by_urn_.end()) {
        value += piece;
        continue;
      }
      Entry& other = *found->second;
      if (deep_ == criteria_deep_max) {
        return Outcome(IssueType::too_costly, Issue::Detail::unprocessable,
                       "Criteria that name one another are looked up through " + std::to_string(criteria_deep_max) + " entries at most; send the transaction in parts.");
      }
      ++deep_;
      auto known = identify(other);
      --deep_;
      TRY_VOID(std::move(known));
      if (other.id.empty()) {
        return Outcome(IssueType::invalid, Issue::Detail::bad_request,
                       "The criteria name " + std::string(other.full_url) + ", whose own criteria lead back to them; nothing says which is to be looked up first.");
      }
      value += other.reference();
      leads = true;
    }
    if (!leads) continue;
    if (!led) led = parameters;
    (*led)[at].value = std::move(value);
  }
  return led;
}

Result<void> Identities::enter(const Entry& entry, const std::string& id) {
  const auto [other, added] = writers_.emplace(entry.reference_to(id), &entry);
  if (added) return {};
  return Outcome(IssueType::duplicate, Issue::Detail::bad_request,
                 entry.place + " and " + other->second->place + " write the same resource; a transaction may do that once.", entry.place);
}

Result<void> Identities::find_match(Entry& entry, const Parameters& criteria) {
  const Interaction& interaction = entry.interaction;
  if (interaction.action == Action::remove) return find_removed(entry);
  TRY(const auto match, one_match(bundle_.tenant, *interaction.type, criteria, bundle_.base, environment_, removed_));
  if (!match && interaction.action != Action::create && !removed_.empty()) {
    // What it is about is deleted here, which its entering will tell.
    TRY(auto deleted, matches_of(bundle_.tenant, *interaction.type, criteria, bundle_.base, environment_, 1));
    if (!deleted.empty()) {
      entry.id = std::move(deleted.front().id);
      return {};
    }
  }
  if (!match && entry.amends()) {
    return Outcome(IssueType::not_found, "No " + std::string(interaction.type->name) + " matches the criteria; there is nothing to change.");
  }
  if (!match) return make_match(entry, criteria);
  entry.id = match->id;
  if (interaction.action == Action::create) {
    entry.settle(reply_of_match(*match, interaction.prefer_return));
  } else if (entry.amends()) {
    return {};
  } else if (const auto& own = fhir::id_of(interaction.body); own.has_text() && own.text() != match->id) {
    return Outcome(IssueType::invalid, Issue::Detail::bad_request,
                   "The resource that matches the criteria has another id than the entry's resource; leave that id out.");
  }
  return {};
}

Result<void> Identities::find_removed(Entry& entry) {
  TRY(auto matches, matches_to_remove(entry.interaction, environment_));
  if (matches.empty()) {
    TRY_VOID(check_none_asked(entry.interaction));
    entry.settle(reply_of_removals(0, entry.interaction.prefer_return));
    return {};
  }
  entry.id = std::move(matches.front().id);
  for (std::size_t at = 1; at < matches.size(); ++at) entry.others.push_back(std::move(matches[at].id));
  return {};
}

// Nothing matches, so the entry makes what would; a second of the same criteria would find that.
Result<void> Identities::make_match(Entry& entry, const Parameters& criteria) {
  const bool updates = entry.interaction.action == Action::update;
  const auto [maker, added] = makers_.emplace(claim_of(bundle_.tenant, *entry.interaction.type, criteria).hash, &entry);
  if (!added && updates) {
    return Outcome(IssueType::duplicate, Issue::Detail::bad_request,
                   entry.place + " and " + maker->second->place + " have the same criteria and so write the same resource; a transaction may do that once.");
  }
  if (!added) {
    entry.same_as = maker->second;
    entry.id = maker->second->id;
  } else if (updates) {
    entry.id = fhir::id_of(entry.interaction.body).text();
    entry.only_new = true;
  }
  return {};
}

Result<void> Identities::check_meetings() const {
  std::map<const fhir::Descriptor*, std::size_t> made;
  for (const auto& [reference, entry] : writers_) made[entry->interaction.type] += entry->makes();
  for (const auto& [reference, entry] : writers_) {
    const Parameters* criteria = entry->criteria();
    if (criteria == nullptr || entry->interaction.action == Action::remove || made[entry->interaction.type] <= std::size_t{entry->makes()}) continue;
    TRY(const auto matches, matches_of(bundle_.tenant, *entry->interaction.type, *criteria, bundle_.base, environment_, 2 + writers_.size()));
    for (const store::Version& match : matches) {
      const auto other = writers_.find(std::string(match.type->name) + "/" + match.id);
      if (other == writers_.end() || other->second == entry || !other->second->makes()) continue;
      return Outcome(IssueType::duplicate, Issue::Detail::bad_request,
                     other->second->place + " makes what the criteria of " + entry->place + " match, so both write the same resource; a transaction may do that once.",
                     entry->place);
    }
  }
  return {};
}

std::vector<store::Claim> claims_of(const std::vector<Entry>& entries, std::int32_t tenant) {
  std::vector<store::Claim> claims;
  for (const Entry& entry : entries) {
    if (const Parameters* criteria = entry.criteria()) claims.push_back(claim_of(tenant, *entry.interaction.type, *criteria));
  }
  // In one order for all, so that two transactions never wait for each other.
  std::sort(claims.begin(), claims.end(), [](const auto& a, const auto& b) { return a.hash < b.hash; });
  claims.erase(std::unique(claims.begin(), claims.end(), [](const auto& a, const auto& b) { return a.hash == b.hash; }), claims.end());
  return claims;
}

}  // namespace engine::transactions
