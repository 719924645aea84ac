#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace engine::search {

/// The pieces of a search value between unescaped separators, still escaped: "a\,b,c" at ',' is "a\,b" and "c".
/// https://hl7.org/fhir/R4/search.html#escaping
std::vector<std::string_view> split(std::string_view value, char separator);

/// The first backslash that stands before none of these, with what follows it; empty if there is none. "The parameter value
/// xx\xx is illegal." https://hl7.org/fhir/R4/search.html#escaping
std::string_view wrong_escape(std::string_view value);

/// A piece with "\,", "\|", "\$" and "\\" as the characters they stand for.
std::string unescape(std::string_view piece);

}  // namespace engine::search
