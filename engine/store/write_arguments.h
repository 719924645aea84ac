#pragma once

#include <span>

#include "engine/store/session.h"
#include "engine/store/value.h"

namespace engine::store {

/// What the writes are for: new versions, or only the postings of those that are there.
enum class Purpose { version, index };

/// The writes as the arguments that the function setu.write() of the schema takes; it says what each is. Their postings
/// are those of one generation of search parameters.
Arguments arguments_of(std::span<const Write> writes, Purpose purpose, std::int64_t generation);

}  // namespace engine::store
