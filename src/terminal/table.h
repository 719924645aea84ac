#pragma once

#include <string>
#include <vector>

namespace setu::terminal {

/// Rows under headings, columns aligned by spaces: numbers to the right, words to the left.
class Table {
 public:
  explicit Table(std::vector<std::string> headings) : headings_(std::move(headings)) {}
  /// As many cells as there are headings.
  void row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  /// All lines, each with a newline.
  std::string text() const;

 private:
  std::vector<std::string> headings_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace setu::terminal
