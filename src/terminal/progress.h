#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

namespace setu::terminal {

/// True if standard output, or standard error, is a terminal.
bool is_terminal_out();
bool is_terminal_error();

/// How far long work is, as one line on standard error that is drawn over itself: a bar, counts, rate and time left.
/// Draws nothing where standard error is no terminal. Any thread may report.
class Progress {
 public:
  /// `total` is in the unit of done(); 0 if it is not known. `noun` is what is counted in passing: "resources".
  Progress(std::string title, std::uint64_t total, std::string noun);
  /// Takes the line away.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `amount` more of the total is done, which was `counted` more of what is counted.
  void done(std::uint64_t amount, std::uint64_t counted);

 private:
  void draw();

  const bool visible_;
  const std::string title_;
  const std::uint64_t total_;
  const std::string noun_;
  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point drawn_{};
  std::mutex mutex_;
  std::uint64_t amount_ = 0;
  std::uint64_t counted_ = 0;
};

/// "1 h 02 min", "3 min 20 s", "12 s"
std::string duration_text(double seconds);

/// "12,345"
std::string count_text(std::uint64_t count);

}  // namespace setu::terminal
