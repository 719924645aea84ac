#pragma once

#include <set>
#include <string>

#include "engine/interaction/bundle_text.h"
#include "engine/interaction/interaction.h"
#include "fhir/result.h"

namespace engine {

/// The entry that answers an entry of a batch or transaction: with a resource unless `preference` is minimal, and with
/// an outcome in its own place. https://hl7.org/fhir/R4/bundle.html#transaction
BundleEntry entry_of(Reply reply, Return preference, std::string_view base);

/// Leaves out the fullUrl of an entry that an entry before it has with the same version, or with none: `told` has these.
/// https://hl7.org/fhir/R4/bundle.html#invs (bdl-7)
void tell_once(BundleEntry& entry, std::set<std::string>& told);

/// Said of entries that have no room in an answer, which has reply_bytes_max.
fhir::Outcome no_room_left();

/// Fails, naming the limit, if a bundle of so many entries has more than are taken at once: 10,000.
fhir::Result<void> check_entry_count(std::size_t entries);

}  // namespace engine
