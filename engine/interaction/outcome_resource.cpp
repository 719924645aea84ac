#include "engine/interaction/outcome_resource.h"

#include "fhir/json/write.h"
#include "fhir/primitive/check.h"
#include "fhir/r4/operation_outcome.h"

namespace engine {
namespace {

void describe(const fhir::Issue& issue, fhir::r4::OperationOutcome::Issue& out, fhir::Arena& arena) {
  out.severity.set(fhir::code_of(issue.severity));
  out.code.set(fhir::code_of(issue.type));
  if (!issue.text.empty()) out.diagnostics.set(arena.copy(fhir::as_string(issue.text)));
  if (issue.line != 0) {
    // Location is where the text was; `expression` where the element is. https://hl7.org/fhir/R4/operationoutcome-definitions.html
    out.location.add(arena).set(
        arena.copy("line " + std::to_string(issue.line) + ", column " + std::to_string(issue.column)));
  }
  // A parameter of the request is no element: "http.name:exact".
  const bool is_parameter = issue.expression.starts_with("http.");
  if (is_parameter) out.location.add(arena).set(arena.copy(fhir::as_string(issue.expression)));
  if (!issue.expression.empty() && !is_parameter) out.expression.add(arena).set(arena.copy(fhir::as_string(issue.expression)));
}

}  // namespace

fhir::Resource outcome_resource(const fhir::Issues& issues, fhir::Arena& arena) {
  auto* outcome = arena.make<fhir::r4::OperationOutcome>();
  for (const fhir::Issue& issue : issues) describe(issue, outcome->issue.add(arena), arena);
  if (issues.empty()) {
    const fhir::Issue fine{fhir::Severity::information, fhir::IssueType::informational, "All OK.", {}};
    describe(fine, outcome->issue.add(arena), arena);
  }
  return {&fhir::r4::OperationOutcome::descriptor, outcome};
}

std::string outcome_json(const fhir::Issues& issues) {
  fhir::Arena arena;
  std::string json;
  fhir::json::write(outcome_resource(issues, arena), json);
  return json;
}

}  // namespace engine
