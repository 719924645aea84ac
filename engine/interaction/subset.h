#pragma once

#include <string>
#include <string_view>

#include "engine/interaction/interaction.h"
#include "fhir/result.h"

namespace engine {

/// True if `interaction` asks for less than whole resources.
bool asks_for_subset(const Interaction& interaction);

/// Fails, by name, if no resource that can be in the answer has an element that `_elements` names.
fhir::Result<void> check_element(std::string_view asked, const Interaction& interaction);

/// The same of all of them, unless handling is lenient: if `_elements` names what no resource type that can be in the answer has.
fhir::Result<void> check_elements(const Interaction& interaction);

/// Fails for a resource that says itself, by the tag SUBSETTED, that it is only a part of one.
fhir::Result<void> check_whole(fhir::Resource resource);

/// The part of a stored resource that `_summary` or `_elements` asks for, with the tag SUBSETTED: those elements, and
/// what must not be missing: id, meta, mandatory and modifier elements. The resource as it is where neither asks.
/// https://hl7.org/fhir/R4/search.html#summary and https://hl7.org/fhir/R4/search.html#elements
std::string subset(std::string json, const Interaction& interaction);

}  // namespace engine
