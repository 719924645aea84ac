#include "engine/patch/limits.h"

namespace engine::patch {

std::string name_of(std::size_t at, std::string_view operation, std::string_view path) {
  constexpr std::size_t shown_bytes = 200;
  std::string shown;
  char quote = 0;
  for (const char c : path) {
    if (shown.size() >= shown_bytes) {
      // Not within a character of several bytes.
      if ((static_cast<unsigned char>(c) & 0xC0) == 0x80) continue;
      shown += "…";
      break;
    }
    if (quote != 0 && c != quote) continue;
    if (c == '\'' || c == '"') quote = quote == 0 ? c : 0;
    if (static_cast<unsigned char>(c) >= 0x20) shown += c;
  }
  std::string name = "Operation " + std::to_string(at);
  if (!operation.empty()) name.append(", ").append(operation);
  if (!shown.empty()) name.append(" at ").append(shown);
  return name;
}

fhir::Outcome malformed(std::string text, std::string expression) {
  return {fhir::IssueType::invalid, fhir::Issue::Detail::bad_request, std::move(text), std::move(expression)};
}

fhir::Outcome inapplicable(std::string text, std::string expression) {
  return {fhir::IssueType::processing, fhir::Issue::Detail::unprocessable, std::move(text), std::move(expression)};
}

}  // namespace engine::patch
