#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/interaction/interaction.h"
#include "src/http/binary.h"
#include "src/http/interaction.h"
#include "src/http/message.h"
#include "src/http/settings.h"

namespace setu::http {

/// What an answer may have in the form that it is written in, which may be many times what is stored.
struct Room {
  std::size_t bytes = engine::reply_bytes_max;
  /// It tells of what has been done, and a refusal would look as if it had not: where there is no room it goes without
  /// indentation, in XML with xml_factor times the room, and past that as JSON.
  bool done = false;

  static constexpr std::size_t xml_factor = 4;
};

/// A reply as HTTP: its status, its resource or issues in the form that was asked for, and the headers that follow from them.
/// https://hl7.org/fhir/R4/http.html
///
/// Answers are not to be stored by caches, for they hold patients' data; an application that keeps a version itself can still
/// ask with its ETag whether there is a newer one.
///
/// What has no room as XML or with indentation is a 413, found out before it is written whole. JSON as it is stored always has.
Response response_of(engine::Reply reply, const Presentation& presentation, std::string_view base, const Room& room = {});

/// The same of a Binary that was read, with its content as the body. https://hl7.org/fhir/R4/binary.html#security
Response response_of(engine::Reply reply, Content content, std::string_view base);

/// An answer that is issues alone.
Response response_of(engine::Status status, const fhir::Outcome& outcome, const Presentation& presentation);

/// Compresses the body if the client takes Brotli or gzip and it is worth it.
void compress(Response& response, const Request& request, const Settings& settings);

}  // namespace setu::http
