#pragma once

#include <string_view>

namespace fhir::path {

/// Rules that R4 publishes with a slip in their FHIRPath, as later versions of FHIR have them; any other expression is
/// returned as it is. The rules' texts and their XPath forms show what was meant: `ref-1`, as published, refuses every
/// Reference that has an identifier only.
/// The result points at `published` or at constant text.
std::string_view corrected(std::string_view published);

}  // namespace fhir::path
