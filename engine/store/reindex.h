#pragma once

#include <cstdint>
#include <string>

#include "fhir/result.h"

namespace engine::store {

/// Makes the postings of every current version of every tenant anew from its stored bytes, writing what differs, and
/// returns how many it went through. Versions and their times stay. Broken off half-way, it can be done again.
fhir::Result<std::uint64_t> reindex(const std::string& url);

}  // namespace engine::store
