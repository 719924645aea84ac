#pragma once

#include <string>

namespace setu::command {

struct Get {
  std::string server;  ///< base URL
  std::string tenant;  ///< name; empty: the server's default
  std::string what;    ///< "Patient/123", "Patient?name=rao", "metadata"
  std::string format;  ///< "json" or "xml"
  bool all = false;    ///< follow the next links of a search: resources as NDJSON
};

/// Asks a server and prints its answer; a refusal is printed on standard error.
int get(const Get& options);

}  // namespace setu::command
