#pragma once

#include <span>
#include <string_view>

namespace fhir::text {

/// The candidate that `word` most likely was meant to be, for "did you mean": fewest letters changed, added, left
/// out or swapped, case aside, and no more than a third of the longer one's. Empty where none is that near.
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace fhir::text
