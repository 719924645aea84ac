#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "fhir/arena.h"
#include "fhir/model/value.h"
#include "fhir/result.h"
#include "src/http/message.h"
#include "engine/interaction/route.h"

/// Binary in its own form rather than in one of FHIR's. https://hl7.org/fhir/R4/binary.html#rest
namespace setu::http {

/// Whether a read is of a Binary's content: neither Accept nor a parameter asks for a form of FHIR. The general names
/// application/json and application/xml do not.
bool wants_content(const Request& request, const engine::Route& route, const engine::Parameters& parameters);

/// Whether a body sent to Binary is content, rather than a Binary in a form of FHIR. Under a general name of JSON or XML it is the
/// latter if it is a Binary.
bool is_content(std::string_view content_type, std::string_view body);

/// A Binary with the content of a request, and the X-Security-Context it names; `id` may be empty.
fhir::Resource binary_of(const Request& request, std::string_view content, std::string_view id, fhir::Arena& arena);

/// What a Binary holds.
struct Content {
  std::string type;              ///< value of Content-Type
  std::string bytes;
  std::string security_context;  ///< value of X-Security-Context; may be empty
};

/// The content of a Binary in FHIR JSON; nothing if it is not one that can be served so.
std::optional<Content> content_of(std::string_view json);

}  // namespace setu::http
