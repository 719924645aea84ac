#pragma once

#include <optional>
#include <string_view>

#include "engine/interaction/perform.h"

/// What the patch interaction and a transaction's patches have in common.
namespace engine {

/// Fails if there is nothing at `id` for a patch to change: not found, deleted, or another version than If-Match names.
fhir::Result<void> check_patchable(const Interaction& interaction, std::string_view id, const std::optional<store::Version>& current);

/// What the interaction's patch makes of a version, read and checked as the body of an update is; it lives in `arena`. A patch
/// that cannot be read is a bad request (400), one that does not apply, or leaves the resource invalid, unprocessable (422).
fhir::Result<fhir::Resource> patched(const Interaction& interaction, const store::Version& current, fhir::Arena& arena,
                                     const Environment& environment);

}  // namespace engine
