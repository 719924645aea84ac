#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace support {

/// A child process whose output goes to a file, killed with its group when the test is done with it.
class Process {
 public:
  /// Starts `command` (its first word is the program, found by PATH), in a process group of its own.
  Process(const std::vector<std::string>& command, const std::filesystem::path& output);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }
  void signal(int number) const;
  /// The exit status (128 + n for signal n) once it has ended; nothing if it still runs after `patience`.
  std::optional<int> wait(std::chrono::milliseconds patience);
  bool running() { return !wait(std::chrono::milliseconds(0)); }
  /// What it has printed so far, on both streams.
  std::string output() const;

 private:
  pid_t pid_ = -1;
  std::optional<int> status_;
  std::filesystem::path output_;
};

/// Runs a command to its end and gives its exit status and output.
struct Finished {
  int status;
  std::string output;
};
Finished run(const std::vector<std::string>& command, std::chrono::seconds patience = std::chrono::seconds(120));

/// A new, empty folder that is removed with what is in it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// A TCP port of the loopback address that was free a moment ago.
int free_port();

}  // namespace support
