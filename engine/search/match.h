#pragma once

#include <functional>
#include <vector>

#include "engine/search/plan.h"

namespace engine::search {

/// A resource as its index has it, whether or not that is written anywhere.
struct Indexed {
  index::ResourceKey key = 0;
  const index::Postings& postings;
  const index::Postings& whole;  ///< of what contains it; else the same
};

/// The resources of a contained type that are inside the whole of one.
std::vector<Indexed> inside(const Indexed& resource, const fhir::Descriptor& contained);

/// True if a condition holds for a resource, as the store would find it. `leads` answers for conditions on other resources
/// (chain and has) whether they hold for the one with a key; what is inside the whole, they need not look at.
bool matches(const Condition& condition, const Indexed& resource, const std::function<bool(const Condition&, index::ResourceKey)>& leads);

}  // namespace engine::search
