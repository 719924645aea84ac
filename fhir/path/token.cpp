#include "fhir/path/token.h"

#include <algorithm>
#include <charconv>

#include "fhir/json/tree.h"
#include "fhir/primitive/date_time.h"
#include "fhir/text/letters.h"

namespace fhir::path {
namespace {

constexpr std::size_t excerpt_bytes_max = 20;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
// The expressions of the specification hold spaces that do not break.
bool is_no_break_space(char first, char second) { return first == '\xC2' && second == '\xA0'; }

}  // namespace

Outcome Tokens::issue(std::size_t position, std::string text) const {
  Outcome outcome(IssueType::invalid, std::move(text));
  const auto place = json::position_of(source_, std::min(position, source_.size()));
  outcome.issues[0].line = place.line;
  outcome.issues[0].column = place.column;
  return outcome;
}

Outcome Tokens::unexpected(std::size_t position, std::string_view what) const {
  std::string text = "FHIRPath: expected " + std::string(what) + " but found ";
  if (position >= source_.size()) return issue(position, text + "the end of the expression");
  std::string_view rest = source_.substr(position);
  std::size_t length = 1;
  while (length < rest.size() && length < excerpt_bytes_max && !is_space(rest[length])) ++length;
  while (length < rest.size() && (rest[length] & 0xC0) == 0x80) ++length;
  return issue(position, text + '"' + std::string(rest.substr(0, length)) + '"');
}

Result<void> Tokens::skip_space() {
  for (;;) {
    if (is_space(at()) && at_ < source_.size()) {
      ++at_;
    } else if (is_no_break_space(at(), at(1))) {
      at_ += 2;
    } else if (at() == '/' && at(1) == '/') {
      at_ = std::min(source_.find_first_of("\r\n", at_), source_.size());
    } else if (at() == '/' && at(1) == '*') {
      const std::size_t end = source_.find("*/", at_ + 2);
      if (end == std::string_view::npos) return issue(at_, "FHIRPath: a comment does not end; expected */");
      at_ = end + 2;
    } else {
      return {};
    }
  }
}

Result<Token> Tokens::next() {
  TRY_VOID(skip_space());
  Token token;
  token.position = static_cast<std::uint32_t>(at_);
  if (at_ >= source_.size()) return token;
  const char first = at();
  if (is_letter(first)) {
    token.kind = Token::Kind::name;
    while (is_letter(at()) || is_digit(at())) token.text += source_[at_++];
    return token;
  }
  if (is_digit(first)) return number(std::move(token));
  switch (first) {
    case '\'':
      token.kind = Token::Kind::string;
      return delimited(std::move(token), '\'');
    case '`':
    // Before N1 names were delimited so, and published expressions still are.
    case '"':
      token.kind = Token::Kind::delimited_name;
      return delimited(std::move(token), first);
    case '@': return moment(std::move(token));
    case '%': return variable(std::move(token));
    case '$':
      token.kind = Token::Kind::dollar;
      ++at_;
      while (is_letter(at())) token.text += source_[at_++];
      return token;
    default: break;
  }
  token.kind = Token::Kind::symbol;
  for (const std::string_view symbol : {"<=", ">=", "!=", "!~"}) {
    if (source_.substr(at_, 2) == symbol) {
      token.text = symbol;
      at_ += 2;
      return token;
    }
  }
  if (std::string_view(".()[]{},+-*/|&=~<>").find(first) == std::string_view::npos) return unexpected(at_, "an expression");
  token.text = first;
  ++at_;
  return token;
}

// http://hl7.org/fhirpath/N1/#string
Result<Token> Tokens::delimited(Token token, char delimiter) {
  ++at_;
  for (;;) {
    if (at_ >= source_.size()) {
      return issue(token.position, std::string("FHIRPath: what starts with ") + delimiter + " does not end; expected another " + delimiter);
    }
    const char c = source_[at_++];
    if (c == delimiter) return token;
    if (c != '\\') {
      token.text += c;
      continue;
    }
    const std::size_t escape = at_ - 1;
    switch (const char escaped = at()) {
      case 'r': token.text += '\r'; break;
      case 'n': token.text += '\n'; break;
      case 't': token.text += '\t'; break;
      case 'f': token.text += '\f'; break;
      case '\'': case '"': case '`': case '\\': case '/': token.text += escaped; break;
      case 'u': {
        const auto unit = [this](std::size_t from, std::uint32_t& value) {
          const std::string_view digits = source_.substr(std::min(from, source_.size()), 4);
          const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
          return digits.size() == 4 && error == std::errc() && end == digits.data() + 4;
        };
        std::uint32_t character = 0, low = 0;
        if (!unit(at_ + 1, character)) return unexpected(escape, "\\u and four hexadecimal digits");
        at_ += 4;
        if (character >= 0xD800 && character < 0xE000) {
          const bool pair = character < 0xDC00 && at(1) == '\\' && at(2) == 'u' && unit(at_ + 3, low) && low >= 0xDC00 && low < 0xE000;
          if (!pair) return unexpected(escape, "a whole pair of surrogates");
          character = 0x10000 + ((character - 0xD800) << 10) + (low - 0xDC00);
          at_ += 6;
        }
        if (character == 0) return unexpected(escape, "a character other than U+0000");
        text::append_character(token.text, character);
        break;
      }
      default: return unexpected(escape, "an escape: one of \\' \\\" \\` \\\\ \\/ \\r \\n \\t \\f \\uXXXX");
    }
    ++at_;
  }
}

Result<Token> Tokens::number(Token token) {
  token.kind = Token::Kind::integer;
  while (is_digit(at())) token.text += source_[at_++];
  if (at() == '.' && is_digit(at(1))) {
    token.kind = Token::Kind::decimal;
    do token.text += source_[at_++];
    while (is_digit(at()));
  }
  return token;
}

// @2015-02-04, @2015T, @2015-02-04T14:34:28+09:00, @T14:34 http://hl7.org/fhirpath/N1/#date
Result<Token> Tokens::moment(Token token) {
  const auto take = [this, &token](std::size_t count) {
    token.text += source_.substr(at_, count);
    at_ += count;
  };
  const auto take_time = [&] {
    while (is_digit(at()) || (at() == ':' && is_digit(at(1))) || (at() == '.' && is_digit(at(1)))) take(1);
  };
  ++at_;
  if (at() == 'T') {
    ++at_;
    token.kind = Token::Kind::time;
    take_time();
    if (!parse_time(token.text)) return unexpected(token.position, "a time such as @T14:30");
    return token;
  }
  token.kind = Token::Kind::date;
  while (is_digit(at()) || (at() == '-' && is_digit(at(1)) && token.text.size() < 8)) take(1);
  if (at() == 'T') {
    token.kind = Token::Kind::date_time;
    if (is_digit(at(1))) {
      take(1);
      take_time();
      if (at() == 'Z') take(1);
      else if ((at() == '+' || at() == '-') && is_digit(at(1)) && is_digit(at(2)) && at(3) == ':') take(6);
    } else {
      ++at_;
    }
  }
  if (!parse_date_time(token.text)) return unexpected(token.position, "a date that exists, such as @2015-02-04 or @2015-02-04T14:34:28Z");
  return token;
}

// %resource, %`ext-…`, %'vs-…'; without delimiters a name beginning with vs- or ext- may go on with hyphens.
Result<Token> Tokens::variable(Token token) {
  token.kind = Token::Kind::variable;
  ++at_;
  if (at() == '`' || at() == '\'' || at() == '"') return delimited(std::move(token), at());
  while (is_letter(at()) || is_digit(at())) token.text += source_[at_++];
  if (token.text == "vs" || token.text == "ext") {
    while (is_letter(at()) || is_digit(at()) || (at() == '-' && (is_letter(at(1)) || is_digit(at(1))))) token.text += source_[at_++];
  }
  if (token.text.empty()) return unexpected(token.position, "the name of a variable after %");
  return token;
}

}  // namespace fhir::path
