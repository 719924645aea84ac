#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "src/command/print.h"

namespace setu::command {

struct Fhirpath {
  std::string expression;
  std::vector<std::filesystem::path> files;  ///< "-": standard input; NDJSON is one resource a line
  Output output = Output::text;
};

/// Evaluates an expression on each resource and prints what it yields: one value a line, or one JSON array a resource.
int fhirpath(const Fhirpath& options);

}  // namespace setu::command
