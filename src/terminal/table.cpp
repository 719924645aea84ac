#include "src/terminal/table.h"

#include <algorithm>

namespace setu::terminal {
namespace {

bool is_number(const std::string& cell) {
  return !cell.empty() && std::all_of(cell.begin(), cell.end(), [](char c) { return (c >= '0' && c <= '9') || c == ',' || c == '.' || c == '-'; });
}

/// Characters, not bytes.
std::size_t width_of(const std::string& cell) {
  return static_cast<std::size_t>(std::count_if(cell.begin(), cell.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

}  // namespace

std::string Table::text() const {
  std::vector<std::size_t> widths;
  std::vector<bool> right(headings_.size(), !rows_.empty());
  for (std::size_t at = 0; at < headings_.size(); ++at) {
    widths.push_back(width_of(headings_[at]));
    for (const auto& row : rows_) {
      widths[at] = std::max(widths[at], width_of(row[at]));
      right[at] = right[at] && is_number(row[at]);
    }
  }
  std::string out;
  const auto line = [&](const std::vector<std::string>& cells) {
    std::string text;
    for (std::size_t at = 0; at < cells.size(); ++at) {
      const std::string space(widths[at] - width_of(cells[at]), ' ');
      text += right[at] ? space + cells[at] : cells[at] + space;
      if (at + 1 < cells.size()) text += "  ";
    }
    text.erase(text.find_last_not_of(' ') + 1);
    out += text + "\n";
  };
  line(headings_);
  for (const auto& row : rows_) line(row);
  return out;
}

}  // namespace setu::terminal
