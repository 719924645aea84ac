#pragma once

#include <string_view>

#include "engine/index/reference.h"
#include "fhir/result.h"

namespace engine::search {

/// What a value of a reference is for.
struct ReferenceUse {
  std::string_view code;                     ///< of the parameter, for what is said of its values
  const fhir::Descriptor* type = nullptr;    ///< that the modifier names, or null
  bool may_be_canonical = false;             ///< and so have a version behind a bar
};

/// What a value leads to; fails where that is nothing a reference can be found by: something contained, a version, a type that
/// is not the modifier's, or what begins as `Type/` and is no `Type/id`. `base` is the service base URL.
/// https://hl7.org/fhir/R4/search.html#reference
fhir::Result<index::Target> reference_target(std::string_view text, const ReferenceUse& use, std::string_view base);

}  // namespace engine::search
