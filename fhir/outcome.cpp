#include "fhir/outcome.h"

#include <algorithm>

namespace fhir {

std::string_view code_of(IssueType type) {
  constexpr std::string_view codes[] = {
      "invalid", "structure", "required", "value", "invariant",
      "security", "login", "unknown", "expired", "forbidden", "suppressed",
      "processing", "not-supported", "duplicate", "multiple-matches", "not-found", "deleted", "too-long",
      "code-invalid", "extension", "too-costly", "business-rule", "conflict",
      "transient", "lock-error", "no-store", "exception", "timeout", "incomplete", "throttled",
      "informational",
  };
  return codes[static_cast<std::size_t>(type)];
}

std::string_view code_of(Severity severity) {
  constexpr std::string_view codes[] = {"fatal", "error", "warning", "information"};
  return codes[static_cast<std::size_t>(severity)];
}

bool has_errors(const Issues& issues) {
  return std::any_of(issues.begin(), issues.end(),
                     [](const Issue& issue) { return issue.severity <= Severity::error; });
}

std::string to_text(const Outcome& outcome) {
  std::string text;
  for (const Issue& issue : outcome.issues) {
    text += code_of(issue.severity);
    if (issue.line != 0) text += " at line " + std::to_string(issue.line) + ", column " + std::to_string(issue.column);
    if (!issue.expression.empty()) text += " in " + issue.expression;
    text += ": " + issue.text + "\n";
  }
  return text;
}

}  // namespace fhir
