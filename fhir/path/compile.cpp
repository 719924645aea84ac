#include <algorithm>
#include <array>
#include <optional>

#include "fhir/path/expression.h"
#include "fhir/path/function.h"
#include "fhir/path/token.h"
#include "fhir/text/nearest.h"

namespace fhir::path {

/// Builds the terms of an expression by the grammar of FHIRPath N1, operators by their precedence.
/// http://hl7.org/fhirpath/N1/#operator-precedence
class Compiler {
 public:
  explicit Compiler(std::string_view source) : tokens_(source) {}

  Result<Expression> compile() {
    TRY_VOID(advance());
    TRY(const std::uint32_t whole, expression(0));
    (void)whole;
    if (token_.kind != Token::Kind::end) return unexpected("an operator or the end of the expression");
    if (expression_.depth() > depth_max) return too_costly("FHIRPath: an expression joins at most " + std::to_string(depth_max) + " terms in a row");
    return std::move(expression_);
  }

 private:
  using Index = std::uint32_t;

  // Each nesting may hold operators of every precedence in their right sides.
  static constexpr std::uint32_t recursion_max = nesting_max * 12;

  // From loosest to tightest; unary + and - bind tighter than any of them, '.' and '[' tighter still.
  struct Infix {
    std::string_view text;
    int precedence;
    Operator code;
  };
  static constexpr int type_precedence = 6;  // of is and as
  static constexpr std::array<Infix, 22> infixes = {{
      {"implies", 1, Operator::implies},
      {"or", 2, Operator::or_},
      {"xor", 2, Operator::xor_},
      {"and", 3, Operator::and_},
      {"in", 4, Operator::in},
      {"contains", 4, Operator::contains},
      {"=", 5, Operator::equal},
      {"~", 5, Operator::equivalent},
      {"!=", 5, Operator::not_equal},
      {"!~", 5, Operator::not_equivalent},
      {"<", 7, Operator::less},
      {"<=", 7, Operator::less_or_equal},
      {">", 7, Operator::greater},
      {">=", 7, Operator::greater_or_equal},
      {"|", 8, Operator::unite},
      {"+", 9, Operator::add},
      {"-", 9, Operator::subtract},
      {"&", 9, Operator::concatenate},
      {"*", 10, Operator::multiply},
      {"/", 10, Operator::divide},
      {"div", 10, Operator::div},
      {"mod", 10, Operator::mod},
  }};

  const Infix* infix() const {
    for (const Infix& one : infixes) {
      if (token_.is(one.text)) return &one;
    }
    return nullptr;
  }

  Result<void> advance() {
    TRY(token_, tokens_.next());
    return {};
  }
  Outcome unexpected(std::string_view wanted) const { return tokens_.unexpected(token_.position, wanted); }
  Result<void> expect(std::string_view symbol) {
    if (!token_.is(symbol)) return unexpected('"' + std::string(symbol) + '"');
    return advance();
  }

  Term term(Term::Kind kind, std::uint32_t position, std::string_view text = {}) {
    Term made;
    made.kind = kind;
    made.position = position;
    made.text = static_cast<std::uint32_t>(expression_.pool_.size());
    made.length = static_cast<std::uint32_t>(text.size());
    expression_.pool_.insert(expression_.pool_.end(), text.begin(), text.end());
    return made;
  }
  Index add(const Term& term) {
    expression_.terms_.push_back(term);
    return static_cast<Index>(expression_.terms_.size() - 1);
  }

  /// Counts how deep parentheses, arguments, indexes and signs are in one another.
  struct Nesting {
    explicit Nesting(std::uint32_t& depth) : depth_(++depth) {}
    ~Nesting() { --depth_; }
    std::uint32_t& depth_;
  };

  /// Operands joined by operators of `precedence_min` and tighter.
  Result<Index> expression(int precedence_min) {
    const Nesting nesting(depth_);
    if (depth_ > recursion_max) return too_deep();
    TRY(Index left, operand());
    for (;;) {
      const std::uint32_t position = token_.position;
      if (token_.is("is") || token_.is("as")) {
        if (type_precedence < precedence_min) return left;
        const auto kind = token_.text == "is" ? Term::Kind::is : Term::Kind::as;
        TRY_VOID(advance());
        TRY(const std::string name, type_name());
        Term made = term(kind, position, name);
        made.left = left;
        left = add(made);
        continue;
      }
      const Infix* found = infix();
      if (found == nullptr || found->precedence < precedence_min) return left;
      TRY_VOID(advance());
      TRY(const Index right, expression(found->precedence + 1));
      Term made = term(Term::Kind::binary, position);
      made.code = static_cast<std::uint8_t>(found->code);
      made.left = left;
      made.right = right;
      left = add(made);
    }
  }

