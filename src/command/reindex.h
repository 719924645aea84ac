#pragma once

#include <string>

#include "src/command/print.h"

namespace setu::command {

struct Reindex {
  std::string server;  ///< base URL
  std::string tenant;  ///< name; empty: the server's default
  std::string type;    ///< resource type; empty: all
  bool detach = false; ///< do not wait for its end
  Output output = Output::text;
};

/// Has a server make its search index anew, and shows how far it is. The server goes on with it, whatever becomes of this.
int reindex(const Reindex& options);

}  // namespace setu::command
