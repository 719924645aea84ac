#pragma once

#include <string>

#include "fhir/model/value.h"
#include "fhir/r4/datatypes.h"
#include "fhir/result.h"

namespace engine {

/// A resource as the store keeps it: its JSON from just behind meta.lastUpdated on (store::Version::tail).
/// The id, meta.versionId and meta.lastUpdated are the server's and not in it; all else is as the client sent it.
std::string stored_form(fhir::Resource resource);

/// The meta of any resource.
fhir::One<fhir::r4::Meta>& meta_of(fhir::Resource resource);

/// Fails where the resource has content that the stored form has no place for: extensions or an element id on
/// what the server itself sets.
fhir::Result<void> check_storable(fhir::Resource resource);

}  // namespace engine
