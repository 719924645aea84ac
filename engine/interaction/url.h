#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/interaction/interaction.h"
#include "fhir/result.h"

namespace engine {

/// Undoes percent-encoding. A '%' without two hexadecimal digits, a NUL, and what is not UTF-8 afterwards are an Outcome
/// (400). `what` is what the text is to the client, such as "The query". https://www.rfc-editor.org/rfc/rfc3986#section-2.1
fhir::Result<std::string> percent_decoded(std::string_view text, std::string_view what);

/// What of a URL stands behind the service base URL, without slashes before it; the whole where it is relative to it already.
std::string_view behind_base(std::string_view url, std::string_view base);

/// Reads what stands behind '?' in a URL, or a form (application/x-www-form-urlencoded): "name=a%20b&gender=male" in
/// order, '+' as a space. More than `count_max` parameters are an Outcome (400).
/// https://url.spec.whatwg.org/#urlencoded-parsing
fhir::Result<Parameters> parse_query(std::string_view text, std::size_t count_max);

/// Reads the criteria of a conditional create, which are "just what is in the URL following the ?"; a client that sends the
/// whole URL is understood. https://hl7.org/fhir/R4/http.html#ccreate
fhir::Result<Parameters> parse_criteria_text(std::string_view text, std::size_t count_max);

/// `text` as part of a URL: all but letters, digits and "-._~" as %XX.
std::string percent_encoded(std::string_view text);

/// Parameters as parse_query() reads them back.
std::string to_query(const Parameters& parameters);

/// The version of an entity tag, W/"3" or "3"; nothing if it is none that this server gives.
/// https://hl7.org/fhir/R4/http.html#versioning
std::optional<std::uint32_t> version_of_etag(std::string_view tag);

/// The entity tags of a list, as they are written; a comma within quotes belongs to its tag.
/// https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3
std::vector<std::string_view> etags_of(std::string_view list);

/// The versions of a list of entity tags, without those that this server does not give.
std::vector<std::uint32_t> versions_of_etags(std::string_view list);

/// The version that If-Match names: that of an entity tag, or any_version of "*".
/// https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1
std::optional<std::uint32_t> version_to_match(std::string_view tag);

/// W/"3"
std::string etag_of(std::uint32_t version);

}  // namespace engine
