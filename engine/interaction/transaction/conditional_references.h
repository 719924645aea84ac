#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/index/posting.h"
#include "engine/interaction/transaction/entry.h"
#include "engine/interaction/transaction/identity.h"
#include "engine/interaction/transaction/linking.h"

namespace engine::transactions {

/// Makes conditional references lead to what matches them once the transaction is done, for one attempt.
/// https://hl7.org/fhir/R4/http.html#trules
class ConditionalReferences {
 public:
  /// `waiting` is what is not written yet: what is stored of that counts no more, what it is to be does.
  ConditionalReferences(const std::vector<Entry*>& waiting, const Removed& removed, Linking& linking, const Interaction& bundle, const Environment& environment)
      : waiting_(waiting), removed_(removed), linking_(linking), bundle_(bundle), environment_(environment) {}

  /// True if it may matter to them whether these entries are written already.
  bool may_find(const std::vector<Entry*>& entries) const;

  /// Leads those of an entry. One that nothing or several match is an Outcome.
  fhir::Result<void> lead(Entry& entry);

 private:
  fhir::Result<std::string> match_of(std::string_view text, const ConditionalReference& reference);
  fhir::Result<std::vector<const Entry*>> matches_waiting(const fhir::Descriptor& type, const Parameters& criteria);
  const index::Postings& postings_of(const Entry& entry);

  const std::vector<Entry*>& waiting_;
  const Removed& removed_;
  Linking& linking_;
  const Interaction& bundle_;
  const Environment& environment_;
  std::unordered_map<std::string_view, std::string> matches_;  ///< by the references' texts
  std::unordered_map<const Entry*, index::Postings> postings_;
};

}  // namespace engine::transactions
