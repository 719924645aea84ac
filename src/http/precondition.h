#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/interaction/interaction.h"
#include "fhir/result.h"
#include "src/http/message.h"

namespace setu::http {

/// "Sun, 06 Nov 1994 08:49:37 GMT", rounded down to the second. https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
std::string http_date(engine::Instant instant);

/// Reads an HTTP date in any of its three forms; nothing if it is none.
std::optional<engine::Instant> parse_http_date(std::string_view text);

/// Moves If-Match, If-None-Match, If-Modified-Since and If-Unmodified-Since from the request into the interaction.
/// https://hl7.org/fhir/R4/http.html#cread, https://hl7.org/fhir/R4/http.html#concurrency
///
/// A tag that cannot match any version is an Outcome (412) in If-Match, and means nothing in If-None-Match. A date that is
/// none, and several, are ignored, as HTTP has it. If-Match goes before If-Unmodified-Since, and If-None-Match before
/// If-Modified-Since. Times are kept to the end of their second, for Last-Modified says no more than the second.
fhir::Result<void> read_preconditions(const Request& request, engine::Interaction& interaction);

}  // namespace setu::http
