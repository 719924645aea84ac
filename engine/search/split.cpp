#include "engine/search/split.h"

namespace engine::search {

std::vector<std::string_view> split(std::string_view value, char separator) {
  std::vector<std::string_view> pieces;
  std::size_t start = 0;
  for (std::size_t at = 0; at < value.size(); ++at) {
    if (value[at] == '\\') {
      ++at;
    } else if (value[at] == separator) {
      pieces.push_back(value.substr(start, at - start));
      start = at + 1;
    }
  }
  pieces.push_back(value.substr(start));
  return pieces;
}

std::string_view wrong_escape(std::string_view value) {
  for (std::size_t at = 0; (at = value.find('\\', at)) != std::string_view::npos; at += 2) {
    if (at + 1 == value.size() || std::string_view(",|$\\").find(value[at + 1]) == std::string_view::npos) return value.substr(at, 2);
  }
  return {};
}

std::string unescape(std::string_view piece) {
  std::string text;
  text.reserve(piece.size());
  for (std::size_t at = 0; at < piece.size(); ++at) {
    if (piece[at] == '\\' && at + 1 < piece.size() && std::string_view(",|$\\").find(piece[at + 1]) != std::string_view::npos) ++at;
    text += piece[at];
  }
  return text;
}

}  // namespace engine::search
