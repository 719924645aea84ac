#pragma once

#include <string_view>

#include "fhir/model/value.h"
#include "fhir/result.h"

namespace engine::patch {

/// Takes the narrative off `changed` where it may tell what is no longer so: it is as it was in `before`, the JSON of the
/// resource that was patched, and was generated of elements that now differ. https://hl7.org/fhir/R4/http.html#patch,
/// docs/adr/0018-narratives-after-patches.md
fhir::Result<void> drop_stale_narrative(std::string_view before, fhir::Resource changed);

}  // namespace engine::patch
