#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/patch/limits.h"
#include "fhir/json/tree.h"
#include "fhir/result.h"

namespace engine::patch {

/// The tokens of a JSON Pointer: "/a~1b/0" is {"a/b", "0"}, "" is none. https://www.rfc-editor.org/rfc/rfc6901
fhir::Result<std::vector<std::string>> parse_pointer(std::string_view text);

/// `document` after the operations of a JSON Patch, done one after the other; both stay as they are. The first operation
/// that fails, a "test" among them, is the Outcome. The result lives in `arena` and shares texts with both.
/// https://www.rfc-editor.org/rfc/rfc6902
fhir::Result<const fhir::json::Node*> json_patch(const fhir::json::Node& document, const fhir::json::Node& patch,
                                                 fhir::Arena& arena, const Limits& limits = {});

}  // namespace engine::patch
