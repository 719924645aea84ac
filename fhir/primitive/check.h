#pragma once

#include <string>
#include <string_view>

#include "fhir/model/descriptor.h"

namespace fhir {

/// True if `text`, which is valid UTF-8, is a value of this primitive type: the lexical rules of R4, calendar
/// days that exist, integers within 32 bits, and limits on size. https://hl7.org/fhir/R4/datatypes.html#primitive
///
/// Stricter than the specification where JSON and XML must agree: no control characters (XML cannot hold
/// them), no '+' before an integer, no string of white space only, and no decimal of 1e308 or more (JSON's readers
/// hold numbers as doubles), nor one with as many digits before its point.
/// For xhtml only the characters are checked here; fhir/xml/xhtml.h judges its markup.
bool valid(PrimitiveKind kind, std::string_view text);

/// Where `text`, which is valid UTF-8, first has a character that XML cannot hold; npos if it has none.
/// https://www.w3.org/TR/xml/#charsets
std::size_t unfit_for_xml(std::string_view text);

/// What a valid one looks like, to follow "expected": "a date such as 2024, 2024-05 or 2024-05-17".
std::string_view expected(PrimitiveKind kind);

/// A text as a string that JSON and XML can both hold: in the place of each character that they cannot stands U+FFFD. For what is
/// said of a text that may be anything.
std::string as_string(std::string_view text);

}  // namespace fhir
