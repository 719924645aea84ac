#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace fhir::text {

/// UTF-8 text in capital and small letters, by Unicode's rules that do not depend on a language.
std::string upper(std::string_view text);
std::string lower(std::string_view text);

/// Appends a character, by its number in Unicode, as UTF-8.
void append_character(std::string& out, std::uint32_t point);

}  // namespace fhir::text
