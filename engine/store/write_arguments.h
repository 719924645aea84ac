#pragma once

#include <span>

#include "engine/store/session.h"
#include "engine/store/value.h"

namespace engine::store {

/// What the writes are for: new versions, or only the postings of those that are there.
enum class Purpose { version, index };

/// The writes as the arrays that the function setu.write() of the schema takes; it says what each is.
Arguments arguments_of(std::span<const Write> writes, Purpose purpose);

}  // namespace engine::store
