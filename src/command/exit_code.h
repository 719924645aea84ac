#pragma once

namespace setu::command {

/// What the program's exit codes mean; `setu --help` lists them.
enum ExitCode : int {
  exit_fine = 0,
  exit_failed = 1,        ///< it was tried and did not succeed
  exit_usage = 64,        ///< the command line is wrong
  exit_data = 65,         ///< the input is not what it should be
  exit_unavailable = 69,  ///< a server or database cannot be reached
  exit_config = 78,       ///< the configuration or the installation is wrong
};

}  // namespace setu::command
