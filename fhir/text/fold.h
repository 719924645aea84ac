#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Texts as people compare them. This folder is ICU's only door.
namespace fhir::text {

/// True if `text` is well-formed UTF-8: no overlong forms, surrogates or values past U+10FFFF.
bool is_valid_utf8(std::string_view text);

/// `text` as string searches compare it: without case, accents and other combining marks, compatibility forms
/// resolved (ﬁ is fi), æ, ø, ł, ß and their like as ae, o, l, ss, without punctuation, runs of white space one space, none at the ends. "  Ångström\tO’Neil-Smith" is
/// "angstrom oneil smith".
/// Folding what is folded changes nothing. https://hl7.org/fhir/R4/search.html#string
///
/// `text` is valid UTF-8. At most `bytes_max` bytes come back, cut at a character, whatever came in; a long text
/// is not read much further than that.
std::string fold(std::string_view text, std::size_t bytes_max = 1024 * 1024);

/// The same with its punctuation, which a word may have within: "3.5", "patient's".
std::string fold_word(std::string_view word, std::size_t bytes_max);

/// The longest beginning of `text` of at most `bytes_max` bytes that ends with a whole character.
std::string_view cut(std::string_view text, std::size_t bytes_max);

}  // namespace fhir::text
