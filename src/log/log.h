#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

/// What happens, as one line an event on standard error: JSON for machines, plain text for a terminal.
///
/// A line never holds what a patient or a secret could be read from: no ids of resources, no values of parameters, no
/// bodies, no tokens. Whoever logs keeps to names, counts, times and codes.
///
/// Lines are handed to a thread of their own, so that a slow reader of standard error blocks nobody; those that do not
/// fit in 4 MiB of waiting lines are dropped, and the next line that fits says how many were. Any thread may log.
namespace setu::log {

enum class Level : std::uint8_t { debug, info, warning, error };
enum class Form : std::uint8_t { json, text };

/// A value of a line: text, number or truth.
class Value {
 public:
  Value(std::string_view text) : kind_(Kind::text), text_(text) {}
  Value(const std::string& text) : kind_(Kind::text), text_(text) {}
  Value(const char* text) : kind_(Kind::text), text_(text) {}
  Value(std::integral auto number)
      : kind_(std::same_as<decltype(number), bool> ? Kind::boolean : Kind::integer), integer_(static_cast<std::int64_t>(number)) {}
  Value(double number) : kind_(Kind::real), real_(number) {}

  /// Appends the value as JSON, or as text without quotes where it needs none.
  void append(std::string& out, Form form) const;

 private:
  enum class Kind : std::uint8_t { text, integer, real, boolean } kind_;
  std::string_view text_;
  std::int64_t integer_ = 0;
  double real_ = 0;
};

struct Field {
  std::string_view name;
  Value value;
};
using Fields = std::initializer_list<Field>;

/// Sets what is logged and how, for the process; call it before threads start. Without it: info and above, text if
/// standard error is a terminal, else JSON.
void configure(Level least, Form form);

/// Whether a line of this level would be written.
bool is_logged(Level level);

/// Writes the line {"time":…,"level":…,"event":event, fields…}; `event` is a short constant such as "request".
void write(Level level, std::string_view event, Fields fields = {});
inline void debug(std::string_view event, Fields fields = {}) { write(Level::debug, event, fields); }
inline void info(std::string_view event, Fields fields = {}) { write(Level::info, event, fields); }
inline void warning(std::string_view event, Fields fields = {}) { write(Level::warning, event, fields); }
inline void error(std::string_view event, Fields fields = {}) { write(Level::error, event, fields); }

/// Waits until what was logged so far has been handed to the system; a second at most.
void flush();

/// The line as write() makes it, with its newline; `microseconds` since 1970.
std::string line_of(Level level, std::string_view event, Fields fields, std::int64_t microseconds, Form form);

}  // namespace setu::log
