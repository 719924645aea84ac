#pragma once

#include "engine/interaction/perform.h"
#include "engine/interaction/transaction/entry.h"

namespace engine::transactions {

/// Patches and operations make the body that their entry writes of the version that is there now.
fhir::Result<void> amend(std::vector<Entry>& entries, const Interaction& bundle, const Environment& environment);

}  // namespace engine::transactions
