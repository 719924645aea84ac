#include "terminology/ucum/unit.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <vector>

#include "terminology/ucum/atom.h"

namespace terminology::ucum {
namespace {

using fhir::IssueType;
using fhir::Outcome;
using fhir::Result;

constexpr std::size_t code_bytes_max = 200;
constexpr int depth_max = 8;
constexpr int exponent_max = 99;

/// A product of base units and a number.
struct Term {
  std::vector<std::pair<std::string_view, int>> bases;  ///< in the order of their codes; none to the power of zero
  Rational scale{1, 1, 0};
  std::optional<Rational> offset;  ///< of a shifted unit, which stands alone
};

Outcome wrong(std::string text) { return {IssueType::value, std::move(text)}; }
Outcome too_large(std::string_view code) { return wrong("The figures of the unit \"" + std::string(code) + "\" are larger than can be computed with."); }

/// left × right^power
bool multiply(Term& left, const Term& right, int power) {
  const auto raised = ucum::power(right.scale, power);
  const auto scale = raised ? product(left.scale, *raised) : std::nullopt;
  if (!scale) return false;
  left.scale = *scale;
  for (const auto& [code, exponent] : right.bases) {
    const auto at = std::lower_bound(left.bases.begin(), left.bases.end(), code, [](const auto& one, std::string_view wanted) { return one.first < wanted; });
    if (at == left.bases.end() || at->first != code) left.bases.insert(at, {code, exponent * power});
    else if ((at->second += exponent * power) == 0) left.bases.erase(at);
  }
  return true;
}

Rational number(std::string_view text) { return *rational_of(*fhir::parse_decimal(text)); }

/// Reads from left to right:
///   main       "/" term / term
///   term       component ( ("." / "/") component )*
///   component  unit exponent? annotation? / annotation / digits / "(" term ")"
class Parser {
 public:
  explicit Parser(std::string_view code) : code_(code) {}

  Result<Term> run() {
    if (code_.empty() || code_.size() > code_bytes_max) return wrong("A unit is a code of at most " + std::to_string(code_bytes_max) + " bytes.");
    TRY(Term term, product_of(0));
    if (at_ < code_.size()) return unexpected();
    return term;
  }

 private:
  Outcome unexpected() const {
    return wrong("\"" + std::string(code_) + "\" is no unit of UCUM: " + (at_ < code_.size() ? "\"" + std::string(code_.substr(at_)) + "\" cannot stand there." : "something is missing at its end."));
  }
  bool take(char c) {
    if (at_ >= code_.size() || code_[at_] != c) return false;
    ++at_;
    return true;
  }
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }

  Result<Term> product_of(int depth) {
    if (depth > depth_max) return wrong("The parentheses of a unit are read " + std::to_string(depth_max) + " deep.");
    Term all;
    int power = take('/') ? -1 : 1;
    for (bool first = power == 1;; first = false) {
      TRY(const Term one, component(depth));
      const bool more = at_ < code_.size() && (code_[at_] == '.' || code_[at_] == '/');
      if (one.offset) {
        if (!first || more || depth > 0) return wrong("\"" + std::string(code_) + "\" multiplies a unit whose zero is elsewhere; write K.");
        return one;
      }
      if (!multiply(all, one, power)) return too_large(code_);
      if (!more) return all;
      power = code_[at_++] == '/' ? -1 : 1;
    }
  }

  Result<Term> component(int depth) {
    if (take('(')) {
      TRY(Term inner, product_of(depth + 1));
      if (!take(')')) return unexpected();
      TRY_VOID(annotation());
      return inner;
    }
    if (at_ < code_.size() && code_[at_] == '{') {
      TRY_VOID(annotation());
      return Term();
    }
    const auto start = at_;
    while (at_ < code_.size() && is_digit(code_[at_])) ++at_;
    if (at_ > start && !(code_.substr(start, at_ - start) == "10" && at_ < code_.size() && (code_[at_] == '*' || code_[at_] == '^'))) {
      const auto decimal = fhir::parse_decimal(code_.substr(start, at_ - start));
      if (!decimal || decimal->mantissa == 0) return wrong("\"" + std::string(code_) + "\" has a number that is none or too large.");
      Term factor;
      factor.scale = *rational_of(*decimal);
      TRY_VOID(annotation());
      return factor;
    }
    if (at_ > start) ++at_;  // 10* and 10^
    else symbol();
    const auto name = code_.substr(start, at_ - start);
    if (name.empty()) return unexpected();
    TRY(const int power, exponent());
    TRY(Term unit, term_of(name));
    if (unit.offset && power != 1) return wrong("\"" + std::string(code_) + "\" raises a unit whose zero is elsewhere; write K.");
    TRY_VOID(annotation());
    if (power == 1) return unit;
    Term raised;
    if (!multiply(raised, unit, power)) return too_large(code_);
    return raised;
  }

