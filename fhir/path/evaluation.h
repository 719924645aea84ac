#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "fhir/path/evaluate.h"
#include "fhir/path/expression.h"
#include "fhir/path/function.h"
#include "fhir/path/meter.h"

/// The insides of evaluate(): the walk over an expression's terms, and what functions and operators see of it.
namespace fhir::path {

/// What $this, $index and $total are for a term.
struct Scope {
  const Value* item = nullptr;  ///< $this; null: nothing
  std::uint32_t index = 0;
  const Collection* total = nullptr;
};

/// A function about to be carried out.
struct Call {
  const Term& term;
  const Scope& scope;
  const Collection& input;

  Function function() const { return static_cast<Function>(term.code); }
  std::string_view name() const { return functions()[term.code].name; }
};

/// One evaluation of one expression, on the stack of evaluate(). The first failure stays: after it every term yields
/// nothing at once, so that whoever combines values need not ask after each step whether all went well.
class Evaluation {
 public:
  Evaluation(const Expression& expression, Node input, Arena& arena, const Environment& environment);

  Result<Collection> run();

  Collection evaluate(std::uint32_t term, const Scope& scope);
  /// The value of an argument in the scope of the call; nothing if it was not given.
  Collection argument(const Call& call, std::uint32_t number);
  /// The term of an argument that was given, to be evaluated on each item.
  std::uint32_t argument_term(const Call& call, std::uint32_t number) const;

  /// Takes steps off the limits; false if that was too much, or if something failed before.
  bool step(std::uint64_t steps = 1);
  /// False if a text or list of so many bytes is beyond the limits. Ask before making it.
  bool room_for(std::uint64_t bytes) { return step(1 + bytes / bytes_per_step); }
  bool failed() const { return failed_; }
  /// Nothing, and an issue that says where. The first one counts.
  Collection fail(const Term& term, std::string text, IssueType type = IssueType::processing);

  Collection none() const { return Collection(arena_); }
  Collection one(const Value& value) const { return Collection(arena_, value); }
  Collection one(bool value) const { return one(Value::of(value)); }
  Collection one(std::optional<bool> value) const { return value ? one(*value) : none(); }
  Collection one(const std::optional<Value>& value) const { return value ? one(*value) : none(); }
  /// A String with a copy of the text.
  Collection text(std::string_view text);
  Value text_value(std::string_view text) const { return Value::of(arena_.copy(text)); }

  // http://hl7.org/fhirpath/N1/#singleton-evaluation-of-collections
  /// The only item, null if there is none; several fail.
  const Value* single(const Term& term, const Collection& values);
  /// The only item as a System value.
  std::optional<Value> single_value(const Term& term, const Collection& values);
  /// True for any one item that is no Boolean.
  std::optional<bool> truth(const Term& term, const Collection& values);
  std::optional<std::string_view> string(const Term& term, const Collection& values);
  std::optional<std::int64_t> integer(const Term& term, const Collection& values);

  const Expression& expression() const { return expression_; }
  const Environment& environment() const { return environment_; }
  Arena& arena() const { return arena_; }
  Node resource() const { return environment_.resource ? environment_.resource : input_; }
  Node root_resource() const { return environment_.root_resource ? environment_.root_resource : resource(); }
  /// The same instant all through the evaluation.
  DateTime now();

 private:
  static constexpr std::uint64_t bytes_per_step = 64;

  Collection value_of(const Term& term, const Scope& scope);
  Collection literal(const Term& term);
  Collection child(const Term& term, const Scope& scope);
  void add_child_of(const Term& term, const Value& value, std::string_view name, Collection& out);
  Collection variable(const Term& term);
  Collection item(const Term& term, const Scope& scope);
  Collection sign(const Term& term, const Scope& scope);
  Collection call(const Term& term, const Scope& scope);

  const Expression& expression_;
  Node input_;
  Value input_value_;
  Arena& arena_;
  const Environment& environment_;
  Meter meter_;
  std::optional<std::int64_t> now_;
  bool failed_ = false;
  Outcome outcome_;
};

/// left `code` right. http://hl7.org/fhirpath/N1/#operations
Collection binary(Evaluation& evaluation, const Term& term, const Scope& scope);
/// Whether there is a type of that name, with a namespace or without: "Patient", "FHIR.Element", "System.String".
bool is_type_name(std::string_view name);
/// is, as and ofType(), each with the type that the term names. http://hl7.org/fhirpath/N1/#types
Collection type_test(Evaluation& evaluation, const Term& term, const Collection& input);
Collection type_cast(Evaluation& evaluation, const Term& term, const Collection& input);
Collection of_type(Evaluation& evaluation, const Term& term, const Collection& input);

// The functions, by the chapters of the specification.
Collection call_existence(Evaluation& evaluation, const Call& call);
Collection call_filtering(Evaluation& evaluation, const Call& call);
Collection call_subsetting(Evaluation& evaluation, const Call& call);
Collection call_conversion(Evaluation& evaluation, const Call& call);
Collection call_string(Evaluation& evaluation, const Call& call);
Collection call_math(Evaluation& evaluation, const Call& call);
Collection call_navigation(Evaluation& evaluation, const Call& call);
Collection call_fhir(Evaluation& evaluation, const Call& call);
Collection call_boundary(Evaluation& evaluation, const Call& call);

}  // namespace fhir::path
