#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace setu::command {

struct Convert {
  std::vector<std::filesystem::path> files;  ///< "-": standard input
  std::string to;                            ///< "json", "xml", or empty: the other one
  bool pretty = true;
};

/// Reads each file as FHIR JSON or XML, by what it begins with, and prints it in the other form.
int convert(const Convert& options);

}  // namespace setu::command
