#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/interaction/interaction.h"
#include "fhir/result.h"

namespace setu::http {

/// Undoes percent-encoding. A '%' without two hexadecimal digits, a NUL, and what is not UTF-8 afterwards are an Outcome
/// (400). `what` is what the text is to the client, such as "The query". https://www.rfc-editor.org/rfc/rfc3986#section-2.1
fhir::Result<std::string> percent_decoded(std::string_view text, std::string_view what);

/// Reads what stands behind '?' in a URL, or a form (application/x-www-form-urlencoded): "name=a%20b&gender=male" in
/// order, '+' as a space. More than `count_max` parameters are an Outcome (400).
/// https://url.spec.whatwg.org/#urlencoded-parsing
fhir::Result<engine::Parameters> parse_query(std::string_view text, std::size_t count_max);

/// `text` as part of a URL: all but letters, digits and "-._~" as %XX.
std::string percent_encoded(std::string_view text);

}  // namespace setu::http
