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
  Version version;                            ///< of what contains it where `inside` is not empty
  const fhir::Descriptor* type = nullptr;     ///< the branch's
  std::string inside;                         ///< local id of a contained resource that was changed since
  index::ResourceKey key = 0;
  std::vector<search::Cursor::Value> values;  ///< of the order's keys
  std::int64_t score = 0;                     ///< the weights of the words it is ranked by
};

/// What the index had of a former version of a resource, as far as the plan can ask for it: the version in a row, and behind
/// its columns the base URL that its postings depended on, or null.
fhir::Result<index::Postings> postings_of(const Rows::Row& row, const search::Plan& plan);

/// The matches of a plan among the resources that were changed since a snapshot and are still there: in the versions that it
/// could see, in no order. The index has only the current versions, so these are found here and left out there.
/// Nothing where too much was changed to look at.
fhir::Result<std::optional<std::vector<Match>>> matches_of_changed(Connection& connection, const search::Plan& plan, const search::Snapshot& snapshot);

}  // namespace engine::store
