#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fhir {

/// https://hl7.org/fhir/R4/valueset-issue-severity.html
enum class Severity : std::uint8_t { fatal, error, warning, information };

/// https://hl7.org/fhir/R4/valueset-issue-type.html; spelled with '_' where FHIR has '-'.
enum class IssueType : std::uint8_t {
  invalid, structure, required, value, invariant,
  security, login, unknown, expired, forbidden, suppressed,
  processing, not_supported, duplicate, multiple_matches, not_found, deleted, too_long,
  code_invalid, extension, too_costly, business_rule, conflict,
  transient, lock_error, no_store, exception, timeout, incomplete, throttled,
  informational,
};

/// FHIR's spelling of an issue type: `IssueType::not_found` is "not-found".
std::string_view code_of(IssueType type);
std::string_view code_of(Severity severity);

/// One thing to say about what was asked or sent; becomes OperationOutcome.issue.
/// https://hl7.org/fhir/R4/operationoutcome.html
struct Issue {
  Severity severity = Severity::error;
  IssueType type = IssueType::invalid;
  /// What is wrong and how to mend it, in one or two sentences, without the patient's own data.
  std::string text;
  /// FHIRPath of the element, such as "Patient.name[0].family"; empty where there is none.
  std::string expression;
  /// Position in the text that was read, counted from 1; 0 where there is none.
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  /// A refinement that maps to its own HTTP status where the type alone does not say enough.
  enum class Detail : std::uint8_t {
    none, version_mismatch, version_required, too_large, method_not_allowed, not_acceptable, unsupported_media_type,
    uri_too_long, header_too_large, bad_request, unprocessable,
  } detail = Detail::none;
};

using Issues = std::vector<Issue>;

/// What went wrong, start to end in one shape: never empty when it stands for a failure.
struct Outcome {
  Issues issues;

  Outcome() = default;
  explicit Outcome(Issues all) : issues(std::move(all)) {}
  Outcome(IssueType type, std::string text, std::string expression = {}) {
    issues.push_back({Severity::error, type, std::move(text), std::move(expression)});
  }
  Outcome(IssueType type, Issue::Detail detail, std::string text, std::string expression = {}) {
    issues.push_back({Severity::error, type, std::move(text), std::move(expression)});
    issues.back().detail = detail;
  }
};

/// True if any of the issues is an error or fatal.
bool has_errors(const Issues& issues);

/// All issues as lines for a terminal: severity, place, text.
std::string to_text(const Outcome& outcome);

}  // namespace fhir
