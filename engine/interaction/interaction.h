#pragma once

#include <cstdint>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fhir/arena.h"
#include "fhir/model/value.h"
#include "fhir/outcome.h"

namespace engine {

/// What a request asks for, free of HTTP. https://hl7.org/fhir/R4/http.html
enum class Action : std::uint8_t {
  capabilities, read, vread, create, update, patch, remove, history_instance, history_type, history_system,
  search_type, search_system, batch, transaction, operation,
};

/// A search or history parameter as the client wrote it, percent-decoded: {"name:exact", "Peter"}.
struct Parameter {
  std::string name;
  std::string value;
};
using Parameters = std::vector<Parameter>;

/// https://hl7.org/fhir/R4/http.html#ops
enum class Return : std::uint8_t { unspecified, minimal, representation, operation_outcome };
/// https://hl7.org/fhir/R4/search.html#errors
enum class Handling : std::uint8_t { strict, lenient };
/// https://hl7.org/fhir/R4/search.html#summary
enum class Summary : std::uint8_t { none, yes, text, data, count };

/// How a patch is written. https://hl7.org/fhir/R4/http.html#patch
enum class PatchForm : std::uint8_t { fhirpath, json, xml };

/// Point in time with millisecond meaning, as meta.lastUpdated carries it.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;

/// What stands for a version where any will do, as long as there is one: "If-Match: *".
constexpr std::uint32_t any_version = 0;

/// No answer is longer than this, in bytes of what is stored: what would be is refused, or asked for in parts.
constexpr std::size_t reply_bytes_max = std::size_t{64} << 20;

/// A request to be done once however often it is sent, as Idempotency-Key asks for. The key is one of the tenant's.
/// https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
struct Once {
  std::string key;
  std::string request;                ///< a digest of what is asked; another request under the same key is refused
  std::chrono::seconds lifetime{0};   ///< how long the answer is kept
  std::int32_t part = 0;              ///< n for the nth entry of a batch
};

namespace operations {
struct Operation;
}

/// A request as the specification names it; the edge makes one of every HTTP request, a bundle's entries
/// become more of them. The body lives in `arena`, which the interaction keeps alive.
struct Interaction {
  Action action = Action::capabilities;
  std::int32_t tenant = 0;                 ///< number of the tenant, see store/tenant
  const fhir::Descriptor* type = nullptr;  ///< resource type; null at system level
  std::string id;                          ///< logical id; empty where the client left it to the server
  std::optional<std::uint32_t> version;    ///< of vread
  /// Of a search in a compartment: the resource whose it is. https://hl7.org/fhir/R4/http.html#vsearch
  const fhir::Descriptor* compartment = nullptr;
  std::string compartment_id;
  Parameters parameters;                   ///< of search and history; of conditional update, patch and delete: the criteria
  bool conditional = false;                ///< update, patch or remove selected by `parameters`, not by `id`

  const operations::Operation* operation = nullptr;  ///< of Action::operation

  fhir::Resource body;                     ///< of create, update, batch, transaction; of a FHIRPath Patch: the Parameters
  /// What reading a batch's text found wrong inside its entries: each such entry fails on its own. Of an operation: what
  /// reading the body found wrong, which is what $validate is asked to tell.
  fhir::Issues body_issues;

  PatchForm patch_form = PatchForm::fhirpath;
  std::string patch;                           ///< text of a JSON Patch or XML Patch

  std::optional<std::uint32_t> if_match;       ///< expected current version, or any_version
  std::vector<std::uint32_t> if_none_match;    ///< the client has these versions already; of what writes: not over these
  bool if_none_match_any = false;              ///< "If-None-Match: *": only if there is none yet
  std::optional<Instant> if_modified_since;
  std::optional<Instant> if_unmodified_since;  ///< only if what is there is no newer
  std::optional<Parameters> if_none_exist;     ///< conditional create

  std::optional<Once> once;                    ///< of what writes: Idempotency-Key

  Return prefer_return = Return::unspecified;
  Handling handling = Handling::strict;
  Summary summary = Summary::none;
  std::vector<std::string> elements;           ///< _elements

  std::string base;  ///< service base URL the client used, without a trailing slash
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();

  std::shared_ptr<fhir::Arena> arena;

  /// True if it is for one version: another than this is no reason to try again.
  bool names_version() const { return if_match && *if_match != any_version; }
};

/// How an interaction ended, numbered as HTTP and Bundle.entry.response.status have it.
enum class Status : std::uint16_t {
  ok = 200, created = 201, accepted = 202, no_content = 204, not_modified = 304,
  bad_request = 400, unauthorized = 401, forbidden = 403, not_found = 404, method_not_allowed = 405,
  not_acceptable = 406, request_timeout = 408, conflict = 409, gone = 410, precondition_failed = 412,
  payload_too_large = 413, uri_too_long = 414, unsupported_media_type = 415, unprocessable = 422,
  too_many_requests = 429, header_too_large = 431, server_error = 500, not_implemented = 501, unavailable = 503,
};

/// The answer to an interaction: a resource as FHIR JSON bytes ready to send, or issues.
struct Reply {
  Status status = Status::ok;
  const fhir::Descriptor* type = nullptr;   ///< of the resource that was read or written
  std::string id;                           ///< of that resource
  std::uint32_t version = 0;                ///< 0: none; becomes ETag W/"n"
  std::optional<Instant> last_updated;      ///< becomes Last-Modified
  bool location = false;                    ///< name the version's URL in Location
  std::string body;                         ///< FHIR JSON; empty where there is none
  fhir::Issues issues;                      ///< answered as OperationOutcome where `body` is empty and there are any
  bool unfinished = false;                  ///< part of it failed on the server's side: asked again, it may be done
};

/// The status an outcome answers with: one table for HTTP and for entries of a bundle.
Status status_of(const fhir::Outcome& outcome);

/// A reply that carries only issues.
Reply reply_of(fhir::Outcome outcome);

}  // namespace engine
