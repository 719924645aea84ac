#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "fhir/arena.h"
#include "fhir/json/tree.h"
#include "fhir/outcome.h"

namespace engine::patch {

/// What a patch may be and do at most; beyond it the patch is refused whole.
struct Limits {
  std::uint32_t operations = 1'000;
  std::uint64_t steps = 50'000'000;             ///< values copied, compared and passed by, in all operations
  std::uint64_t copied_bytes = 64 * 1024 * 1024; ///< of texts and names that are copied, as they will be written
  std::uint64_t arena_bytes = 128 * 1024 * 1024; ///< of what the operations make, beside the document: two million values
  std::uint32_t path_bytes = 4 * 1024;          ///< of one path
  std::uint32_t milliseconds = 2'000;           ///< that evaluating FHIRPath may take, in all operations
  fhir::json::Limits document;                  ///< of the patch, and of what it makes
};

/// What may still be taken of an arena; asked before it is taken.
class Room {
 public:
  Room(const fhir::Arena& arena, std::uint64_t bytes) : arena_(&arena), end_(arena.used() + bytes) {}
  bool has(std::size_t bytes) const { return arena_->used() + bytes <= end_; }

 private:
  const fhir::Arena* arena_;
  std::uint64_t end_;
};

/// Which operation an issue is about: "Operation 3, replace at /name/0". Counted from 0, as arrays are.
/// Literals within the path are left out, as they may be a patient's.
std::string name_of(std::size_t at, std::string_view operation, std::string_view path);

/// The patch itself is wrong: 400.
fhir::Outcome malformed(std::string text, std::string expression = {});

/// The patch is right, but not for this resource: 422.
fhir::Outcome inapplicable(std::string text, std::string expression = {});

}  // namespace engine::patch
