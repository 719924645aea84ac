#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "src/command/print.h"

namespace setu::command {

struct Load {
  std::vector<std::filesystem::path> paths;  ///< files and folders
  std::string server;                        ///< base URL
  std::string tenant;                        ///< name; empty: the server's default
  std::filesystem::path journal;             ///< empty: one of this load's own, removed when all is loaded
  bool restart = false;                      ///< forget what an earlier load did
  unsigned connections = 4;
  Output output = Output::text;
};

/// Sends FHIR data to a server: transactions and batches as they are, other resources by PUT under their id or else by
/// POST, NDJSON a hundred lines at a time. What the server acknowledged is written to a journal, so that the same
/// command goes on where one that was interrupted stopped.
int load(const Load& options);

}  // namespace setu::command
