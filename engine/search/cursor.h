#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/index/posting.h"
#include "fhir/result.h"

namespace engine::search {

/// Where a page ended: the last match's place in the order. The next page is what comes after it, whatever was
/// written meanwhile.
struct Cursor {
  using Value = std::variant<std::int64_t, std::string>;

  std::int64_t fingerprint = 0;  ///< of the plan it belongs to
  std::uint16_t type = 0;        ///< Descriptor::number
  index::ResourceKey key = 0;
  std::vector<Value> values;     ///< of the order's keys
};

/// The cursor as letters, digits, '-' and '_'.
std::string to_text(const Cursor& cursor);

/// The cursor of a text; fails with Detail::bad_request if it is none, or not of the plan with `fingerprint`.
fhir::Result<Cursor> cursor_of(std::string_view text, std::int64_t fingerprint);

}  // namespace engine::search
