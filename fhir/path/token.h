#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "fhir/result.h"

namespace fhir::path {

/// A piece of an expression's text. http://hl7.org/fhirpath/N1/#lexical-elements
struct Token {
  enum class Kind : std::uint8_t { end, name, delimited_name, string, integer, decimal, date, date_time, time, variable, dollar, symbol };

  Kind kind = Kind::end;
  std::string text;            ///< without delimiters and with escapes resolved; of a symbol, its characters
  std::uint32_t position = 0;  ///< where it starts, in bytes

  bool is(std::string_view symbol_or_keyword) const {
    return (kind == Kind::symbol || kind == Kind::name) && text == symbol_or_keyword;
  }
};

/// Takes tokens off an expression, skipping white space and comments.
class Tokens {
 public:
  explicit Tokens(std::string_view source) : source_(source) {}

  /// The next token, or the issue with its line and column.
  Result<Token> next();

  /// An issue at `position`: "Expected … but found …".
  Outcome unexpected(std::size_t position, std::string_view what) const;
  Outcome issue(std::size_t position, std::string text) const;

 private:
  Result<void> skip_space();
  Result<Token> delimited(Token token, char delimiter);
  Result<Token> number(Token token);
  Result<Token> moment(Token token);
  Result<Token> variable(Token token);
  char at(std::size_t ahead = 0) const { return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0'; }

  std::string_view source_;
  std::size_t at_ = 0;
};

}  // namespace fhir::path