  /// All up to a sign of the grammar; what stands in brackets belongs to it.
  void symbol() {
    bool open = false;
    for (; at_ < code_.size(); ++at_) {
      const char c = code_[at_];
      if (c <= ' ' || c > '~') return;
      if (c == '[') open = true;
      if (c == ']') open = false;
      if (!open && (is_digit(c) || std::string_view("./(){}+-=\"").find(c) != std::string_view::npos)) return;
    }
  }

  Result<int> exponent() {
    const auto start = at_;
    const bool negative = at_ < code_.size() && code_[at_] == '-';
    if (negative || (at_ < code_.size() && code_[at_] == '+')) ++at_;
    const auto digits = at_;
    while (at_ < code_.size() && is_digit(code_[at_])) ++at_;
    if (at_ == start) return 1;
    int value = 0;
    const auto [end, error] = std::from_chars(code_.data() + digits, code_.data() + at_, value);
    if (at_ == digits || error != std::errc() || value == 0 || value > exponent_max) {
      return wrong("\"" + std::string(code_) + "\" has an exponent that is not from 1 to " + std::to_string(exponent_max) + ".");
    }
    return negative ? -value : value;
  }

  Result<void> annotation() {
    if (!take('{')) return {};
    for (; at_ < code_.size() && code_[at_] != '}'; ++at_) {
      if (code_[at_] == '{' || code_[at_] < '!' || code_[at_] > '~') return unexpected();
    }
    if (!take('}')) return unexpected();
    return {};
  }

  Result<Term> term_of(std::string_view name) const {
    const Atom* atom = atom_of(name);
    Rational prefix{1, 1, 0};
    if (atom == nullptr) {
      const auto prefixed = prefixed_atom_of(name);
      if (prefixed.atom == nullptr) return wrong("\"" + std::string(name) + "\" is no unit of UCUM that is known here.");
      atom = prefixed.atom;
      prefix = number(prefixed.prefix->value);
    }
    Term term;
    if (atom->kind == Atom::Kind::function) return wrong("\"" + std::string(name) + "\" is a scale that is not converted.");
    if (atom->kind == Atom::Kind::base) {
      term.bases.emplace_back(atom->code, 1);
      term.scale = prefix;
      return term;
    }
    TRY(term, Parser(atom->unit).run());
    const auto figure = product(number(atom->value), prefix);
    const auto scale = figure ? product(term.scale, *figure) : std::nullopt;
    if (!scale) return too_large(code_);
    term.scale = *scale;
    if (atom->kind == Atom::Kind::shifted) {
      // Of the unit without its prefix: of millidegrees there are a thousand as many.
      const auto offset = quotient(number(atom->offset), prefix);
      if (!offset) return too_large(code_);
      term.offset = *offset;
    }
    return term;
  }

  std::string_view code_;
  std::size_t at_ = 0;
};

/// The decimal that a double is written as.
std::optional<Rational> exact(double value) {
  char text[32];
  const auto [end, error] = std::to_chars(std::begin(text), std::end(text), value);
  const auto decimal = error == std::errc() ? fhir::parse_decimal({text, static_cast<std::size_t>(end - text)}) : std::nullopt;
  return decimal ? rational_of(*decimal) : std::nullopt;
}

}  // namespace

Result<Unit> Unit::parse(std::string_view code) {
  TRY(const Term term, Parser(code).run());
  Unit unit;
  unit.scale_ = term.scale;
  unit.offset_ = term.offset.value_or(Rational());
  for (const auto& [base, exponent] : term.bases) {
    unit.canonical_.append(unit.canonical_.empty() ? "" : ".").append(base);
    if (exponent != 1) unit.canonical_.append(std::to_string(exponent));
  }
  if (unit.canonical_.empty()) unit.canonical_ = "1";
  return unit;
}

double Unit::to_canonical(double value) const {
  if (!std::isfinite(value)) return value;
  auto number = exact(value);
  if (number) number = sum(*number, offset_);
  if (number) number = product(*number, scale_);
  if (number) return double_of(*number);
  return (value + double_of(offset_)) * double_of(scale_);  // too many digits to be exact
}

}  // namespace terminology::ucum
