#pragma once

#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/search/cursor.h"
#include "engine/search/plan.h"
#include "fhir/result.h"

namespace engine::store {

class Connection;
struct Access;

/// How many resources a branch of a search had at some moment.
struct Count {
  std::uint64_t matches = 0;
  search::Snapshot snapshot;  ///< that moment
  std::string index;          ///< what the index was made by, of which another count is another matter
  std::uint64_t connection = 0;  ///< Connection::opened(): another may lead to another database
};

/// What a session counted lately, so that counting again costs what was written since, not what there is: some hundred
/// questions of a few KiB at most. Owned by a Session, used by its thread alone.
class Counts {
 public:
  /// The count of a question, or null.
  const Count* find(std::string_view question);
  /// Keeps a count in the place of the one before it. Not worth it, and not done: what is counted quickly anyway, and
  /// questions that are long.
  void keep(std::string question, Count count);
  void forget(std::string_view question);

 private:
  struct Kept {
    std::string question;
    Count count;
  };
  std::list<Kept> kept_;  ///< the one used last comes first
};

/// How many resources a plan matches, as far as that follows from what was counted before and what was written since; in one
/// round trip. Nothing where it does not: a branch was not counted yet, depends on other resources than those that it
/// matches, or too much was written.
fhir::Result<std::optional<std::uint64_t>> recount(Connection& connection, const search::Plan& plan, Counts& counts);

/// How many resources a plan matches, in one round trip: each branch is counted up to `limit`. The branches are reached as
/// `ways` say.
fhir::Result<std::uint64_t> count(Connection& connection, const search::Plan& plan, const std::vector<Access>& ways, std::int64_t limit, Counts& counts);

}  // namespace engine::store
