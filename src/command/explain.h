#pragma once

#include <filesystem>
#include <string>

#include "src/command/print.h"
#include "src/config/config.h"

namespace setu::command {

struct Explain {
  config::Store store;
  std::filesystem::path definitions;  ///< empty: definitions.setu beside the program
  std::string search;                 ///< "Observation?code=8867-4"
  std::string base;                   ///< base URL of the server, by which references to it are told from others
  std::string tenant = "default";
  bool analyze = false;               ///< carry the statements out, and time them
  Output output = Output::text;
};

/// Says how a search is carried out, by the database itself: whether a server runs or not, and whatever it answers over HTTP.
int explain(const Explain& options);

}  // namespace setu::command
