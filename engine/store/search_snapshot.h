#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/search/cursor.h"
#include "engine/search/plan.h"
#include "engine/store/session.h"
#include "engine/store/value.h"

namespace engine::store {

class Connection;

/// A match of a search and its place in the order.
struct Match {
  Version version;
  index::ResourceKey key = 0;
  std::vector<search::Cursor::Value> values;  ///< of the order's keys
  std::int64_t score = 0;                     ///< the weights of the words it is ranked by
  std::optional<std::size_t> row;             ///< of Changed: where the content of the version is, which it lacks
};

/// Matches that were changed since a snapshot, in the versions that it could see.
struct Changed {
  std::vector<Match> matches;
  Rows rows;
};

/// What the index had of a former version of a resource, as far as the plan can ask for it: the version in a row, and behind
/// its columns the base URL that its postings depended on, or null.
fhir::Result<index::Postings> postings_of(const Rows::Row& row, const search::Plan& plan);

/// The matches of a plan among the resources that were changed since a snapshot and are still there, in no order. The index has
/// only the current versions, so these are found here and left out there. What is in memory is their versions as they are stored
/// and one of them as it is read. Nothing where too much was changed to look at.
fhir::Result<std::optional<Changed>> changed_since(Connection& connection, const search::Plan& plan, const search::Snapshot& snapshot);

}  // namespace engine::store
