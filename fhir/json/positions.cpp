#include "fhir/json/positions.h"

#include <algorithm>

namespace fhir::json {
namespace {

/// Bytes between two marks: so many are walked over again for each place, and each mark takes eight.
constexpr std::size_t step = 256;

/// Where `passed` ends if it begins at `from`.
Position behind(Position from, std::string_view passed) {
  const Position alone = position_of(passed, passed.size());
  if (alone.line > 1) return {from.line + alone.line - 1, alone.column};
  return {from.line, from.column + alone.column - 1};
}

}  // namespace

Position Positions::of(std::size_t offset) {
  offset = std::min(offset, text_.size());
  const std::size_t mark = offset / step;
  if (marks_.empty()) marks_.emplace_back();
  while (marks_.size() <= mark) marks_.push_back(behind(marks_.back(), text_.substr((marks_.size() - 1) * step, step)));
  return behind(marks_[mark], text_.substr(mark * step, offset - mark * step));
}

}  // namespace fhir::json
