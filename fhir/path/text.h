#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "fhir/path/value.h"

/// System values from and to their text. http://hl7.org/fhirpath/N1/#conversion
namespace fhir::path {

/// A whole number within 32 bits, with or without sign.
std::optional<std::int64_t> parse_integer(std::string_view text);

/// 4 days, 1.5 'mg', 3: a number and, if any, a calendar duration or a quoted UCUM unit. The unit points into
/// `text` or is constant.
std::optional<Quantity> parse_quantity(std::string_view text);

/// The calendar duration a word names, in the singular: "year" of "years"; else empty.
std::string_view calendar_unit(std::string_view word);

std::string to_text(const DateTime& value);
std::string to_text(const Time& value);
std::string to_text(const Quantity& value);

}  // namespace fhir::path
