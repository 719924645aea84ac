#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/interaction/link.h"
#include "engine/interaction/transaction/entry.h"

namespace engine::transactions {

/// Makes the links of entries lead to where other entries are stored, for one attempt. https://hl7.org/fhir/R4/http.html#trules
class Linking {
 public:
  /// Entries have their ids.
  Linking(const std::vector<Entry>& entries, const Interaction& bundle);

  /// Leads all links of an entry but conditional references, and notes in it which entries that update they name versions of.
  fhir::Result<void> lead(Entry& entry);

  /// From now on, links that name a version of the entry name this one.
  void set_version(const Entry& entry, std::uint32_t version);

  /// Makes a link have another text.
  void set(Link& link, std::string_view text);

  /// The conditional reference that a link is, if it is one.
  std::optional<ConditionalReference> conditional(const Link& link, const Entry& entry) const;

 private:
  const std::vector<Entry>& entries_;
  const Interaction& bundle_;
  StoredAs stored_as_;
};

}  // namespace engine::transactions
