#pragma once

#include <string>
#include <string_view>

#include "engine/interaction/interaction.h"
#include "src/http/binary.h"
#include "src/http/interaction.h"
#include "src/http/message.h"
#include "src/http/settings.h"

namespace setu::http {

/// A reply as HTTP: its status, its resource or issues in the form that was asked for, and the headers that follow from them.
/// https://hl7.org/fhir/R4/http.html
///
/// Answers are not to be stored by caches, for they hold patients' data; an application that keeps a version itself can still
/// ask with its ETag whether there is a newer one.
Response response_of(engine::Reply reply, const Presentation& presentation, std::string_view base);

/// The same of a Binary that was read, with its content as the body. https://hl7.org/fhir/R4/binary.html#security
Response response_of(engine::Reply reply, Content content, std::string_view base);

/// An answer that is issues alone.
Response response_of(engine::Status status, const fhir::Outcome& outcome, const Presentation& presentation);

/// Compresses the body if the client takes Brotli or gzip and it is worth it.
void compress(Response& response, const Request& request, const Settings& settings);

}  // namespace setu::http
