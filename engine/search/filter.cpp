#include "engine/search/filter.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "engine/search/refusal.h"
#include "fhir/path/encoding.h"
#include "fhir/text/nearest.h"

namespace engine::search {
namespace {

using fhir::Descriptor;
using fhir::Outcome;
using fhir::Result;
using fhir::SearchType;

// ---- The filter as it is written -----------------------------------------------------------------------------

/// https://hl7.org/fhir/R4/search_filter.html#ops
enum class Operator : std::uint8_t { eq, ne, gt, lt, ge, le, sa, eb, ap, po, co, sw, ew, pr, in, ni, ss, sb, re };
constexpr std::string_view operators[] = {"eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap", "po",
                                          "co", "sw", "ew", "pr", "in", "ni", "ss", "sb", "re"};

struct Filter;

/// One name of a path, with what stands in brackets behind it.
struct Step {
  std::string_view name;
  std::size_t at = 0;          ///< where it stands in the filter
  std::vector<Filter> filter;  ///< one or none
};

/// A test, or filters put together.
struct Filter {
  Criterion::Kind kind = Criterion::Kind::values;  ///< values: a test; all, any and not_: of `parts`
  std::vector<Filter> parts;
  std::vector<Step> path;
  Operator operation = Operator::eq;
  std::size_t operation_at = 0;
  std::string value;
  std::size_t value_at = 0;
};

/// Says where in the filter something is wrong, by the column of a character.
Outcome at_column(std::string_view filter, std::size_t at, Outcome outcome) {
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
  const auto column = 1 + std::count_if(filter.begin(), filter.begin() + static_cast<std::ptrdiff_t>(std::min(at, filter.size())), begins);
  for (auto& issue : outcome.issues) {
    if (!issue.text.starts_with("_filter, column ")) issue.text = "_filter, column " + std::to_string(column) + ": " + issue.text;
  }
  return outcome;
}

/// https://hl7.org/fhir/R4/search_filter.html#grammar, read from left to right:
///   filter     paramExp / logExp / ("not") "(" filter ")"
///   logExp     filter ("and" / "or" filter)+      of equal precedence
///   paramExp   paramPath SP compareOp SP compValue
///   paramPath  paramName (("[" filter "]") "." paramPath)
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<Filter> run() {
    TRY(Filter filter, logical(0));
    if (at_ < text_.size()) return expected("\"and\" or \"or\"");
    return filter;
  }

