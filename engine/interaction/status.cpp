#include "engine/interaction/interaction.h"

namespace engine {
namespace {

using fhir::Issue;
using fhir::IssueType;

Status status_of(const Issue& issue) {
  switch (issue.detail) {
    case Issue::Detail::version_mismatch: return Status::precondition_failed;
    case Issue::Detail::version_required: return Status::precondition_failed;
    case Issue::Detail::too_large: return Status::payload_too_large;
    case Issue::Detail::method_not_allowed: return Status::method_not_allowed;
    case Issue::Detail::not_acceptable: return Status::not_acceptable;
    case Issue::Detail::unsupported_media_type: return Status::unsupported_media_type;
    case Issue::Detail::uri_too_long: return Status::uri_too_long;
    case Issue::Detail::header_too_large: return Status::header_too_large;
    case Issue::Detail::bad_request: return Status::bad_request;
    case Issue::Detail::unprocessable: return Status::unprocessable;
    case Issue::Detail::none: break;
  }
  switch (issue.type) {
    case IssueType::invalid:
    case IssueType::structure:
    case IssueType::required:
    case IssueType::value: return Status::bad_request;
    case IssueType::invariant:
    case IssueType::code_invalid:
    case IssueType::extension:
    case IssueType::business_rule:
    case IssueType::processing: return Status::unprocessable;
    case IssueType::security:
    case IssueType::forbidden:
    case IssueType::suppressed: return Status::forbidden;
    case IssueType::login:
    case IssueType::unknown:
    case IssueType::expired: return Status::unauthorized;
    case IssueType::not_supported: return Status::bad_request;
    case IssueType::multiple_matches: return Status::precondition_failed;
    case IssueType::not_found: return Status::not_found;
    case IssueType::deleted: return Status::gone;
    case IssueType::duplicate:
    case IssueType::conflict: return Status::conflict;
    case IssueType::too_long: return Status::payload_too_large;
    case IssueType::too_costly: return Status::forbidden;
    case IssueType::throttled: return Status::too_many_requests;
    case IssueType::transient:
    case IssueType::lock_error:
    case IssueType::timeout: return Status::unavailable;
    case IssueType::no_store:
    case IssueType::exception:
    case IssueType::incomplete:
    case IssueType::informational: return Status::server_error;
  }
  return Status::server_error;
}

}  // namespace

/// The first error decides; a server's own failure outweighs what the client did wrong.
Status status_of(const fhir::Outcome& outcome) {
  Status status = Status::server_error;
  bool decided = false;
  for (const Issue& issue : outcome.issues) {
    if (issue.severity != fhir::Severity::error && issue.severity != fhir::Severity::fatal) continue;
    const Status own = status_of(issue);
    if (!decided || (own >= Status::server_error && status < Status::server_error)) status = own;
    decided = true;
  }
  return status;
}

Reply reply_of(fhir::Outcome outcome) {
  Reply reply;
  reply.status = status_of(outcome);
  reply.issues = std::move(outcome.issues);
  return reply;
}

}  // namespace engine
