#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/interaction/criteria.h"
#include "engine/interaction/transaction/entry.h"

namespace engine::transactions {

/// Which resource each entry writes, as one attempt finds out; no resource is written by two.
/// https://hl7.org/fhir/R4/http.html#trules
class Identities {
 public:
  Identities(std::vector<Entry>& entries, const Interaction& bundle, const Environment& environment);

  /// Finds the ids of all entries that write; what criteria match is looked up.
  fhir::Result<void> find();

  /// What the transaction deletes; whatever else is looked up is not to find it.
  const Removed& removed() const { return removed_; }

  /// True if an entry writes the resource, "Patient/1".
  bool writes(const std::string& reference) const { return writers_.contains(reference); }

  /// Parameters whose values are the urns of entries, with references to these in their place; nothing if none is.
  fhir::Result<std::optional<Parameters>> led_to_entries(const Parameters& parameters);

  /// Criteria are looked up before anything is written. Fails where, now that all is, they match what another entry made: both
  /// are about one resource then.
  fhir::Result<void> check_meetings() const;

 private:
  fhir::Result<void> identify(Action action);
  fhir::Result<void> identify(Entry& entry);
  fhir::Result<void> resolve(Entry& entry);
  fhir::Result<void> enter(const Entry& entry, const std::string& id);
  fhir::Result<void> find_match(Entry& entry, const Parameters& criteria);
  fhir::Result<void> find_removed(Entry& entry);
  fhir::Result<void> make_match(Entry& entry, const Parameters& criteria);

  std::vector<Entry>& entries_;
  const Interaction& bundle_;
  const Environment& environment_;
  std::unordered_map<std::string, Entry*> by_urn_;         ///< those that write, by their fullUrl as it is compared
  std::set<const Entry*> identified_;                      ///< or on the way
  std::size_t deep_ = 0;                                   ///< how many are on the way for another's criteria
  std::map<std::string, const Entry*> writers_;            ///< by the reference to what they write
  std::unordered_map<std::int64_t, const Entry*> makers_;  ///< of what criteria did not match, by their claim
  Removed removed_;
};

/// The sections that an attempt is in alone, for the criteria of its entries.
std::vector<store::Claim> claims_of(const std::vector<Entry>& entries, std::int32_t tenant);

}  // namespace engine::transactions