 private:
  static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
  static bool is_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == ':'; }

  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }
  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  /// A word that ends here with a space, a parenthesis or the filter.
  bool take_word(std::string_view word) {
    const auto end = at_ + word.size();
    if (!text_.substr(at_).starts_with(word) || (end < text_.size() && !is_space(text_[end]) && text_[end] != '(')) return false;
    at_ = end;
    return true;
  }
  Outcome wrong(std::size_t at, Outcome outcome) const { return at_column(text_, at, std::move(outcome)); }
  Outcome expected(const std::string& what) const {
    return wrong(at_, malformed(what + " is expected" + (at_ < text_.size() ? ", and not " + quoted(text_.substr(at_, 20)) : std::string(" before the filter ends")) + "."));
  }

  Result<Filter> logical(int depth) {
    if (depth > SearchLimits::filter_depth) return wrong(at_, too_much("Parentheses and brackets are read " + std::to_string(SearchLimits::filter_depth) + " deep at most."));
    TRY(Filter left, single(depth));
    for (;;) {
      skip_space();
      const bool both = take_word("and");
      if (!both && !take_word("or")) return left;
      Filter joined;
      joined.kind = both ? Criterion::Kind::all : Criterion::Kind::any;
      TRY(Filter right, single(depth));
      joined.parts.push_back(std::move(left));
      joined.parts.push_back(std::move(right));
      left = std::move(joined);
    }
  }

  Result<Filter> single(int depth) {
    skip_space();
    const auto start = at_;
    bool negated = take_word("not");
    skip_space();
    if (take('(')) {
      TRY(Filter inner, logical(depth + 1));
      if (!take(')')) return expected("\")\"");
      if (!negated) return inner;
      Filter outer;
      outer.kind = Criterion::Kind::not_;
      outer.parts.push_back(std::move(inner));
      return outer;
    }
    if (negated) at_ = start;  // a parameter may be called so
    return test(depth);
  }

  Result<Filter> test(int depth) {
    if (++tests_ > SearchLimits::filter_tests) return wrong(at_, too_much("A filter has at most " + std::to_string(SearchLimits::filter_tests) + " tests."));
    Filter test;
    do {
      Step step;
      step.at = at_;
      while (at_ < text_.size() && is_name(text_[at_])) ++at_;
      step.name = text_.substr(step.at, at_ - step.at);
      if (step.name.empty()) return expected("The name of a search parameter");
      const bool filtered = take('[');
      if (filtered) {
        TRY(Filter inner, logical(depth + 1));
        if (!take(']')) return expected("\"]\"");
        step.filter.push_back(std::move(inner));
      }
      test.path.push_back(std::move(step));
      if (filtered && (at_ >= text_.size() || text_[at_] != '.')) return expected("\".\" and a name");
    } while (take('.'));
    TRY_VOID(read_operator(test));
    TRY_VOID(read_compared(test));
    return test;
  }

  Result<void> read_operator(Filter& test) {
    skip_space();
    test.operation_at = at_;
    while (at_ < text_.size() && !is_space(text_[at_]) && text_[at_] != ')' && text_[at_] != ']') ++at_;
    const auto word = text_.substr(test.operation_at, at_ - test.operation_at);
    const auto found = std::find(std::begin(operators), std::end(operators), word);
    if (word.empty() || found == std::end(operators)) {
      at_ = test.operation_at;
      auto outcome = expected("An operator (" + listed(operators) + ")");
      if (const auto near = fhir::text::nearest(word, operators); !near.empty()) outcome.issues[0].text += " Did you mean " + quoted(near) + "?";
      return outcome;
    }
    test.operation = static_cast<Operator>(found - std::begin(operators));
    return {};
  }

  /// A text in quotes, as in JSON; or all up to a space, or to a parenthesis or bracket that closes what stands around it.
  Result<void> read_compared(Filter& test) {
    skip_space();
    test.value_at = at_;
    if (take('"')) {
      const auto start = at_;
      while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
      if (at_ >= text_.size()) {
        at_ = text_.size();
        return expected("A closing quote");
      }
      auto text = fhir::path::unescaped(text_.substr(start, at_ - start), "json");
      ++at_;
      if (!text || text->find('\0') != std::string::npos) return wrong(test.value_at, malformed("This is no JSON string."));
      if (text->empty()) return wrong(test.value_at, malformed("There is nothing between the quotes; a value is expected. What is there or not is asked with \"pr\"."));
      test.value = std::move(*text);
    } else {
      // "mm[Hg]" and "10*3(cells)" close what they opened.
      int open = 0;
      for (; at_ < text_.size() && !is_space(text_[at_]); ++at_) {
        const char c = text_[at_];
        if (c == '(' || c == '[') ++open;
        if ((c == ')' || c == ']') && --open < 0) break;
      }
      test.value = text_.substr(test.value_at, at_ - test.value_at);
    }
    if (test.value.empty()) return expected("A value");
    return {};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t tests_ = 0;
};

// ---- The filter as criteria ----------------------------------------------------------------------------------

Criterion together(Criterion::Kind kind, const Descriptor& type, std::vector<Criterion> inner) {
  Criterion criterion;
  criterion.kind = kind;
  criterion.type = &type;
  criterion.inner = std::move(inner);
  return criterion;
}

/// The modifier that asks of concepts what an operator does, or nothing.
std::string_view modifier_of(Operator operation) {
  switch (operation) {
    case Operator::in: return "in";
    case Operator::ni: return "not-in";
    case Operator::ss: return "below";  // the value subsumes what is found
    case Operator::sb: return "above";
    default: return {};
  }
}

bool is_ordered(SearchType type) { return type == SearchType::date || type == SearchType::number || type == SearchType::quantity; }

bool is_answered(Operator operation, const index::Parameter& parameter) {
  const auto modifiers = modifiers_of(parameter);
  if (parameter.is_full_text()) return operation == Operator::pr;  // its values have a grammar of their own
  const auto has = [&](std::string_view modifier) { return std::find(modifiers.begin(), modifiers.end(), modifier) != modifiers.end(); };
  switch (operation) {
    case Operator::eq:
    case Operator::ne: return true;
    case Operator::co:
    case Operator::sw:
    case Operator::ew: return parameter.kind == SearchType::string;
    case Operator::pr: return has("missing");
    case Operator::in:
    case Operator::ni:
    case Operator::ss:
    case Operator::sb: return parameter.kind == SearchType::token && has(modifier_of(operation));
    case Operator::re: return parameter.kind == SearchType::reference;
    case Operator::po: return parameter.kind == SearchType::date;
    default: return is_ordered(parameter.kind);
  }
}

