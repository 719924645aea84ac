#pragma once

#include <string_view>

#include "engine/interaction/interaction.h"

namespace setu::http {

/// What a client prefers; what it does not say has the value of engine::Interaction.
struct Preference {
  engine::Return return_ = engine::Return::unspecified;
  engine::Handling handling = engine::Handling::strict;
  bool respond_async = false;
};

/// Reads Prefer: "return=minimal, handling=lenient". The first of a name counts; what is not known is ignored, as the RFC
/// has it. https://hl7.org/fhir/R4/http.html#ops, https://www.rfc-editor.org/rfc/rfc7240
Preference parse_preference(std::string_view prefer);

}  // namespace setu::http
