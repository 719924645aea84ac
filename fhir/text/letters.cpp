#include "fhir/text/letters.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>

namespace fhir::text {

std::string upper(std::string_view text) {
  std::string out;
  icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())}).toUpper(icu::Locale::getRoot()).toUTF8String(out);
  return out;
}

std::string lower(std::string_view text) {
  std::string out;
  icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())}).toLower(icu::Locale::getRoot()).toUTF8String(out);
  return out;
}

void append_character(std::string& out, std::uint32_t point) {
  const auto rest = [&](int shift) { out += static_cast<char>(0x80 | (point >> shift & 0x3F)); };
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xC0 | point >> 6);
    rest(0);
  } else if (point < 0x10000) {
    out += static_cast<char>(0xE0 | point >> 12);
    rest(6), rest(0);
  } else {
    out += static_cast<char>(0xF0 | point >> 18);
    rest(12), rest(6), rest(0);
  }
}

}  // namespace fhir::text
