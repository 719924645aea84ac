#include "src/command/print.h"

#include <cstdio>

#include "fhir/json/tree.h"

namespace setu::command {

void print(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

void complain(const fhir::Outcome& outcome) {
  for (const fhir::Issue& issue : outcome.issues) {
    std::string line = issue.text;
    if (!issue.expression.empty()) line = issue.expression + ": " + line;
    if (issue.line != 0) line += " (line " + std::to_string(issue.line) + ", column " + std::to_string(issue.column) + ")";
    complain(line);
  }
}

void complain(std::string_view text) { std::fprintf(stderr, "setu: %.*s\n", static_cast<int>(text.size()), text.data()); }

std::string json_text(std::string_view text) {
  std::string out;
  fhir::json::append_string(out, text);
  return out;
}

}  // namespace setu::command
