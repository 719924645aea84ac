#include "src/terminal/progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace setu::terminal {
namespace {

std::size_t terminal_columns() {
  winsize size{};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 80;
}

}  // namespace

bool is_terminal_out() { return ::isatty(STDOUT_FILENO) == 1; }
bool is_terminal_error() { return ::isatty(STDERR_FILENO) == 1; }

std::string duration_text(double seconds) {
  const auto whole = static_cast<std::uint64_t>(std::max(0.0, seconds) + 0.5);
  const auto padded = [](std::uint64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  if (whole >= 3600) return std::to_string(whole / 3600) + " h " + padded(whole / 60 % 60) + " min";
  if (whole >= 60) return std::to_string(whole / 60) + " min " + padded(whole % 60) + " s";
  return std::to_string(whole) + " s";
}

std::string count_text(std::uint64_t count) {
  const std::string digits = std::to_string(count);
  std::string text;
  for (std::size_t at = 0; at < digits.size(); ++at) {
    if (at > 0 && (digits.size() - at) % 3 == 0) text += ',';
    text += digits[at];
  }
  return text;
}

Progress::Progress(std::string title, std::uint64_t total, std::string noun)
    : visible_(is_terminal_error()), title_(std::move(title)), total_(total), noun_(std::move(noun)) {}

Progress::~Progress() {
  if (visible_) std::fputs("\r\x1b[K", stderr);
}

void Progress::done(std::uint64_t amount, std::uint64_t counted) {
  const std::lock_guard lock(mutex_);
  amount_ += amount;
  counted_ += counted;
  const auto now = std::chrono::steady_clock::now();
  if (!visible_ || now - drawn_ < std::chrono::milliseconds(100)) return;
  drawn_ = now;
  draw();
}

void Progress::draw() {
  const double seconds = std::chrono::duration<double>(drawn_ - began_).count();
  const double rate = seconds > 0 ? static_cast<double>(counted_) / seconds : 0;
  std::string text = count_text(counted_) + " " + noun_ + ", " + count_text(static_cast<std::uint64_t>(rate)) + "/s";
  const double share = total_ > 0 ? std::min(1.0, static_cast<double>(amount_) / static_cast<double>(total_)) : 0;
  if (share > 0) text += ", " + duration_text(seconds / share - seconds) + " left";

  std::string line = title_ + " ";
  if (total_ > 0) {
    const std::size_t columns = terminal_columns();
    const std::size_t taken = line.size() + text.size() + 10;
    const std::size_t width = columns > taken + 10 ? std::min<std::size_t>(columns - taken, 40) : 10;
    const auto filled = static_cast<std::size_t>(share * static_cast<double>(width));
    line += "[" + std::string(filled, '=') + std::string(width - filled, ' ') + "] ";
    const std::string percent = std::to_string(static_cast<int>(share * 100));
    line += std::string(3 - std::min<std::size_t>(3, percent.size()), ' ') + percent + " % ";
  }
  std::fprintf(stderr, "\r%s%s\x1b[K", line.c_str(), text.c_str());
  std::fflush(stderr);
}

}  // namespace setu::terminal
