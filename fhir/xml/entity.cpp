#include "fhir/xml/entity.h"

#include <charconv>

namespace fhir::xml {
namespace {

struct Named {
  std::string_view name;
  char character;
};
constexpr Named predefined[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};

/// https://www.w3.org/TR/xml/#charsets
bool is_character(std::uint32_t point) {
  return point == 0x9 || point == 0xA || point == 0xD || (point >= 0x20 && point <= 0xD7FF) || (point >= 0xE000 && point <= 0xFFFD) ||
         (point >= 0x10000 && point <= 0x10FFFF);
}

}  // namespace

std::optional<EntityReference> read_entity(std::string_view text) {
  const std::size_t end = text.substr(0, 16).find(';');
  if (text.empty() || text[0] != '&' || end == std::string_view::npos || end < 2) return std::nullopt;
  std::string_view name = text.substr(1, end - 1);
  if (name[0] != '#') {
    for (const Named& entity : predefined) {
      if (entity.name == name) return EntityReference{end + 1, static_cast<std::uint32_t>(entity.character)};
    }
    return std::nullopt;
  }
  name.remove_prefix(1);
  const bool hexadecimal = name.starts_with('x');
  if (hexadecimal) name.remove_prefix(1);
  std::uint32_t point = 0;
  const auto [stop, error] = std::from_chars(name.data(), name.data() + name.size(), point, hexadecimal ? 16 : 10);
  if (name.empty() || error != std::errc() || stop != name.data() + name.size() || !is_character(point)) return std::nullopt;
  return EntityReference{end + 1, point};
}

}  // namespace fhir::xml
