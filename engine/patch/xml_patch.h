#pragma once

#include <string>
#include <string_view>

#include "engine/patch/limits.h"
#include "fhir/result.h"

namespace engine::patch {

/// The text of an XML document after the operations of an XML Patch, done one after the other. The first operation that
/// fails is the Outcome. https://www.rfc-editor.org/rfc/rfc5261
///
/// The patch is an element of any name with add, replace and remove in it. Narratives that no operation touches stay as they
/// are to the letter. Not known: namespace declarations (`namespace::`), processing instructions and id(), for which FHIR has
/// no use; `ws` is passed by, as FHIR has no white space to remove.
fhir::Result<std::string> xml_patch(std::string_view document, std::string_view patch, const Limits& limits = {});

}  // namespace engine::patch
