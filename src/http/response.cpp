#include "src/http/response.h"

#include <algorithm>

#include "engine/interaction/outcome_resource.h"
#include "engine/interaction/url.h"
#include "fhir/json/indent.h"
#include "fhir/json/write.h"
#include "fhir/xml/transcribe.h"
#include "fhir/xml/write.h"
#include "src/http/brotli.h"
#include "src/http/gzip.h"
#include "src/http/precondition.h"

namespace setu::http {
namespace {

using engine::Reply;
using engine::Status;

fhir::json::Style style_of(const Presentation& presentation) { return presentation.pretty ? fhir::json::Style::pretty : fhir::json::Style::compact; }

/// An answer as it goes out.
struct Written {
  std::string text;
  Form form;
};

fhir::Outcome no_room(const Presentation& presentation, const Room& room) {
  const std::string most = std::to_string(room.bytes >> 20) + " MiB";
  return {fhir::IssueType::too_costly, fhir::Issue::Detail::too_large,
          presentation.pretty ? "With its indentation the answer would have more than " + most + "; leave out _pretty, or ask for fewer at once, as with _count."
                              : "In XML the answer would have more than " + most + "; ask for JSON, or for fewer at once, as with _count."};
}

fhir::Result<std::string> indented(const std::string& json, const Presentation& presentation, const Room& room) {
  std::string text;
  if (fhir::json::indent(json, text, room.bytes)) return text;
  if (room.done) return json;
  return no_room(presentation, room);
}

fhir::Result<Written> as_xml(std::string json, const Presentation& presentation, const Room& room) {
  // What the server made or stored was checked before; its size is not limited by what a client may send.
  constexpr fhir::json::Limits limits{1024, 100'000'000, 1024 * 1024 * 1024};
  std::string text;
  TRY(const bool fits, fhir::xml::transcribe(json, text, style_of(presentation), room.bytes, limits));
  if (fits) return Written{std::move(text), presentation.form};
  if (!room.done) return no_room(presentation, room);
  text.clear();
  TRY(const bool fits_compact, fhir::xml::transcribe(json, text, fhir::json::Style::compact, room.bytes * Room::xml_factor, limits));
  if (fits_compact) return Written{std::move(text), presentation.form};
  return Written{std::move(json), Form{}};
}

/// FHIR JSON in another form. What is stored is what is served, so JSON as it is costs nothing.
fhir::Result<Written> presented(std::string json, const Presentation& presentation, const Room& room) {
  if (presentation.form.format == Format::xml) return as_xml(std::move(json), presentation, room);
  if (!presentation.pretty) return Written{std::move(json), presentation.form};
  TRY(std::string text, indented(json, presentation, room));
  return Written{std::move(text), presentation.form};
}

bool says_store_failed(const fhir::Issues& issues) {
  return std::any_of(issues.begin(), issues.end(), [](const fhir::Issue& issue) {
    return issue.type == fhir::IssueType::transient || issue.type == fhir::IssueType::no_store || issue.type == fhir::IssueType::lock_error;
  });
}

void put_outcome(Response& response, const fhir::Issues& issues, const Presentation& presentation) {
  fhir::Arena arena;
  response.body.clear();
  const fhir::Resource outcome = engine::outcome_resource(issues, arena);
  if (presentation.form.format == Format::json) fhir::json::write(outcome, response.body, style_of(presentation));
  else fhir::xml::write(outcome, response.body, style_of(presentation));
  response.set("Content-Type", content_type_of(presentation.form));
}

}  // namespace

Response response_of(Status status, const fhir::Outcome& outcome, const Presentation& presentation) {
  Reply reply;
  reply.status = status;
  reply.issues = outcome.issues;
  return response_of(std::move(reply), presentation, {});
}

Response response_of(Reply reply, const Presentation& presentation, std::string_view base, const Room& room) {
  Response response;
  response.status = static_cast<int>(reply.status);
  response.store_failed = response.status >= 500 && says_store_failed(reply.issues);
  const bool bodiless = reply.status == Status::no_content || reply.status == Status::not_modified;

  if (!bodiless && !reply.body.empty()) {
    auto body = presented(std::move(reply.body), presentation, room);
    if (!body && body.outcome().issues.front().detail == fhir::Issue::Detail::too_large) return response_of(Status::payload_too_large, body.outcome(), presentation);
    if (!body) {
      const fhir::Outcome outcome(fhir::IssueType::exception, "The server could not put its answer in the form that was asked for.");
      return response_of(Status::server_error, outcome, presentation);
    }
    response.body = std::move(body->text);
    response.set("Content-Type", content_type_of(body->form));
  } else if (!bodiless && !reply.issues.empty()) {
    put_outcome(response, reply.issues, presentation);
  }

  if (reply.version != 0) response.set("ETag", engine::etag_of(reply.version));
  if (reply.last_updated) response.set("Last-Modified", http_date(*reply.last_updated));
  if (reply.location && reply.type != nullptr) {
    std::string location(base);
    location.append("/").append(reply.type->name).append("/").append(reply.id);
    location.append("/_history/").append(std::to_string(reply.version));
    response.set("Location", std::move(location));
  }
  const bool passes = reply.status == Status::conflict && !reply.issues.empty() && reply.issues.front().type == fhir::IssueType::lock_error;
  if (passes || reply.status == Status::unavailable || reply.status == Status::too_many_requests) response.set("Retry-After", "1");
  response.set("Cache-Control", "no-store");
  response.set("Vary", "Accept, Accept-Encoding");
  return response;
}

Response response_of(Reply reply, Content content, std::string_view base) {
  reply.body.clear();
  Response response = response_of(std::move(reply), Presentation{}, base);
  response.body = std::move(content.bytes);
  response.set("Content-Type", std::move(content.type));
  if (!content.security_context.empty()) response.set("X-Security-Context", std::move(content.security_context));
  return response;
}

void compress(Response& response, const Request& request, const Settings& settings) {
  if (settings.compression_level == 0 || response.body.size() < settings.compressed_bytes_min) return;
  switch (encoding_of(request.list("Accept-Encoding"))) {
    case Encoding::identity: return;
    case Encoding::gzip:
      response.body = gzip(response.body, settings.compression_level);
      response.set("Content-Encoding", "gzip");
      return;
    case Encoding::brotli:
      response.body = brotli(response.body, settings.compression_level);
      response.set("Content-Encoding", "br");
      return;
  }
}

}  // namespace setu::http
