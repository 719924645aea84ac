#include "src/log/log.h"

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "fhir/json/tree.h"
#include "fhir/primitive/date_time.h"
#include "fhir/text/fold.h"

namespace setu::log {
namespace {

constexpr std::size_t waiting_max = 4 * 1024 * 1024;
constexpr std::chrono::milliseconds gathering_time{20};  ///< lines go out together, for each write has its price

std::string_view name_of(Level level) {
  switch (level) {
    case Level::debug: return "debug";
    case Level::info: return "info";
    case Level::warning: return "warning";
    case Level::error: return "error";
  }
  return "error";
}

std::int64_t now_microseconds() {
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

void write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // nobody reads standard error; there is nowhere to say so
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

/// The one place lines wait in. It lives from the first line to the end of the process.
class Sink {
 public:
  Sink() : thread_([this] { run(); }) {}
  ~Sink() {
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
    }
    some_.notify_one();
    thread_.join();
  }

  void put(const std::string& line, Form form) {
    bool wake = false;
    {
      const std::lock_guard lock(mutex_);
      if (waiting_.size() + line.size() > waiting_max) {
        ++dropped_;
        return;
      }
      wake = waiting_.empty();
      if (dropped_ > 0) {
        waiting_ += line_of(Level::warning, "log lines dropped", {{"lines", dropped_}}, now_microseconds(), form);
        dropped_ = 0;
      }
      waiting_ += line;
    }
    if (wake) some_.notify_one();
  }

  void flush() {
    std::unique_lock lock(mutex_);
    flushing_ = true;
    some_.notify_one();
    written_.wait_for(lock, std::chrono::seconds(1), [this] { return waiting_.empty() && !writing_; });
    flushing_ = false;
  }

 private:
  void run() {
    // If nobody reads standard error any more, that is no reason to die.
    sigset_t broken_pipe;
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
    std::string taken;
    std::unique_lock lock(mutex_);
    for (;;) {
      some_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      some_.wait_for(lock, gathering_time, [this] { return ending_ || flushing_; });
      taken.clear();
      taken.swap(waiting_);
      writing_ = true;
      lock.unlock();
      write_all(taken);
      lock.lock();
      writing_ = false;
      written_.notify_all();
    }
  }

  std::mutex mutex_;
  std::condition_variable some_, written_;
  std::string waiting_;
  std::uint64_t dropped_ = 0;
  bool writing_ = false;
  bool flushing_ = false;
  bool ending_ = false;
  std::thread thread_;
};

Sink& sink() {
  static Sink only;
  return only;
}

struct Configuration {
  std::atomic<Level> least{Level::info};
  std::atomic<Form> form{::isatty(STDERR_FILENO) == 1 ? Form::text : Form::json};
};

Configuration& configuration() {
  static Configuration only;
  return only;
}

/// A text for a terminal: as it is if it is one plain word, else quoted and escaped, so that no value can break a
/// line or speak to the terminal.
void append_word(std::string& out, std::string_view text) {
  const auto is_plain = [](char c) { return c > ' ' && c != '"' && c != '=' && c != '\x7f'; };
  bool plain = !text.empty();
  for (const char c : text) plain = plain && is_plain(c);
  plain ? void(out += text) : fhir::json::append_string(out, text);
}

template <class Number>
void append_number(std::string& out, Number number) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, end);
}

void append_real(std::string& out, double number) {
  if (!std::isfinite(number)) {
    out += "null";
    return;
  }
  char digits[64];
  const auto written = std::to_chars(digits, digits + sizeof digits, number, std::chars_format::fixed, 3);
  written.ec == std::errc{} ? void(out.append(digits, written.ptr)) : append_number(out, number);
}

}  // namespace

void Value::append(std::string& out, Form form) const {
  switch (kind_) {
    case Kind::integer: append_number(out, integer_); return;
    case Kind::real: append_real(out, real_); return;
    case Kind::boolean: out += integer_ != 0 ? "true" : "false"; return;
    case Kind::text: break;
  }
  if (!fhir::text::is_valid_utf8(text_)) {
    out += "\"(not UTF-8)\"";
  } else {
    form == Form::json ? fhir::json::append_string(out, text_) : append_word(out, text_);
  }
}

std::string line_of(Level level, std::string_view event, Fields fields, std::int64_t microseconds, Form form) {
  std::string out;
  out.reserve(256);
  if (form == Form::json) {
    out += "{\"time\":\"";
    out += fhir::format_instant(microseconds);
    out += "\",\"level\":\"";
    out += name_of(level);
    out += "\",\"event\":";
    fhir::json::append_string(out, event);
    for (const Field& field : fields) {
      out += ',';
      fhir::json::append_string(out, field.name);
      out += ':';
      field.value.append(out, form);
    }
    out += "}\n";
    return out;
  }
  out += fhir::format_instant(microseconds).substr(11, 12);
  out += ' ';
  out += name_of(level);
  out.append(8 - name_of(level).size(), ' ');
  out += event;
  for (const Field& field : fields) {
    out += ' ';
    out += field.name;
    out += '=';
    field.value.append(out, form);
  }
  out += '\n';
  return out;
}

void configure(Level least, Form form) {
  configuration().least = least;
  configuration().form = form;
}

bool is_logged(Level level) { return level >= configuration().least.load(std::memory_order_relaxed); }

void write(Level level, std::string_view event, Fields fields) {
  if (!is_logged(level)) return;
  const Form form = configuration().form.load(std::memory_order_relaxed);
  sink().put(line_of(level, event, fields, now_microseconds(), form), form);
}

void flush() { sink().flush(); }

}  // namespace setu::log
