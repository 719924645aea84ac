#pragma once

#include "engine/interaction/transaction/entry.h"
#include "engine/interaction/transaction/identity.h"
#include "engine/interaction/transaction/linking.h"

namespace engine::transactions {

/// Stores what the entries write, in one attempt.
class Writing {
 public:
  Writing(std::vector<Entry>& entries, const Identities& identities, Linking& linking, const Interaction& bundle, const Environment& environment)
      : entries_(entries), identities_(identities), linking_(linking), bundle_(bundle), environment_(environment) {}

  /// First all that refers to nothing, to one another, or by criteria to what was there before; what refers by criteria to
  /// something that is stored here follows it.
  fhir::Result<void> run();

  /// True if run() failed because another request wrote what is amended: done anew it may succeed.
  bool overtaken() const { return overtaken_; }

 private:
  fhir::Result<void> write(const std::vector<Entry*>& entries);
  fhir::Result<void> check(const Entry& entry, const store::Write& write, const store::Written& written);
  fhir::Result<store::Write> write_for(const Entry& entry) const;
  fhir::Result<void> meet_needs(store::Write& write) const;

  std::vector<Entry>& entries_;
  const Identities& identities_;
  Linking& linking_;
  const Interaction& bundle_;
  const Environment& environment_;
  bool overtaken_ = false;
};

}  // namespace engine::transactions