Outcome not_answered(Operator operation, const index::Parameter& parameter) {
  std::vector<std::string_view> valid;
  for (std::size_t i = 0; i < std::size(operators); ++i) {
    if (is_answered(static_cast<Operator>(i), parameter)) valid.push_back(operators[i]);
  }
  return unsupported("The operator " + quoted(operators[static_cast<std::size_t>(operation)]) + " is not answered for " + quoted(parameter.code) + " of " +
                     std::string(parameter.type->name) + "." + suggestion(operators[static_cast<std::size_t>(operation)], valid));
}

/// The operators that are prefixes elsewhere, in their order.
Prefix prefix_of(Operator operation) {
  constexpr Prefix prefixes[] = {Prefix::eq, Prefix::ne, Prefix::gt, Prefix::lt, Prefix::ge, Prefix::le, Prefix::sa, Prefix::eb, Prefix::ap, Prefix::po};
  const auto at = static_cast<std::size_t>(operation);
  return at < std::size(prefixes) ? prefixes[at] : Prefix::eq;
}

/// A value as it stands: no list, and its prefix is the operator.
Result<Value> value_of(SearchType type, const Filter& test, std::string_view code) {
  Value value;
  if (type == SearchType::token || type == SearchType::quantity) {
    TRY(value, read_value(type, test.value, code));
    if (value.prefix != Prefix::eq) return malformed("The operator stands before the value, which has no prefix.");
  } else {
    value.text = test.value;
  }
  if (is_ordered(type)) value.prefix = prefix_of(test.operation);
  return value;
}

Modifier modifier_of_text(Operator operation) {
  switch (operation) {
    case Operator::eq: return Modifier::equal;
    case Operator::ne: return Modifier::unequal;
    case Operator::co: return Modifier::contains;
    case Operator::ew: return Modifier::ends;
    default: return Modifier::none;
  }
}

/// A test whose operator is answered. https://hl7.org/fhir/R4/search_filter.html#ops
Result<Criterion> read_test(const Filter& test, Criterion criterion) {
  const auto& parameter = *criterion.parameter;
  if (test.operation == Operator::pr) {
    if (test.value != "true" && test.value != "false") return malformed("The value of \"pr\" is true or false.");
    criterion.modifier = Modifier::missing;
    criterion.missing = test.value == "false";
    return criterion;
  }
  if (const auto modifier = modifier_of(test.operation); !modifier.empty()) {
    TRY_VOID(read_modifier(modifier, criterion));
    const bool is_url = test.operation == Operator::in || test.operation == Operator::ni;  // of a value set
    TRY(Value value, value_of(is_url ? SearchType::uri : SearchType::token, test, parameter.code));
    criterion.values.push_back(std::move(value));
    return criterion;
  }
  if (parameter.kind == SearchType::composite) {
    TRY(Value value, read_composite(parameter, test.value));
    criterion.values.push_back(std::move(value));
  } else {
    TRY(Value value, value_of(parameter.is_id() ? SearchType::string : parameter.kind, test, parameter.code));
    criterion.values.push_back(std::move(value));
  }
  if (parameter.kind == SearchType::string) criterion.modifier = modifier_of_text(test.operation);
  if (test.operation != Operator::ne || is_ordered(parameter.kind) || parameter.kind == SearchType::string) return criterion;

  // Codes and references are found by what they are, so unequal is: there are some, and none is equal.
  const auto& type = *criterion.type;
  Criterion present = criterion;
  present.modifier = Modifier::missing;
  const bool always = parameter.is_id();
  Criterion none = together(Criterion::Kind::not_, type, {std::move(criterion)});
  return always ? none : together(Criterion::Kind::all, type, {std::move(present), std::move(none)});
}

