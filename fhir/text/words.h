#pragma once

#include <functional>
#include <string_view>

/// The words of a text, as full-text searches look for them.
namespace fhir::text {

/// Calls `visit` for each word in its order, folded as fold() does. Where words begin and end is Unicode's rule, and a
/// dictionary's for scripts without spaces; signs and punctuation are no words. `text` is valid UTF-8.
/// https://unicode.org/reports/tr29/#Word_Boundaries
void each_word(std::string_view text, const std::function<void(std::string_view)>& visit);

}  // namespace fhir::text
