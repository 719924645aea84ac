#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/interaction/interaction.h"
#include "engine/interaction/link.h"
#include "fhir/result.h"

namespace engine::transactions {

/// An entry on its way through a transaction.
struct Entry {
  std::size_t at = 0;  ///< its index
  std::string place;   ///< "Bundle.entry[3]"
  std::string_view full_url;
  Interaction interaction;
  fhir::Resource given;     ///< what a patch or an operation came with: a Parameters resource
  std::vector<Link> links;  ///< of its body
  // What each attempt finds out:
  std::string id;                   ///< of the resource it is about; empty if there is none
  std::optional<Parameters> resolved;  ///< its parameters, where they name entries by fullUrl
  std::uint32_t amended = 0;        ///< the version that was amended
  bool only_new = false;            ///< an update whose criteria match nothing
  std::vector<std::string> others;  ///< resources that a conditional delete takes besides
  const Entry* same_as = nullptr;   ///< a create that the entry before made needless
  std::vector<std::size_t> versions_of;  ///< entries that update, versions of which its links name, by their index
  std::uint32_t foreseen = 0;       ///< the version that links to it name before it is written; 0: none do
  bool settled = false;             ///< nothing is left to write: `reply` is known
  Reply reply;

  bool writes() const { return has_body() || interaction.action == Action::remove; }
  /// What amends has one from when it was applied.
  bool has_body() const { return interaction.action == Action::create || interaction.action == Action::update || amends(); }
  bool is_operation() const { return interaction.action == Action::operation; }
  /// True for what changes the version that is there: a patch, or an operation.
  bool amends() const;
  /// True if it is still to be written.
  bool is_pending() const { return writes() && !settled && same_as == nullptr; }
  /// True if what it wrote was not there before.
  bool makes() const { return settled && reply.status == Status::created; }
  /// The criteria that select what it acts on, or null; once they are resolved, as they were.
  const Parameters* criteria() const;
  /// "Patient/1"
  std::string reference() const { return reference_to(id); }
  std::string reference_to(std::string_view other) const { return std::string(interaction.type->name).append("/").append(other); }

  /// Forgets what an attempt before found out.
  void begin();
  void settle(Reply with);
};

/// The entries that are still to be written, or those of them with one action.
std::vector<Entry*> pending(std::vector<Entry>& entries, std::optional<Action> action = std::nullopt);

/// Says which place in the bundle issues are about.
fhir::Outcome placed(fhir::Outcome outcome, const std::string& place);
fhir::Result<void> placed(fhir::Result<void> result, const std::string& place);

/// The same of issues about the entry's resource, whose places begin at its type, or about the entry, which have none.
fhir::Outcome placed_in(const Entry& entry, fhir::Outcome outcome);

}  // namespace engine::transactions
