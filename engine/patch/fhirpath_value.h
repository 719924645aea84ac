#pragma once

#include "engine/patch/element.h"
#include "engine/patch/fhirpath_operation.h"
#include "fhir/result.h"

namespace engine::patch {

/// What an operation's value part becomes in the element that is `named`, made by `means`: its value[x] or resource, or, for a type that
/// has no name, a struct made of its parts. `named.choice` is the type if the element was named with it ("valueQuantity").
/// A type that the element does not take is an Outcome.
fhir::Result<Value> value_for(const Operation& operation, const fhir::NamedElement& named, Means& means, std::uint32_t depth_left);

}  // namespace engine::patch
