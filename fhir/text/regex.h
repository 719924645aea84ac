#pragma once

#include <string>
#include <string_view>

#include "fhir/result.h"

/// Regular expressions as FHIRPath and the specification's own rules use them: Perl-like, by Unicode characters,
/// case-sensitive, '.' matching line ends too.
///
/// Patterns come from outside, so each match is limited to about 100 ms and 8 MiB; one that needs more is an issue
/// of type too_costly, one that is no pattern of type invalid. Patterns lately used in a thread stay compiled.
namespace fhir::text {

/// True if some part of `text` matches.
Result<bool> regex_finds(std::string_view pattern, std::string_view text);

/// True if `text` as a whole matches.
Result<bool> regex_matches(std::string_view pattern, std::string_view text);

/// `text` with every match replaced; in `substitution` $1 and ${name} stand for what a group matched.
Result<std::string> regex_replace(std::string_view pattern, std::string_view text, std::string_view substitution);

}  // namespace fhir::text
