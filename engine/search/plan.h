#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/search/condition.h"
#include "engine/search/query.h"

/// What a search looks up, as data: numbers and bounds of the index, nothing of SQL, and of FHIR's words only what explains it
/// to people.
namespace engine::search {

/// One key of the order. Where a resource has several values the least counts ascending, the greatest
/// descending; resources without a value come last either way.
struct Order {
  enum class Kind : std::uint8_t {
    id,     ///< the resource's id, as texts are ordered
    date,   ///< the type's main date, by where it starts: Postings::sort
    range,  ///< what is posted under `posting_keys` (and all their interval_keys)
    text,
    json,   ///< the texts that `paths` lead to in the resource, which no index has in order
    score,  ///< the weights of the words that are posted under `posting_keys`, together; no index has these in order, either
  } kind = Kind::id;
  std::vector<std::int64_t> posting_keys;  ///< of range, text and score
  const index::Parameter* parameter = nullptr;  ///< null: _id, _lastUpdated, _score, or the order that nobody asked for
  std::vector<std::string> paths;          ///< of json: jsonpath
  bool descending = false;
};

/// The matches of one type.
struct Branch {
  const fhir::Descriptor* type = nullptr;
  Condition where;
  std::vector<Order> order;  ///< empty: newest first by the type's main date, then by key; as long in every branch
  std::vector<std::int64_t> ranking;  ///< postings of the words that matches are scored by
};

/// Limits of one search. https://hl7.org/fhir/R4/search.html#errors
struct SearchLimits {
  static constexpr std::uint32_t count_default = 50;
  static constexpr std::uint32_t count_max = 1000;
  static constexpr std::size_t includes_per_page = 1000;
  static constexpr int include_depth = 3;
  static constexpr int chain_depth = 3;
  static constexpr int has_depth = 2;
  static constexpr std::size_t or_values = 1000;
  static constexpr std::size_t parameters = 64;
  static constexpr std::size_t filter_tests = 64;
  static constexpr int filter_depth = 16;   ///< of parentheses and brackets in one another
  static constexpr std::size_t look_ups = 1000;  ///< of all types together; a list of codes is one
  static constexpr std::size_t container_look_ups = 100;  ///< of one type of containers; each type that may contain some has as many
  static constexpr std::size_t sort_keys = 5;
  static constexpr std::int64_t sorted_max = 100'000;  ///< of matches in an order that no index has
  static constexpr std::int64_t ranked_max = 10'000;   ///< of matches in the order of their score where none was asked for
  static constexpr std::size_t words = 64;             ///< of `_text` and `_content`
  static constexpr std::int64_t total_max = 1'000'000;  ///< counted no further
  static constexpr std::int64_t unseen_max = 20'000;   ///< versions of a type since the first page that a later one looks at
  static constexpr std::int64_t unseen_bytes = std::int64_t{64} << 20;  ///< and how long these are as they are stored
  static constexpr std::size_t text_bytes = 1000;  ///< of one string value, folded
};

/// How many the store sorts, ranks, counts and looks at for one search. A plan carries them, so that a test needs no million.
struct Most {
  std::int64_t sorted = SearchLimits::sorted_max;
  std::int64_t ranked = SearchLimits::ranked_max;
  std::int64_t total = SearchLimits::total_max;
  std::int64_t unseen = SearchLimits::unseen_max;
  std::int64_t unseen_bytes = SearchLimits::unseen_bytes;
};

/// Everything the store needs to answer a search with one page.
struct Plan {
  std::int32_t tenant = 0;
  std::vector<Branch> branches;
  /// The order is by score though nobody asked for it: where too many match, it is the newest first.
  bool ranked = false;
  std::uint32_t count = 50;
  Total total = Total::none;
  Most most;
  std::vector<Include> includes;
  Custom custom;            ///< what the includes point into, and what is matched is extracted by
  std::optional<std::int64_t> zone;  ///< index::Zone::since, if it depends on the tenant's time zone: the store refuses another
  std::string base;         ///< service base URL, to tell references to resources here
  std::string cursor;       ///< of the page before; checked against `fingerprint`
  std::int64_t fingerprint = 0;  ///< of everything that decides the matches and their order
};

/// The look-ups that answer `query` for a tenant. Fails where a value cannot be what its parameter asks for
/// (a date that is none, a number that is none), or where it depends on dates and the index has them not yet in the time
/// zone of `query.custom` (IssueType::incomplete). `base` is the service base URL.
fhir::Result<Plan> plan_of(const Query& query, std::int32_t tenant, std::string_view base);

/// The plan in words, one look-up a line: for tests and for people who wonder.
std::string to_text(const Plan& plan);

}  // namespace engine::search
