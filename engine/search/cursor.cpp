#include "engine/search/cursor.h"

#include <array>
#include <cstring>

#include "fhir/text/fold.h"

namespace engine::search {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t text_max = 8192;

/// https://www.rfc-editor.org/rfc/rfc4648#section-5, without padding
std::string to_base64url(std::string_view bytes) {
  std::string text;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6) text += alphabet[bits >> (count - 6) & 63];
  }
  if (count > 0) text += alphabet[bits << (6 - count) & 63];
  return text;
}

bool from_base64url(std::string_view text, std::string& bytes) {
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const auto value = alphabet.find(c);
    if (value == std::string_view::npos) return false;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 255);
  }
  // One text for each cursor: nothing is left over but zeros that fill the last letter.
  return count < 6 && (bits & ((1u << count) - 1)) == 0;
}

template <class T>
void put(std::string& bytes, T value) {
  for (std::size_t i = 0; i < sizeof(T); ++i) bytes += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i) & 255);
}

template <class T>
bool take(std::string_view& bytes, T& value) {
  if (bytes.size() < sizeof(T)) return false;
  std::uint64_t read = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) read |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  value = static_cast<T>(read);
  bytes.remove_prefix(sizeof(T));
  return true;
}

enum class Tag : std::uint8_t { number = 1, text = 2 };

bool read(std::string_view letters, Cursor& cursor) {
  std::string decoded;
  if (letters.size() > text_max || !from_base64url(letters, decoded)) return false;
  std::string_view bytes = decoded;
  if (!take(bytes, cursor.fingerprint) || !take(bytes, cursor.type) || !take(bytes, cursor.key)) return false;
  while (!bytes.empty()) {
    std::uint8_t tag = 0;
    take(bytes, tag);
    if (tag == static_cast<std::uint8_t>(Tag::number)) {
      std::int64_t number = 0;
      if (!take(bytes, number)) return false;
      cursor.values.emplace_back(number);
    } else if (tag == static_cast<std::uint8_t>(Tag::text)) {
      std::uint16_t length = 0;
      if (!take(bytes, length) || bytes.size() < length) return false;
      const auto text = bytes.substr(0, length);
      if (!fhir::text::is_valid_utf8(text) || text.find('\0') != std::string_view::npos) return false;
      cursor.values.emplace_back(std::string(text));
      bytes.remove_prefix(length);
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace

std::string to_text(const Cursor& cursor) {
  std::string bytes;
  put(bytes, cursor.fingerprint);
  put(bytes, cursor.type);
  put(bytes, cursor.key);
  for (const auto& value : cursor.values) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      put(bytes, static_cast<std::uint8_t>(Tag::number));
      put(bytes, *number);
    } else {
      const auto& text = std::get<std::string>(value);
      put(bytes, static_cast<std::uint8_t>(Tag::text));
      put(bytes, static_cast<std::uint16_t>(text.size()));
      bytes += text;
    }
  }
  return to_base64url(bytes);
}

fhir::Result<Cursor> cursor_of(std::string_view text, std::int64_t fingerprint) {
  Cursor cursor;
  if (read(text, cursor) && cursor.fingerprint == fingerprint) return cursor;
  return fhir::Outcome(fhir::IssueType::value, fhir::Issue::Detail::bad_request,
                       "The _cursor is not one that this search was given; follow the link \"next\" as it stands, or search anew without it.");
}

}  // namespace engine::search
