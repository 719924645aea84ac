#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/search/cursor.h"
#include "engine/search/plan.h"
#include "engine/store/session.h"

namespace engine::store {

class Connection;

/// A match of a search and its place in the order.
struct Match {
  Version version;
  index::ResourceKey key = 0;
  std::vector<search::Cursor::Value> values;  ///< of the order's keys
  std::int64_t score = 0;                     ///< the weights of the words it is ranked by
};

/// What a session has seen of the order in which transactions begin to write. A page behind the first looks for what was
/// written since its snapshot; this says from when on, however long a writer was at work when the snapshot was taken.
/// Owned by a Session, used by its thread alone.
class Marks {
 public:
  /// The snapshot that PostgreSQL wrote as `text`, of a transaction that began at `now`, in microseconds since 1970.
  search::Snapshot snapshot_of(std::string_view text, std::int64_t now);

 private:
  /// Whatever transaction has this number or a greater one wrote at `time` or later.
  struct Mark {
    std::uint64_t number;
    std::int64_t time;
  };
  std::vector<Mark> marks_;  ///< in order, the older the farther apart
};

/// The matches of a plan among the resources that were changed since a snapshot and are still there: in the versions that it
/// could see, in no order. The index has only the current versions, so these are found here and left out there.
/// Nothing where too much was changed to look at.
fhir::Result<std::optional<std::vector<Match>>> matches_of_changed(Connection& connection, const search::Plan& plan, const search::Snapshot& snapshot);

}  // namespace engine::store
