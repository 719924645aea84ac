#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fhir::xml {

/// How deep a narrative's elements may be in one another, beside what the resource around them is.
constexpr std::uint32_t xhtml_depth_max = 128;

/// What is wrong with a narrative's markup, in a sentence; nothing if it is right: one well-formed `div` in the XHTML
/// namespace and nothing around it, of characters that XML can hold, of HTML's formatting elements and attributes only, without scripts, frames, forms or references that
/// run code. https://hl7.org/fhir/R4/narrative.html#xhtml
std::optional<std::string> check_xhtml(std::string_view div);

/// The same for a `div` that text begins with and goes on behind; `length` becomes its length in bytes.
std::optional<std::string> check_xhtml_prefix(std::string_view text, std::size_t& length);

/// Whether a `div` that is right shows anything: text that is more than white space, or an image.
/// https://hl7.org/fhir/R4/narrative.html#Narrative txt-2
bool has_content(std::string_view div);

/// What people read of a narrative's `div`: its text, with a space for each tag and comment.
std::string xhtml_text(std::string_view div);

}  // namespace fhir::xml
