#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/result.h"

/// FHIRPath: expressions over the model, compiled once and evaluated often.
/// http://hl7.org/fhirpath/N1/ and https://hl7.org/fhir/R4/fhirpath.html
namespace fhir::path {

/// What an operator between two operands does. http://hl7.org/fhirpath/N1/#operations
enum class Operator : std::uint8_t {
  multiply, divide, div, mod, add, subtract, concatenate, unite, less, less_or_equal, greater, greater_or_equal,
  equal, not_equal, equivalent, not_equivalent, in, contains, and_, or_, xor_, implies,
};

/// One node of an expression's tree, plain so that trees can be stored as bytes. Operands and arguments stand
/// before the term that uses them; the last term is the whole expression.
struct Term {
  enum class Kind : std::uint8_t {
    nothing,                                                        ///< {}
    boolean, string, integer, decimal, date, date_time, time, quantity, ///< literals; `text` has the value
    variable,                                                       ///< %name
    this_, index, total,                                            ///< $this, $index, $total
    child,                                                          ///< name, after `left` or on its own
    call,                                                           ///< function `code` with `count` arguments from `right`
    item,                                                           ///< left[right]
    plus, minus,                                                    ///< of `left`
    binary,                                                         ///< left `code` right
    is, as,                                                         ///< left is `text`, a type with or without namespace
  };
  static constexpr std::uint32_t none = 0xffffffff;

  Kind kind = Kind::nothing;
  std::uint8_t code = 0;          ///< an Operator or a Function
  std::uint16_t count = 0;        ///< of a call's arguments
  std::uint32_t left = none;      ///< what the term is applied to; none: $this
  std::uint32_t right = none;     ///< the right operand, the index, or the first argument
  std::uint32_t next = none;      ///< as an argument: the one after it
  std::uint32_t text = 0;         ///< where its text starts in the pool, and the text's length
  std::uint32_t length = 0;
  std::uint32_t position = 0;     ///< in the expression's source, in bytes
};

constexpr std::size_t expression_bytes_max = 64 * 1024;  ///< of an expression's source
constexpr std::uint32_t nesting_max = 64;                ///< of parentheses, arguments and indexes in one another
constexpr std::uint32_t depth_max = 512;                 ///< of terms, each an operand of the next: a.b.c is three deep

/// A compiled expression. Immutable and without references to its source; any thread may evaluate it.
class Expression {
 public:
  /// An expression of no terms, which evaluates to nothing.
  Expression() = default;

  std::span<const Term> terms() const { return terms_; }
  std::string_view text_of(const Term& term) const { return {pool_.data() + term.text, term.length}; }
  /// How many terms, at most, are operands of one another. Evaluating recurses as deep; never beyond depth_max.
  std::uint32_t depth() const;

  /// The expression as bytes that `from_bytes` of the same build reads back on the same kind of machine.
  std::vector<std::byte> bytes() const;

  /// Reads what `bytes` wrote. Refuses damaged bytes and those of another version of the format.
  static Result<Expression> from_bytes(std::span<const std::byte> bytes);

 private:
  friend class Compiler;
  std::vector<Term> terms_;
  std::vector<char> pool_;
};

/// Compiles the text of an expression. Issues of type `invalid` have line and column, and say what was expected.
/// Element names are not checked against a type: an unknown name evaluates to nothing.
Result<Expression> compile(std::string_view text);

}  // namespace fhir::path
