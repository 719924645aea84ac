#include "fhir/json/items.h"

#include <algorithm>

namespace fhir::json {
namespace {

/// The end of the string that begins here.
std::size_t end_of_string(std::string_view json, std::size_t at) {
  for (++at; at < json.size() && json[at] != '"'; ++at) at += json[at] == '\\';
  return std::min(at + 1, json.size());
}

/// The end of the value that begins here: before what separates it from the next.
std::size_t end_of_value(std::string_view json, std::size_t at) {
  for (std::size_t depth = 0; at < json.size();) {
    const char c = json[at];
    if (c == '"') {
      at = end_of_string(json, at);
    } else if (c == '{' || c == '[') {
      ++depth;
      ++at;
    } else if (c == '}' || c == ']') {
      if (depth == 0) return at;
      --depth;
      ++at;
    } else if (c == ',' && depth == 0) {
      return at;
    } else {
      at = std::min(json.find_first_of("\"{}[],", at + 1), json.size());
    }
    if (depth == 0 && (c == '"' || c == '}' || c == ']')) return at;
  }
  return at;
}

std::size_t behind_spaces(std::string_view json, std::size_t at) { return std::min(json.find_first_not_of(" \t\r\n", at), json.size()); }

std::vector<std::string_view> items_in(std::string_view array) {
  std::vector<std::string_view> items;
  for (std::size_t at = behind_spaces(array, 1); at < array.size() && array[at] != ']';) {
    const std::size_t end = end_of_value(array, at);
    items.push_back(array.substr(at, end - at));
    at = behind_spaces(array, end);
    if (at < array.size() && array[at] == ',') at = behind_spaces(array, at + 1);
  }
  return items;
}

}  // namespace

std::optional<Items> items_of(std::string_view json, std::string_view member) {
  std::size_t at = behind_spaces(json, 0);
  if (at == json.size() || json[at] != '{') return std::nullopt;
  for (at = behind_spaces(json, at + 1); at < json.size() && json[at] == '"';) {
    const std::size_t name_end = end_of_string(json, at);
    const bool is_it = json.substr(at + 1, name_end - at - 2) == member;
    at = behind_spaces(json, behind_spaces(json, name_end) + 1);  // past the colon
    const std::size_t end = end_of_value(json, at);
    if (is_it && at < json.size() && json[at] == '[') {
      const auto array = json.substr(at, end - at);
      return Items{array, items_in(array)};
    }
    at = behind_spaces(json, end);
    if (at < json.size() && json[at] == ',') at = behind_spaces(json, at + 1);
  }
  return std::nullopt;
}

}  // namespace fhir::json
