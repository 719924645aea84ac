#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/index/custom.h"
#include "engine/index/path.h"
#include "engine/index/posting.h"
#include "fhir/result.h"

namespace engine::index {

/// Of the postings extract() makes. A database whose resources were indexed by another number is re-indexed.
constexpr int extractor_version = 11;

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

/// A code as tokens are compared: ASCII letters in lower case. "When in doubt, servers SHOULD treat tokens in
/// a case-insensitive manner." https://hl7.org/fhir/R4/search.html#token
std::string folded_code(std::string_view code);

/// The weight of a word that no word outweighs.
constexpr std::int32_t weight_max = 1000;

/// The weight of a word that occurs `times` in a text of `length` words, from 1: it grows with the times, ever slower, and is the
/// less the longer the text is. Lengths count by powers of two, so that a word more does not change the weights of all others.
std::int32_t weight_of(std::size_t times, std::size_t length);

/// The text under which an identifier is found by its type: `:of-type=system|code|value`.
std::string of_type_text(std::string_view system, std::string_view code, std::string_view value);

/// An interval with both ends included: of microseconds for dates, of order_of(double) for numbers.
struct Interval {
  std::int64_t low = std::numeric_limits<std::int64_t>::min();
  std::int64_t high = std::numeric_limits<std::int64_t>::max();
  auto operator<=>(const Interval&) const = default;
};

}  // namespace engine::index
