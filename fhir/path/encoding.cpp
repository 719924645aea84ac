#include "fhir/path/encoding.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "fhir/path/token.h"

namespace fhir::path {
namespace {

constexpr std::string_view hexadecimal = "0123456789abcdef";
constexpr std::string_view base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view base64_of_urls = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

struct Entity {
  char character;
  std::string_view text;
};
constexpr Entity entities[] = {{'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}, {'&', "&amp;"}};
constexpr Entity json_escapes[] = {{'"', "\\\""}, {'\\', "\\\\"}, {'\n', "\\n"}, {'\r', "\\r"}, {'\t', "\\t"}, {'\f', "\\f"}, {'\b', "\\b"}, {'/', "\\/"}};

std::string to_base64(std::string_view text, std::string_view alphabet) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); at += 3) {
    std::uint32_t bits = 0;
    for (std::size_t next = at; next < at + 3; ++next) bits = bits << 8 | (next < text.size() ? static_cast<unsigned char>(text[next]) : 0);
    const std::size_t digits = std::min<std::size_t>(3, text.size() - at) + 1;
    for (std::size_t digit = 0; digit < 4; ++digit) out += digit < digits ? alphabet[bits >> (18 - 6 * digit) & 63] : '=';
  }
  return out;
}

std::optional<std::string> from_base64(std::string_view text, std::string_view alphabet) {
  for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
  if (text.size() % 4 == 1) return {};
  std::array<int, 256> digits;
  digits.fill(-1);
  for (std::size_t digit = 0; digit < alphabet.size(); ++digit) digits[static_cast<unsigned char>(alphabet[digit])] = static_cast<int>(digit);
  std::string out;
  out.reserve(text.size() / 4 * 3 + 2);
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    const int digit = digits[static_cast<unsigned char>(c)];
    if (digit < 0) return {};
    bits = bits << 6 | static_cast<std::uint32_t>(digit);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out += static_cast<char>(bits >> held & 0xFF);
  }
  return out;
}

std::string to_hex(std::string_view text) {
  std::string out;
  for (const char c : text) {
    out += hexadecimal[static_cast<unsigned char>(c) >> 4];
    out += hexadecimal[c & 15];
  }
  return out;
}

std::optional<std::string> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return {};
  std::string out;
  for (std::size_t at = 0; at < text.size(); at += 2) {
    const auto digit = [](char c) { return hexadecimal.find(c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c); };
    const std::size_t high = digit(text[at]), low = digit(text[at + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return {};
    out += static_cast<char>(high << 4 | low);
  }
  return out;
}

/// Whether the bytes are UTF-8 without U+0000, which no text of FHIR holds.
bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto first = static_cast<unsigned char>(text[at]);
    const std::size_t length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first == 0 || (first >= 0x80 && first < 0xC2) || first > 0xF4 || at + length > text.size()) return false;
    std::uint32_t character = length == 1 ? first : first & (0xFFu >> (length + 1));
    for (std::size_t next = 1; next < length; ++next) {
      if ((text[at + next] & 0xC0) != 0x80) return false;
      character = character << 6 | (text[at + next] & 0x3Fu);
    }
    constexpr std::array<std::uint32_t, 5> least = {0, 0, 0x80, 0x800, 0x10000};
    if (character < least[length] || character > 0x10FFFF || (character >= 0xD800 && character < 0xE000)) return false;
    at += length;
  }
  return true;
}

template <std::size_t count>
std::string with_entities(std::string_view text, const Entity (&table)[count], bool all) {
  std::string out;
  for (const char c : text) {
    const auto found = std::find_if(std::begin(table), std::end(table), [c](const Entity& one) { return one.character == c; });
    // '/' needs no escape, though one is read.
    if (found == std::end(table) || (!all && c == '/')) out += c;
    else out += found->text;
  }
  return out;
}

template <std::size_t count>
std::string without_entities(std::string_view text, const Entity (&table)[count]) {
  std::string out;
  while (!text.empty()) {
    const auto found = std::find_if(std::begin(table), std::end(table), [text](const Entity& one) { return text.starts_with(one.text); });
    out += found == std::end(table) ? text[0] : found->character;
    text.remove_prefix(found == std::end(table) ? 1 : found->text.size());
  }
  return out;
}

/// JSON's \u and its short escapes are those of FHIRPath's own strings.
std::optional<std::string> from_json(std::string_view text) {
  if (text.find('\'') == std::string_view::npos && text.find("\\u") != std::string_view::npos) {
    const std::string quoted = '\'' + without_entities(text, {{'\b', "\\b"}}) + '\'';
    auto token = Tokens(quoted).next();
    return token ? std::optional(std::move(token->text)) : std::nullopt;
  }
  return without_entities(text, json_escapes);
}

}  // namespace

std::optional<std::string> bytes_of_base64(std::string_view text) {
  std::string digits(text);
  std::erase_if(digits, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
  return from_base64(digits, base64);
}

std::optional<std::string> encoded(std::string_view text, std::string_view form) {
  if (form == "hex") return to_hex(text);
  if (form == "base64") return to_base64(text, base64);
  if (form == "urlbase64") return to_base64(text, base64_of_urls);
  return {};
}

std::optional<std::string> decoded(std::string_view text, std::string_view form) {
  std::optional<std::string> out;
  if (form == "hex") out = from_hex(text);
  if (form == "base64") out = from_base64(text, base64);
  if (form == "urlbase64") out = from_base64(text, base64_of_urls);
  return out && is_utf8(*out) ? out : std::nullopt;
}

std::optional<std::string> escaped(std::string_view text, std::string_view form) {
  if (form == "html") return with_entities(text, entities, true);
  if (form == "json") return with_entities(text, json_escapes, false);
  return {};
}

std::optional<std::string> unescaped(std::string_view text, std::string_view form) {
  if (form == "html") return without_entities(text, entities);
  if (form == "json") return from_json(text);
  return {};
}

}  // namespace fhir::path
