#pragma once

#include <string>
#include <string_view>

namespace fhir::text {

/// UTF-8 text in capital and small letters, by Unicode's rules that do not depend on a language.
std::string upper(std::string_view text);
std::string lower(std::string_view text);

}  // namespace fhir::text
