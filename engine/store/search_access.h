#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/store/search_statement.h"
#include "fhir/result.h"

namespace engine::store {

class Connection;

/// What could drive a branch, and what is known of its size.
struct Candidate {
  const search::Condition* condition = nullptr;
  std::int64_t most = 0;   ///< it is worth counting up to here
  std::int64_t limit = 0;  ///< it was counted up to here
  std::optional<std::int64_t> size;  ///< nothing: there was no need to count it
  std::int64_t leading = 0;  ///< of a chain or reverse chain: how many resources it leads by, counted up to leading_limit()
  /// Where there are so many, `size` is of some of them alone.
  std::int64_t leading_limit() const;
};

/// How a branch is reached, and what was looked at to decide it.
struct Choice {
  std::vector<Candidate> candidates;
  bool natural = false;    ///< the order is that of the postings
  bool newest = false;     ///< the order is that of the newest first
  bool unordered = false;  ///< no index has the order
  std::optional<Access> way;  ///< once it is decided
};

/// Chooses how each branch is reached. Where the newest come first and nothing that could drive is short, or not known to be
/// longer, that is a glance: it may be the page, and if it is not, settle() is next.
fhir::Result<std::vector<Choice>> choose(Connection& connection, const search::Plan& plan);

/// Makes the choices anew that were to glance and did not do: after a look at what is short comes one at what is the newest, and
/// after that none.
fhir::Result<void> settle(Connection& connection, const search::Plan& plan, std::vector<Choice>& choices);

/// How each branch is reached: each choice must be made.
std::vector<Access> ways_of(const std::vector<Choice>& choices);

/// True if an order that no index has is asked for of more matches than `most`.
fhir::Result<bool> are_too_many(Connection& connection, const search::Plan& plan, const std::vector<Access>& ways, std::int64_t most);

/// The same search in the order of the newest first, which matches have that are too many to be ranked.
search::Plan newest_first(search::Plan plan);

}  // namespace engine::store
