#include "fhir/json/indent.h"

#include <algorithm>

namespace fhir::json {
namespace {

constexpr std::string_view spaces = " \t\r\n";

/// One pass over the text, token by token.
class Indenting {
 public:
  Indenting(std::string_view json, std::string& out, std::size_t bytes_max) : json_(json), out_(out), bytes_max_(bytes_max) {}

  bool run() {
    while (!full() && skip_spaces()) {
      switch (json_[at_]) {
        case '{':
        case '[': open(); break;
        case '}':
        case ']': close(); break;
        case ',':
          take(1);
          line();
          break;
        case ':':
          take(1);
          out_ += ' ';
          break;
        case '"': take(string_length()); break;
        default: take(std::min(json_.find_first_of(",:]} \t\r\n", at_), json_.size()) - at_);
      }
    }
    return !full();
  }

 private:
  bool full() const { return out_.size() > bytes_max_; }

  /// False at the end.
  bool skip_spaces() {
    at_ = std::min(json_.find_first_not_of(spaces, at_), json_.size());
    return at_ < json_.size();
  }

  /// Copies a token, or as much of it as is enough to pass the limit.
  void take(std::size_t length) {
    const std::size_t room = bytes_max_ - std::min(out_.size(), bytes_max_);
    out_.append(json_.substr(at_, length > room ? room + 1 : length));
    at_ += length;
  }

  void line() {
    out_ += '\n';
    out_.append(depth_ * 2, ' ');
  }

  void open() {
    take(1);
    if (!skip_spaces() || json_[at_] == '}' || json_[at_] == ']') {  // nothing in it
      if (at_ < json_.size()) take(1);
      return;
    }
    ++depth_;
    line();
  }

  void close() {
    if (depth_ > 0) --depth_;
    line();
    take(1);
  }

  std::size_t string_length() const {
    std::size_t end = at_ + 1;
    for (; end < json_.size() && json_[end] != '"'; ++end) end += json_[end] == '\\';
    return std::min(end + 1, json_.size()) - at_;
  }

  std::string_view json_;
  std::string& out_;
  std::size_t bytes_max_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
};

}  // namespace

bool indent(std::string_view json, std::string& out, std::size_t bytes_max) { return Indenting(json, out, bytes_max).run(); }

}  // namespace fhir::json