/// Reads a filter for one type of resource.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Result<Criterion> read(const Filter& filter, const Descriptor& type, Scope scope) const {
    if (filter.kind == Criterion::Kind::values) return read_path(filter, 0, type, scope);
    std::vector<Criterion> inner;
    for (const auto& part : filter.parts) {
      TRY(Criterion one, read(part, type, scope));
      inner.push_back(std::move(one));
    }
    return together(filter.kind, type, std::move(inner));
  }

 private:
  Result<Criterion> read_path(const Filter& test, std::size_t place, const Descriptor& type, Scope scope) const {
    const auto& step = test.path[place];
    const auto colon = step.name.find(':');
    auto criterion = criterion_about(type, step.name.substr(0, colon), scope);
    if (!criterion) return at_column(text_, step.at, std::move(criterion.outcome()));
    if (place + 1 == test.path.size()) {
      if (colon != std::string_view::npos) return at_column(text_, step.at + colon, malformed("A name in a filter has no modifier: use an operator."));
      if (!is_answered(test.operation, *criterion->parameter)) return at_column(text_, test.operation_at, not_answered(test.operation, *criterion->parameter));
      auto read = read_test(test, std::move(*criterion));
      return read ? std::move(read) : at_column(text_, test.value_at, std::move(read.outcome()));
    }
    auto read = criterion->parameter->kind == SearchType::composite
                    ? read_parts(test, place, std::move(*criterion))
                    : read_chain(std::move(*criterion), colon == std::string_view::npos ? std::string_view() : step.name.substr(colon + 1), scope, behind(test, place));
    return read ? std::move(read) : at_column(text_, step.at, std::move(read.outcome()));
  }

  Behind behind(const Filter& test, std::size_t place) const {
    const auto next = test.path[place + 1].name;
    const auto read = [this, &test, place](const Descriptor& target, Scope deeper) { return read_behind(test, place, target, deeper); };
    const auto placed = [this](std::string_view name, Outcome outcome) { return at_column(text_, static_cast<std::size_t>(name.data() - text_.data()), std::move(outcome)); };
    return {next.substr(0, next.find(':')), read, placed};
  }

  /// What is asked of a resource that a reference leads to: what is in brackets and what follows, of the same one.
  Result<Criterion> read_behind(const Filter& test, std::size_t place, const Descriptor& type, Scope scope) const {
    TRY(Criterion rest, read_path(test, place + 1, type, scope));
    if (test.path[place].filter.empty()) return rest;
    TRY(Criterion filter, read(test.path[place].filter[0], type, scope));
    return together(Criterion::Kind::all, type, {std::move(filter), std::move(rest)});
  }

  /// "relationship[relation eq replaces].relatesto re DocumentReference/4": the parts of a composite, by their names.
  Result<Criterion> read_parts(const Filter& test, std::size_t place, Criterion criterion) const {
    const auto& composite = *criterion.parameter;
    const auto& step = test.path[place];
    const auto* first = step.filter.empty() ? nullptr : &step.filter[0];
    if (composite.components.size() != 2 || first == nullptr || first->kind != Criterion::Kind::values || first->path.size() != 1 || place + 2 != test.path.size()) {
      return unsupported("A composite of two parts is asked with one test in brackets, for one part, and the name of the other behind them.");
    }
    Filter last = test;
    last.path.erase(last.path.begin(), last.path.begin() + static_cast<std::ptrdiff_t>(place + 1));
    Value value;
    value.parts.resize(2);
    std::optional<std::size_t> before;
    for (const Filter* part : {first, static_cast<const Filter*>(&last)}) {
      std::vector<std::string_view> names;
      for (const auto& component : composite.components) names.push_back(component.code);
      const auto found = static_cast<std::size_t>(std::find(names.begin(), names.end(), part->path[0].name) - names.begin());
      if (found == names.size() || found == before) {
        return at_column(text_, part->path[0].at, unsupported(quoted(part->path[0].name) + " is none of the parts of " + quoted(composite.code) + ", or is asked twice: each is asked once." + suggestion(part->path[0].name, names)));
      }
      before = found;
      const auto type = composite.components[found].type;
      const bool valid = part->operation == Operator::eq || (type == SearchType::reference && part->operation == Operator::re) ||
                         (is_ordered(type) && part->operation < Operator::po);
      if (!valid) return at_column(text_, part->operation_at, unsupported("A part of a composite is asked with eq, with re where it is a reference, and with the prefixes where it is ordered."));
      TRY(value.parts[found], value_of(type, *part, composite.code));
    }
    criterion.values.push_back(std::move(value));
    return criterion;
  }

  std::string_view text_;
};

}  // namespace

Result<Criterion> read_filter(const Descriptor& type, std::string_view text, Scope scope) {
  TRY(const Filter filter, Parser(text).run());
  return Reader(text).read(filter, type, scope);
}

}  // namespace engine::search
