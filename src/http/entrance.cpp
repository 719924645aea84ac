#include "src/http/entrance.h"

namespace setu::http {

std::optional<Entrance> entrance_of(std::string_view path) {
  const auto is_at = [](std::string_view text) { return text.starts_with("/fhir") && (text.size() == 5 || text[5] == '/'); };
  if (is_at(path)) return Entrance{path.substr(0, 5), std::nullopt, path.substr(5)};
  if (!path.starts_with("/t/")) return std::nullopt;
  const std::size_t end = path.find('/', 3);
  if (end == path.npos || end == 3 || !is_at(path.substr(end))) return std::nullopt;
  return Entrance{path.substr(0, end + 5), path.substr(3, end - 3), path.substr(end + 5)};
}

}  // namespace setu::http
