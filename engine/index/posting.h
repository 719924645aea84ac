#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/model/descriptor.h"

namespace engine::index {

/// A resource within its tenant and type: a 63-bit number that is a pure function of the logical id.
/// Ids made by the server are the time-ordered number in base 32; any other id is a hash of type and id
/// with the top bit set, so a reference is indexed without looking its target up.
using ResourceKey = std::int64_t;

/// One row of `tok`: a code, a system, a word, or a reference's target under one search parameter.
struct Token {
  std::int64_t token;   ///< hash of (type, parameter, code or word), or salt of (type, parameter, target type) xor target key
  std::int32_t system;  ///< hash of the code system; 0 where there is none; of a word its weight
  bool leads = false;   ///< it is a reference to a resource here, and so what chains go through
  auto operator<=>(const Token&) const = default;
};

/// One row of `rng`: the interval a date, number or quantity stands for, both ends included.
struct Range {
  std::int64_t key;  ///< hash of (type, parameter), for a quantity also of its unit
  std::int64_t low;
  std::int64_t high;
  auto operator<=>(const Range&) const = default;
};

/// Where an interval that is open at its start begins: one above the number that stands for no value at all in an order.
constexpr std::int64_t first_low = std::numeric_limits<std::int64_t>::min() + 1;

/// One row of `str`: a text, folded for search (no case, no accents, single spaces).
struct Text {
  std::int64_t key;      ///< hash of (type, parameter)
  std::string folded;    ///< at most folded_bytes_max of UTF-8, cut at a character
  std::int64_t exact;    ///< hash of the text as it was written, for :exact
  auto operator<=>(const Text&) const = default;
};

/// `Postings::sort` of a resource without a main date: after all others when the newest come first.
constexpr std::int64_t no_date = std::numeric_limits<std::int64_t>::min();

struct Contained;

/// Everything the search index holds of one version of a resource. Sorted and without duplicates.
struct Postings {
  std::vector<Token> tokens;
  std::vector<Range> ranges;
  std::vector<Text> texts;
  std::size_t words = 0;        ///< how many of the tokens are words of `_text` and `_content`
  std::int64_t sort = no_date;  ///< the start of the type's main date in microseconds since 1970, or no_date
  ResourceKey patient = 0;      ///< key of the one patient whose compartment this is in, or 0
  /// Bit n is set if the type's n-th search parameter (bit_of in parameters.h) has a value: a column of
  /// the resource's row that answers `:missing` without a posting for it.
  std::int64_t present = 0;
  bool overflows = false;            ///< there would be so many that not all were gathered
  std::vector<Contained> contained;  ///< what is found of the resources inside it
};

/// A contained resource, see contained.h.
struct Contained {
  const fhir::Descriptor* type;  ///< a contained type
  std::string id;                ///< "MedicationRequest/23#m1"
  Postings postings;
};

}  // namespace engine::index
