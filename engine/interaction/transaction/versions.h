#pragma once

#include <vector>

#include "engine/interaction/perform.h"
#include "engine/interaction/transaction/entry.h"
#include "engine/interaction/transaction/linking.h"

namespace engine::transactions {

/// Makes links that name versions of what is updated by `writing` name those that are going to be stored: one more than is
/// there, or that which is there if nothing changes by it. All other links lead where they should, and `entries` are those of
/// the transaction.
fhir::Result<void> foresee_versions(std::vector<Entry>& entries, const std::vector<Entry*>& writing, Linking& linking,
                                    const Interaction& bundle, const Environment& environment);

}  // namespace engine::transactions
