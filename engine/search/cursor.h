#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/index/posting.h"
#include "fhir/result.h"

namespace engine::search {

/// What the first page could see: all that was committed before it, and nothing else. Later pages see the same.
/// https://www.postgresql.org/docs/15/functions-info.html#FUNCTIONS-PG-SNAPSHOT
struct Snapshot {
  std::int64_t taken = 0;  ///< when it was taken, in microseconds since 1970
  std::string text;        ///< as PostgreSQL writes it; empty: none
};

/// Where a page ended: the last match's place in the order. The next page is what comes after it, whatever was
/// written meanwhile.
struct Cursor {
  using Value = std::variant<std::int64_t, std::string>;

  std::int64_t fingerprint = 0;  ///< of the plan it belongs to
  std::uint16_t type = 0;        ///< Descriptor::number
  index::ResourceKey key = 0;
  std::vector<Value> values;     ///< of the order's keys
  Snapshot snapshot;
  std::optional<std::uint64_t> total;  ///< that the first page told, which all pages have
  bool backward = false;         ///< the page is what comes before the place
  bool from_end = false;         ///< there is no place: the page is the last, or the first
};

/// The cursor as letters, digits, '-' and '_', signed with `secret` so that nobody else can make one.
std::string to_text(const Cursor& cursor, std::string_view secret);

/// The cursor of a text; fails with Detail::bad_request if it is none, was not signed with `secret`, or is not of the plan
/// with `fingerprint`.
fhir::Result<Cursor> cursor_of(std::string_view text, std::int64_t fingerprint, std::string_view secret);

}  // namespace engine::search
