#pragma once

#include <functional>

#include "engine/search/plan.h"

namespace engine::search {

/// A resource as its index has it, whether or not that is written anywhere.
struct Indexed {
  index::ResourceKey key = 0;
  const index::Postings& postings;
};

/// True if a condition holds for a resource, as the store would find it. `leads` answers for conditions on other resources
/// (chain and has).
bool matches(const Condition& condition, const Indexed& resource, const std::function<bool(const Condition&)>& leads);

}  // namespace engine::search
