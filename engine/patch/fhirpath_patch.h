#pragma once

#include "engine/patch/limits.h"
#include "fhir/model/value.h"
#include "fhir/r4/parameters.h"
#include "fhir/result.h"

namespace engine::patch {

/// `resource` after the operations of a FHIRPath Patch, done one after the other; both stay as they are. The first operation
/// that fails is the Outcome. The result lives in `arena` and shares texts with both.
/// https://hl7.org/fhir/R4/fhirpatch.html
///
/// Only the shape is sure to be right afterwards: that nothing mandatory is missing, and that primitives hold what they may,
/// is for whoever writes the resource and reads it again.
///
/// Beyond the specification: a primitive may be given as another type whose JSON is the same kind of text (a string for a
/// code), a narrative's div as a string, and a resource (contained, of a bundle's entry) as value's `resource`.
fhir::Result<fhir::Resource> fhirpath_patch(fhir::Resource resource, const fhir::r4::Parameters& patch, fhir::Arena& arena,
                                            const Limits& limits = {});

}  // namespace engine::patch
