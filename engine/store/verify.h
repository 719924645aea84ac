#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "fhir/result.h"

namespace engine::store {

/// What a look at a whole database found.
struct Verification {
  std::uint64_t resources = 0;           ///< current versions that were looked at
  std::uint64_t versions = 0;            ///< in the history
  std::uint64_t postings = 0;            ///< that should be and are there
  std::uint64_t mismatches = 0;          ///< of any kind
  std::vector<std::string> findings;     ///< the first of them, in words: "tenant 1 Patient/17: …"
};

/// How far it is: resources done of all.
using VerifyProgress = std::function<void(std::uint64_t done, std::uint64_t all)>;

/// Compares, for every tenant, the current version of each resource with the newest in its history, reads its stored
/// bytes, makes its postings anew and compares them with the index rows; then looks for index rows that nothing
/// accounts for. Changes nothing; what is written or indexed meanwhile may be taken for a mismatch.
fhir::Result<Verification> verify(const std::string& url, const VerifyProgress& progress);

}  // namespace engine::store
