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

  /// In one go, or in several where conditional references may find what is stored here: what has some, or waits for the version
  /// of what has, is then stored after all else; and of that last what asks where the others refer to.
  fhir::Result<void> run();

  /// True if run() failed because another request wrote what is amended, or what a version was foreseen of: done anew it may
  /// succeed.
  bool overtaken() const { return overtaken_; }

 private:
  /// Leads all links but conditional references, and tells which entries are stored last: by their index.
  fhir::Result<std::vector<bool>> lead();
  fhir::Result<void> carry_out(const std::vector<Entry*>& entries);
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
