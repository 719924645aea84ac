#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/interaction/perform.h"

/// What patches have in common with operations that amend a resource, alone and in a transaction.
namespace engine {

/// Fails if there is nothing at `id` to change: not found, deleted, another version than If-Match names, or
/// one that check_former() refuses.
fhir::Result<void> check_patchable(const Interaction& interaction, std::string_view id, const std::optional<store::Version>& current);

/// What the interaction's patch, or its operation, makes of a version, read and checked as the body of an update is; it lives in `arena`. A patch
/// that cannot be read is a bad request (400), one that does not apply, or leaves the resource invalid, unprocessable (422).
fhir::Result<fhir::Resource> patched(const Interaction& interaction, const store::Version& current, fhir::Arena& arena,
                                     const Environment& environment);

/// Reads the resource at `id`, changes it and writes over just the version that was read. If another request wrote in between,
/// and the client did not ask for a version of its own, all of it is done anew.
Reply amend_under(const std::string& id, const Interaction& interaction, const Environment& environment);

}  // namespace engine
