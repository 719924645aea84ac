#pragma once

#include <string>

#include "engine/interaction/interaction.h"
#include "fhir/result.h"
#include "src/http/message.h"
#include "src/http/settings.h"

namespace setu::http {

/// Whether its Content-Encoding is one that is read.
bool takes_encoding_of(const Request& request);

/// The body as it was before Content-Encoding. https://www.rfc-editor.org/rfc/rfc9110#section-8.4
fhir::Result<std::string> decoded_body(Request& request, const Limits& limits);

/// Whether the body is a form of parameters for an operation, which its URL could have as well; what takes a resource has none.
/// https://hl7.org/fhir/R4/http.html#summary
bool is_form_of_operation(const Request& request, const engine::operations::Operation* operation);

/// Reads the body of a create, update, patch, batch or transaction into the interaction, in an arena of its own, and tells batch
/// from transaction by Bundle.type. In a batch, an entry whose resource cannot be read fails on its own: what is wrong
/// with it is in `body_issues`, and the others are there. A patch that is no resource stays text, in `patch`. What is sent to
/// Binary in another form than FHIR's becomes one.
fhir::Result<void> read_body(Request& request, engine::Interaction& interaction, const Limits& limits);

}  // namespace setu::http
