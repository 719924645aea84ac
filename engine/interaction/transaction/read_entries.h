#pragma once

#include "engine/interaction/perform.h"
#include "engine/interaction/transaction/entry.h"

namespace engine::transactions {

/// The entries of a transaction's bundle, each read and checked by itself, and all of them for what their fullUrls mean together.
/// What is wrong with any is told of as many as fit an answer. https://hl7.org/fhir/R4/bundle.html#transaction
fhir::Result<std::vector<Entry>> read_entries(const Interaction& bundle, const Environment& environment);

/// True if something must be looked up before an entry is written, or after.
bool looks_up(const Entry& entry, std::string_view base);

}  // namespace engine::transactions
