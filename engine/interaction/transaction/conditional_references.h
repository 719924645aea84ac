#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/index/posting.h"
#include "engine/interaction/transaction/entry.h"
#include "engine/interaction/transaction/identity.h"
#include "engine/interaction/transaction/linking.h"
#include "engine/search/query.h"

namespace engine::transactions {

/// Makes conditional references lead to what matches them once the transaction is done, for one attempt.
/// https://hl7.org/fhir/R4/http.html#trules
class ConditionalReferences {
 public:
  /// `waiting` is what is not written yet: what is stored of that counts no more, what it is to be does.
  ConditionalReferences(const std::vector<Entry*>& waiting, const Removed& removed, Linking& linking, const Interaction& bundle, const Environment& environment)
      : waiting_(waiting), removed_(removed), linking_(linking), bundle_(bundle), environment_(environment) {}

  /// True if it may matter to them whether these entries are written already.
  bool may_find(const std::vector<Entry*>& entries);

  /// Those of what waits whose conditional references can be looked up before the others are written. All of it, where each asks
  /// of another what that refers to.
  std::vector<Entry*> next();

  /// Leads those of an entry. One that nothing or several match is an Outcome.
  fhir::Result<void> lead(Entry& entry);

  /// Fails, now that all is written, if criteria that ask what resources refer to match another one than they did.
  fhir::Result<void> check() const;

 private:
  using Types = std::set<const fhir::Descriptor*>;
  struct Led {
    const Entry* entry;  ///< the first
    const fhir::Descriptor* type;
    Parameters criteria;
    std::string reference;
  };

  static std::string place_of(const Link& link, const Entry& entry);
  const Types& types_behind(std::string_view text, const ConditionalReference& reference);
  fhir::Result<search::Query> query_of(const fhir::Descriptor& type, const Parameters& criteria) const;
  fhir::Result<std::string> match_of(const Entry& entry, std::string_view text, const ConditionalReference& reference);
  fhir::Result<std::vector<const Entry*>> matches_waiting(const fhir::Descriptor& type, const Parameters& criteria);
  const index::Postings& postings_of(const Entry& entry);

  const std::vector<Entry*>& waiting_;
  const Removed& removed_;
  Linking& linking_;
  const Interaction& bundle_;
  const Environment& environment_;
  std::unordered_map<std::string_view, std::string> matches_;  ///< by the references' texts
  std::map<std::string_view, Types> types_behind_;             ///< by the same
  std::vector<Led> led_;                                       ///< what check() looks up again
  std::unordered_map<const Entry*, index::Postings> postings_;
};

}  // namespace engine::transactions