  Outcome too_costly(std::string text) const {
    Outcome outcome = tokens_.issue(token_.position, std::move(text));
    outcome.issues[0].type = IssueType::too_costly;
    return outcome;
  }
  Outcome too_deep() const {
    return too_costly("FHIRPath: expected at most " + std::to_string(nesting_max) + " parentheses, arguments and indexes in one another");
  }

  /// A term with its sign before it and its path after it.
  Result<Index> operand() {
    if (token_.is("+") || token_.is("-")) {
      const Nesting nesting(depth_);
      if (depth_ > recursion_max) return too_deep();
      Term made = term(token_.is("-") ? Term::Kind::minus : Term::Kind::plus, token_.position);
      TRY_VOID(advance());
      TRY(made.left, operand());
      return add(made);
    }
    TRY(Index left, first());
    for (;;) {
      if (token_.is(".")) {
        TRY_VOID(advance());
        TRY(left, invocation(left));
      } else if (token_.is("[")) {
        Term made = term(Term::Kind::item, token_.position);
        TRY_VOID(advance());
        made.left = left;
        TRY(made.right, nested());
        TRY_VOID(expect("]"));
        left = add(made);
      } else {
        return left;
      }
    }
  }

  Result<Index> nested() {
    if (++nested_ > nesting_max) return too_deep();
    TRY(const Index inner, expression(0));
    --nested_;
    return inner;
  }

  /// What a path starts with.
  Result<Index> first() {
    const std::uint32_t position = token_.position;
    switch (token_.kind) {
      case Token::Kind::string: return literal(Term::Kind::string);
      case Token::Kind::date: return literal(Term::Kind::date);
      case Token::Kind::date_time: return literal(Term::Kind::date_time);
      case Token::Kind::time: return literal(Term::Kind::time);
      case Token::Kind::variable: return literal(Term::Kind::variable);
      case Token::Kind::integer:
      case Token::Kind::decimal: return number();
      case Token::Kind::dollar: return invocation(Term::none);
      case Token::Kind::delimited_name: return invocation(Term::none);
      case Token::Kind::name:
        if (token_.text == "true" || token_.text == "false") return literal(Term::Kind::boolean);
        return invocation(Term::none);
      case Token::Kind::symbol:
        if (token_.text == "(") {
          TRY_VOID(advance());
          TRY(const Index inner, nested());
          TRY_VOID(expect(")"));
          return inner;
        }
        if (token_.text == "{") {
          TRY_VOID(advance());
          TRY_VOID(expect("}"));
          return add(term(Term::Kind::nothing, position));
        }
        break;
      case Token::Kind::end: break;
    }
    return unexpected("a literal, a name or \"(\"");
  }

  Result<Index> literal(Term::Kind kind) {
    const Term made = term(kind, token_.position, token_.text);
    TRY_VOID(advance());
    return add(made);
  }

  /// A number, or with a unit after it a quantity, kept in the form that toQuantity() reads: 4 days, 4 'mg'.
  Result<Index> number() {
    const std::uint32_t position = token_.position;
    const bool is_integer = token_.kind == Token::Kind::integer;
    std::string text = token_.text;
    TRY_VOID(advance());
    if (token_.kind == Token::Kind::string) {
      text += " '" + token_.text + "'";
    } else if (token_.kind == Token::Kind::name && is_calendar_unit(token_.text)) {
      text += ' ' + token_.text;
    } else {
      return add(term(is_integer ? Term::Kind::integer : Term::Kind::decimal, position, text));
    }
    TRY_VOID(advance());
    return add(term(Term::Kind::quantity, position, text));
  }

  static bool is_calendar_unit(std::string_view name) {
    if (name.ends_with('s')) name.remove_suffix(1);
    constexpr std::string_view units[] = {"year", "month", "week", "day", "hour", "minute", "second", "millisecond"};
    return std::find(std::begin(units), std::end(units), name) != std::end(units);
  }

