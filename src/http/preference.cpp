#include "src/http/preference.h"

#include "src/http/message.h"

namespace setu::http {

Preference parse_preference(std::string_view prefer) {
  Preference preference;
  bool has_return = false, has_handling = false;
  while (!prefer.empty()) {
    const std::size_t end = std::min(prefer.find_first_of(",;"), prefer.size());
    const std::string_view piece = trimmed(prefer.substr(0, end));
    prefer.remove_prefix(std::min(end + 1, prefer.size()));
    const std::size_t equals = std::min(piece.find('='), piece.size());
    const std::string_view name = trimmed(piece.substr(0, equals));
    std::string_view value = trimmed(piece.substr(std::min(equals + 1, piece.size())));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    if (same_word(name, "return") && !has_return) {
      has_return = true;
      if (value == "minimal") preference.return_ = engine::Return::minimal;
      if (value == "representation") preference.return_ = engine::Return::representation;
      if (value == "OperationOutcome") preference.return_ = engine::Return::operation_outcome;
    } else if (same_word(name, "respond-async")) {
      preference.respond_async = true;
    } else if (same_word(name, "handling") && !has_handling) {
      has_handling = true;
      if (value == "lenient") preference.handling = engine::Handling::lenient;
    }
  }
  return preference;
}

}  // namespace setu::http
