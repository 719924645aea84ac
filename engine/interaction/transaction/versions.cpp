#include "engine/interaction/transaction/versions.h"

#include <map>
#include <set>

#include "engine/interaction/stored_form.h"

namespace engine::transactions {
namespace {

using fhir::Result;
using Users = std::map<const Entry*, std::vector<Entry*>>;

/// Who names versions of an entry that updates, by that.
Users users_of(std::vector<Entry>& entries) {
  Users users;
  for (Entry& entry : entries) {
    if (!entry.is_pending()) continue;
    for (const std::size_t at : entry.versions_of) users[&entries[at]].push_back(&entry);
  }
  return users;
}

}  // namespace

// Whether an update changes anything may depend on the versions that it names itself. So at first all are taken to change
// nothing; those that do then are one version further, and with them all that name it.
Result<void> foresee_versions(std::vector<Entry>& entries, const std::vector<Entry*>& writing, Linking& linking,
                              const Interaction& bundle, const Environment& environment) {
  const Users users = users_of(entries);
  std::vector<Entry*> named;
  std::vector<store::Key> keys;
  for (Entry* entry : writing) {
    if (!users.contains(entry)) continue;
    named.push_back(entry);
    keys.push_back({bundle.tenant, entry->interaction.type, entry->id});
  }
  if (named.empty()) return {};
  TRY(const auto found, environment.store.read(keys));

  std::vector<Entry*> changed;
  std::set<const Entry*> seen;
  const auto set = [&](Entry& entry, std::uint32_t version) {
    entry.foreseen = version;
    linking.set_version(entry, version);
  };
  const auto change = [&](Entry& entry, std::uint32_t from) {
    set(entry, from + 1);
    if (seen.insert(&entry).second) changed.push_back(&entry);
  };
  for (std::size_t at = 0; at < named.size(); ++at) {
    if (found[at] && !found[at]->deleted()) set(*named[at], found[at]->version);
    else change(*named[at], found[at] ? found[at]->version : 0);
  }
  std::set<Entry*> all_users;
  for (const Entry* entry : named) all_users.insert(users.at(entry).begin(), users.at(entry).end());
  for (Entry* user : all_users) TRY_VOID(linking.lead(*user));
  for (std::size_t at = 0; at < named.size(); ++at) {
    if (!seen.contains(named[at]) && stored_form(named[at]->interaction.body) != found[at]->tail) change(*named[at], found[at]->version);
  }
  for (std::size_t at = 0; at < changed.size(); ++at) {
    for (Entry* user : users.at(changed[at])) {
      if (user->foreseen != 0 && !seen.contains(user)) change(*user, user->foreseen);
    }
  }
  for (Entry* user : all_users) TRY_VOID(linking.lead(*user));
  return {};
}

}  // namespace engine::transactions
