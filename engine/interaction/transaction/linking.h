#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/interaction/criteria.h"
#include "engine/interaction/transaction/entry.h"

namespace engine::transactions {

/// Makes the links of entries lead to what is stored, for one attempt. https://hl7.org/fhir/R4/http.html#trules
class Linking {
 public:
  /// Entries have their ids. `removed` is not found by conditional references.
  Linking(const std::vector<Entry>& entries, const Removed& removed, const Interaction& bundle, const Environment& environment);

  /// A link to an entry becomes one to what that is stored as, a conditional reference one to what matches it. Not-found if
  /// nothing does, which another entry may still change.
  fhir::Result<void> lead(Link& link, const Entry& entry);

 private:
  fhir::Result<std::string> match_of(std::string_view text, const ConditionalReference& reference);
  void set(Link& link, std::string_view text);

  const Removed& removed_;
  const Interaction& bundle_;
  const Environment& environment_;
  StoredAs stored_as_;
  std::unordered_map<std::string_view, std::string> matches_;  ///< of conditional references
};

}  // namespace engine::transactions
