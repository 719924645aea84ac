#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "fhir/json/read.h"

namespace fhir::json {

/// Lines and columns of many places in one text, in any order: all of them together cost one walk over it, where
/// position_of() walks for each. It goes no further than the places asked for, so a text without faults costs nothing.
/// The text, JSON or XML, outlives it.
class Positions {
 public:
  explicit Positions(std::string_view text) : text_(text) {}

  Position of(std::size_t offset);

 private:
  std::string_view text_;
  std::vector<Position> marks_;  ///< of each so many bytes, as far as it has gone
};

/// read() of one of many nodes of a text, such as the entries of a bundle: their faults share `positions` of that text, without
/// a byte order mark.
Result<Resource> read(const Node& node, Positions& positions, Arena& arena, Completeness completeness = Completeness::required);

}  // namespace fhir::json
