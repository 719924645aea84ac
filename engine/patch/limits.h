#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "fhir/json/tree.h"
#include "fhir/outcome.h"

namespace engine::patch {

/// What a patch may be and do at most; beyond it the patch is refused whole.
struct Limits {
  std::uint32_t operations = 1'000;
  std::uint64_t steps = 50'000'000;             ///< values copied, compared and passed by, in all operations
  std::uint64_t copied_bytes = 64 * 1024 * 1024; ///< of the texts that "copy" doubles
  std::uint32_t path_bytes = 4 * 1024;          ///< of one path
  std::uint32_t milliseconds = 2'000;           ///< that evaluating FHIRPath may take, in all operations
  fhir::json::Limits document;                  ///< of the patch, and of what it makes
};

/// Which operation an issue is about: "Operation 3, replace at /name/0". Counted from 0, as arrays are.
/// Literals within the path are left out, as they may be a patient's.
std::string name_of(std::size_t at, std::string_view operation, std::string_view path);

/// The patch itself is wrong: 400.
fhir::Outcome malformed(std::string text, std::string expression = {});

/// The patch is right, but not for this resource: 422.
fhir::Outcome inapplicable(std::string text, std::string expression = {});

}  // namespace engine::patch
