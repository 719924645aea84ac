#include "engine/index/reference.h"

#include <algorithm>

#include "fhir/r4/registry.h"

namespace engine::index {

bool is_id(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  };
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), allowed);
}

std::string_view type_in_url(std::string_view url) {
  if (const auto history = url.find("/_history/"); history != std::string_view::npos) url = url.substr(0, history);
  const auto id = url.rfind('/');
  if (id == std::string_view::npos || id == 0 || !is_id(url.substr(id + 1))) return {};
  const auto before = url.rfind('/', id - 1);
  const auto name = url.substr(before + 1, id - before - 1);
  return before != std::string_view::npos && fhir::r4::resource_type(name) != nullptr ? name : std::string_view();
}

Target target_of(std::string_view text, std::string_view base) {
  if (text.empty() || text.front() == '#') return {};
  std::string_view rest = text;
  if (!base.empty() && rest.size() > base.size() && rest.starts_with(base) && rest[base.size()] == '/') {
    rest.remove_prefix(base.size() + 1);
  }

  const auto slash = rest.find('/');
  if (const auto* type = slash == std::string_view::npos ? nullptr : fhir::r4::resource_type(rest.substr(0, slash))) {
    constexpr std::string_view history = "/_history/";
    auto id = rest.substr(slash + 1);
    std::string_view version;
    if (const auto at = id.find(history); at != std::string_view::npos) {
      version = id.substr(at + history.size());
      id = id.substr(0, at);
    } else if (const auto bar = id.find('|'); bar != std::string_view::npos) {
      version = id.substr(bar + 1);
      id = id.substr(0, bar);
    }
    if (is_id(id)) return {Target::Kind::resource, type, id, {}, version};
  }

  const auto bar = text.find('|');
  return {Target::Kind::url, nullptr, {}, text.substr(0, bar),
          bar == std::string_view::npos ? std::string_view() : text.substr(bar + 1)};
}

}  // namespace engine::index