  /// A name, a function or $this, $index, $total; `left` is what it is applied to.
  Result<Index> invocation(Index left) {
    const std::uint32_t position = token_.position;
    if (token_.kind == Token::Kind::dollar) {
      std::optional<Term::Kind> kind;
      if (token_.text == "this") kind = Term::Kind::this_;
      if (token_.text == "index") kind = Term::Kind::index;
      if (token_.text == "total") kind = Term::Kind::total;
      if (!kind || left != Term::none) return unexpected(left == Term::none ? "$this, $index or $total" : "a name or a function");
      TRY_VOID(advance());
      return add(term(*kind, position));
    }
    if (token_.kind != Token::Kind::name && token_.kind != Token::Kind::delimited_name) return unexpected("a name or a function");
    const std::string name = token_.text;
    // At the start of a path these are operators; after '.' any word is a name.
    const bool operator_word = token_.kind == Token::Kind::name && left == Term::none &&
                               (name == "and" || name == "or" || name == "xor" || name == "implies" || name == "div" || name == "mod");
    if (operator_word) return unexpected("a literal, a name or \"(\"");
    const bool may_be_call = token_.kind == Token::Kind::name;
    TRY_VOID(advance());
    if (may_be_call && token_.is("(")) return call(left, name, position);
    Term made = term(Term::Kind::child, position, name);
    made.left = left;
    return add(made);
  }

  Result<Index> call(Index left, const std::string& name, std::uint32_t position) {
    const Signature* signature = find_function(name);
    if (signature == nullptr) return unknown(name, position);
    TRY_VOID(advance());
    Term made;
    if (signature->arguments == Arguments::type) {
      TRY(const std::string type, type_name());
      made = term(Term::Kind::call, position, type);
      TRY_VOID(expect(")"));
    } else {
      made = term(Term::Kind::call, position, name);
      Index last = Term::none;
      while (!token_.is(")")) {
        if (last != Term::none) TRY_VOID(expect(","));
        if (made.count == signature->most) return tokens_.issue(position, wrong_count(*signature));
        TRY(const Index argument, nested());
        // Arguments form a list through `next`. One that is shared with nothing else stands last in its subtree.
        (last == Term::none ? made.right : expression_.terms_[last].next) = argument;
        last = argument;
        ++made.count;
      }
      TRY_VOID(advance());
      if (made.count < signature->least) return tokens_.issue(position, wrong_count(*signature));
    }
    made.code = static_cast<std::uint8_t>(signature->function);
    made.left = left;
    return add(made);
  }

  Outcome unknown(const std::string& name, std::uint32_t position) const {
    std::vector<std::string_view> names;
    for (const Signature& one : functions()) names.push_back(one.name);
    std::string text = "FHIRPath: there is no function " + name + "()";
    if (const auto near = text::nearest(name, names); !near.empty()) text += "; did you mean " + std::string(near) + "()?";
    return tokens_.issue(position, std::move(text));
  }

  static std::string wrong_count(const Signature& signature) {
    std::string text = "FHIRPath: " + std::string(signature.name) + "() expects ";
    if (signature.most == 0) return text + "no arguments";
    text += std::to_string(signature.least);
    if (signature.most != signature.least) text += " to " + std::to_string(signature.most);
    return text + (signature.most == 1 ? " argument" : " arguments");
  }

  /// Patient, FHIR.Patient, System.String; names may be delimited.
  Result<std::string> type_name() {
    std::string name;
    for (;;) {
      if (token_.kind != Token::Kind::name && token_.kind != Token::Kind::delimited_name) return unexpected("the name of a type");
      name += token_.text;
      TRY_VOID(advance());
      if (!token_.is(".") || (name != "System" && name != "FHIR")) return name;
      name += '.';
      TRY_VOID(advance());
    }
  }

  Tokens tokens_;
  Token token_;
  Expression expression_;
  std::uint32_t depth_ = 0;
  std::uint32_t nested_ = 0;
};

Result<Expression> compile(std::string_view text) {
  if (text.size() > expression_bytes_max) {
    return Outcome(IssueType::too_costly, "FHIRPath: an expression has at most " + std::to_string(expression_bytes_max) + " bytes");
  }
  return Compiler(text).compile();
}

}  // namespace fhir::path
