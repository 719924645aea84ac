#pragma once

#include <string_view>

#include "engine/index/custom.h"
#include "engine/index/posting.h"
#include "fhir/model/value.h"
#include "fhir/result.h"

namespace engine::index {

/// Of the postings extract() makes. A database whose resources were indexed by another number is re-indexed.
constexpr int extractor_version = 13;

/// A resource with more postings is refused: what it costs to write grows with them.
constexpr std::size_t postings_max = 10'000;
/// Words come beside: who writes a long text does not choose how many it has.
constexpr std::size_t words_max = 100'000;

/// How much of a text is kept in the index, in bytes of its folded form.
constexpr std::size_t folded_bytes_max = 1000;

/// What searches find a resource by, and the resources it contains. https://hl7.org/fhir/R4/search.html
/// `id` is the one it is stored under; `base` the service base URL, so that absolute references to resources here are known
/// as such; `custom` what the tenant is searched by beside the parameters of R4, and the time zone of dates that have none.
Postings extract(fhir::Resource resource, std::string_view id, std::string_view base, const CustomParameters& custom = CustomParameters::none());

/// Fails, naming the limit, where a resource has more than postings_max postings, or words_max words beside them.
fhir::Result<void> check_size(const Postings& postings);

}  // namespace engine::index
