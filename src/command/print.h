#pragma once

#include <string>
#include <string_view>

#include "fhir/outcome.h"

namespace setu::command {

/// How a command says what it found.
enum class Output { text, json };

/// Writes to standard output; ends the program quietly if nobody reads it.
void print(std::string_view text);

/// "setu: …" on standard error, one line an issue.
void complain(const fhir::Outcome& outcome);
void complain(std::string_view text);

/// `text` as a JSON string.
std::string json_text(std::string_view text);

}  // namespace setu::command
