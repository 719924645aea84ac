#include "fhir/path/evaluate.h"

#include <chrono>

#include "fhir/path/arithmetic.h"
#include "fhir/path/evaluation.h"
#include "fhir/path/navigate.h"
#include "fhir/path/text.h"

namespace fhir::path {

Evaluation::Evaluation(const Expression& expression, Node input, Arena& arena, const Environment& environment)
    : expression_(expression),
      input_(input),
      input_value_(Value::of(input)),
      arena_(arena),
      environment_(environment),
      meter_(environment.limits, arena) {}

Result<Collection> Evaluation::run() {
  if (expression_.terms().empty()) return none();
  const Scope scope{input_ ? &input_value_ : nullptr, 0, nullptr};
  Collection result = evaluate(static_cast<std::uint32_t>(expression_.terms().size() - 1), scope);
  if (failed_) return std::move(outcome_);
  return result;
}

bool Evaluation::step(std::uint64_t steps) {
  if (failed_) return false;
  if (meter_.spend(steps)) return true;
  failed_ = true;
  outcome_ = Outcome(IssueType::too_costly, "FHIRPath: the expression takes more work than is allowed on this input");
  return false;
}

Collection Evaluation::fail(const Term& term, std::string text, IssueType type) {
  if (!failed_) {
    failed_ = true;
    outcome_ = Outcome(type, "FHIRPath: at character " + std::to_string(term.position + 1) + ", " + std::move(text));
  }
  return none();
}

Collection Evaluation::evaluate(std::uint32_t at, const Scope& scope) {
  if (!step()) return none();
  const Term& term = expression_.terms()[at];
  Collection values = value_of(term, scope);
  if (values.size() > environment_.limits.values) {
    return fail(term, "a collection has more than " + std::to_string(environment_.limits.values) + " values", IssueType::too_costly);
  }
  return values;
}

Collection Evaluation::value_of(const Term& term, const Scope& scope) {
  using Kind = Term::Kind;
  switch (term.kind) {
    case Kind::nothing: return none();
    case Kind::boolean:
    case Kind::string:
    case Kind::integer:
    case Kind::decimal:
    case Kind::date:
    case Kind::date_time:
    case Kind::time:
    case Kind::quantity: return literal(term);
    case Kind::variable: return variable(term);
    case Kind::this_: return scope.item != nullptr ? one(*scope.item) : none();
    case Kind::index: return one(Value::of(std::int64_t{scope.index}));
    case Kind::total: {
      if (scope.total == nullptr) return fail(term, "$total has a value only inside aggregate()");
      Collection total = none();
      if (step(scope.total->size())) total.add_all(*scope.total);
      return total;
    }
    case Kind::child: return child(term, scope);
    case Kind::call: return call(term, scope);
    case Kind::item: return item(term, scope);
    case Kind::plus:
    case Kind::minus: return sign(term, scope);
    case Kind::binary: return binary(*this, term, scope);
    case Kind::is: return type_test(*this, term, evaluate(term.left, scope));
    case Kind::as: return type_cast(*this, term, evaluate(term.left, scope));
  }
  return none();
}

// http://hl7.org/fhirpath/N1/#literals
Collection Evaluation::literal(const Term& term) {
  const std::string_view text = expression_.text_of(term);
  switch (term.kind) {
    case Term::Kind::boolean: return one(text == "true");
    case Term::Kind::string: return one(Value::of(text));
    case Term::Kind::integer:
      if (const auto number = parse_integer(text)) return one(Value::of(*number));
      [[fallthrough]];  // more digits than an Integer has
    case Term::Kind::decimal:
      if (const auto number = parse_decimal(text)) return one(Value::of(*number));
      break;
    case Term::Kind::date:
      if (const auto date = parse_date_time(text)) return one(Value::date(*date));
      break;
    case Term::Kind::date_time:
      if (const auto moment = parse_date_time(text)) return one(Value::date_time(*moment));
      break;
    case Term::Kind::time:
      if (const auto time = parse_time(text)) return one(Value::of(*time));
      break;
    default:
      if (const auto quantity = parse_quantity(text)) return one(Value::of(*quantity));
      break;
  }
  return fail(term, "a literal is beyond what can be held");
}

// A path may begin with the type of what it is about: Patient.name. http://hl7.org/fhirpath/N1/#path-selection
Collection Evaluation::child(const Term& term, const Scope& scope) {
  const std::string_view name = expression_.text_of(term);
  Collection values = none();
  if (term.left == Term::none) {
    if (scope.item == nullptr) return values;
    const bool may_be_type = !name.empty() && name[0] >= 'A' && name[0] <= 'Z';
    if (may_be_type && is_a(*scope.item, name)) return one(*scope.item);
    add_child_of(term, *scope.item, name, values);
    return values;
  }
  const Collection parents = evaluate(term.left, scope);
  if (!step(parents.size())) return values;
  for (const Value& parent : parents) add_child_of(term, parent, name, values);
  return values;
}

void Evaluation::add_child_of(const Term& term, const Value& value, std::string_view name, Collection& out) {
  if (value.is_node()) {
    if (add_child(value.node(), name, out)) return;
  } else if (value.is(Value::Type::type_name)) {
    // http://hl7.org/fhirpath/N1/#types-and-reflection
    if (name == "name") return out.add(Value::of(value.type_name().name));
    if (name == "namespace") return out.add(Value::of(value.type_name().space));
  } else if (value.is(Value::Type::quantity)) {
    if (name == "value") return out.add(Value::of(value.quantity().value));
    if (name == "unit" || name == "code") return out.add(Value::of(value.quantity().unit));
  }
  if (environment_.strict) fail(term, "there is no " + std::string(name) + " in a value of type " + std::string(type_of(value).name));
}

// http://hl7.org/fhirpath/N1/#environment-variables and https://hl7.org/fhir/R4/fhirpath.html#variables
Collection Evaluation::variable(const Term& term) {
  const std::string_view name = expression_.text_of(term);
  const auto node = [this](Node node) { return node ? one(Value::of(node)) : none(); };
  if (name == "context") return node(input_);
  if (name == "resource") return node(resource());
  if (name == "rootResource") return node(root_resource());
  for (const Variable& variable : environment_.variables) {
    if (variable.name == name) return one(variable.value);
  }
  if (name == "ucum") return one(Value::of(std::string_view("http://unitsofmeasure.org")));
  if (name == "sct") return one(Value::of(std::string_view("http://snomed.info/sct")));
  if (name == "loinc") return one(Value::of(std::string_view("http://loinc.org")));
  if (name.starts_with("vs-")) return text("http://hl7.org/fhir/ValueSet/" + std::string(name.substr(3)));
  if (name.starts_with("ext-")) return text("http://hl7.org/fhir/StructureDefinition/" + std::string(name.substr(4)));
  return fail(term, "there is no variable %" + std::string(name));
}

// http://hl7.org/fhirpath/N1/#index-integer-collection
Collection Evaluation::item(const Term& term, const Scope& scope) {
  Collection values = evaluate(term.left, scope);
  const auto at = integer(term, evaluate(term.right, scope));
  if (!at || *at < 0) return none();
  values.slice(static_cast<std::size_t>(*at), 1);
  return values;
}

Collection Evaluation::sign(const Term& term, const Scope& scope) {
  const Collection operand = evaluate(term.left, scope);
  const auto value = single_value(term, operand);
  if (operand.empty() || failed_) return none();
  const bool is_number = value && (value->is(Value::Type::integer) || value->is(Value::Type::decimal) || value->is(Value::Type::quantity));
  if (!is_number) return fail(term, "a sign stands before what is no number");
  if (term.kind == Term::Kind::plus) return one(*value);
  if (value->is(Value::Type::integer)) {
    const auto negative = whole({-Decimal::Mantissa{value->integer()}, 0});
    return negative ? one(Value::of(*negative)) : none();
  }
  const Decimal number = value->decimal();
  const Decimal negative{-number.mantissa, number.exponent};
  if (value->is(Value::Type::quantity)) return one(Value::of(Quantity{negative, value->quantity().unit, value->quantity().calendar}));
  // -2147483648 is an Integer, though its digits are not.
  const auto integer = number.exponent == 0 ? whole(negative) : std::nullopt;
  return one(integer ? Value::of(*integer) : Value::of(negative));
}

Collection Evaluation::call(const Term& term, const Scope& scope) {
  Collection input = none();
  if (term.left != Term::none) input = evaluate(term.left, scope);
  else if (scope.item != nullptr) input.add(*scope.item);
  if (!step(input.size())) return none();
  const Call call{term, scope, input};
  const Function function = call.function();
  if (function <= Function::is_distinct) return call_existence(*this, call);
  if (function <= Function::of_type) return call_filtering(*this, call);
  if (function <= Function::combine) return call_subsetting(*this, call);
  if (function <= Function::converts_to_time) return call_conversion(*this, call);
  if (function <= Function::unescape) return call_string(*this, call);
  if (function <= Function::truncate) return call_math(*this, call);
  if (function <= Function::aggregate) return call_navigation(*this, call);
  if (function <= Function::html_checks) return call_fhir(*this, call);
  return call_boundary(*this, call);
}

std::uint32_t Evaluation::argument_term(const Call& call, std::uint32_t number) const {
  std::uint32_t at = call.term.right;
  for (; number > 0; --number) at = expression_.terms()[at].next;
  return at;
}

Collection Evaluation::argument(const Call& call, std::uint32_t number) {
  return number < call.term.count ? evaluate(argument_term(call, number), call.scope) : none();
}

Collection Evaluation::text(std::string_view text) {
  if (!room_for(text.size())) return none();
  return one(text_value(text));
}

const Value* Evaluation::single(const Term& term, const Collection& values) {
  if (values.size() == 1) return &values[0];
  if (values.size() > 1) fail(term, "expected at most one value but found " + std::to_string(values.size()));
  return nullptr;
}

std::optional<Value> Evaluation::single_value(const Term& term, const Collection& values) {
  const Value* value = single(term, values);
  return value != nullptr ? system_value(*value) : std::nullopt;
}

std::optional<bool> Evaluation::truth(const Term& term, const Collection& values) {
  const Value* value = single(term, values);
  if (value == nullptr) return {};
  if (value->is(Value::Type::boolean)) return value->boolean();
  const auto simple = system_value(*value);
  return simple && simple->is(Value::Type::boolean) ? simple->boolean() : true;
}

std::optional<std::string_view> Evaluation::string(const Term& term, const Collection& values) {
  const Value* value = single(term, values);
  if (value == nullptr) return {};
  if (value->is(Value::Type::string)) return value->string();
  // Any primitive has a text; published rules match dates and numbers so.
  if (value->is_node() && value->node().type->is_primitive()) {
    const Primitive& primitive = value->node().primitive();
    return primitive.has_text() ? std::optional(primitive.text()) : std::nullopt;
  }
  fail(term, "expected a String but found a value of type " + std::string(type_of(*value).name));
  return {};
}

std::optional<std::int64_t> Evaluation::integer(const Term& term, const Collection& values) {
  const Value* value = single(term, values);
  if (value == nullptr) return {};
  const auto simple = system_value(*value);
  if (simple && simple->is(Value::Type::integer)) return simple->integer();
  fail(term, "expected an Integer but found a value of type " + std::string(type_of(*value).name));
  return {};
}

DateTime Evaluation::now() {
  if (!now_) {
    const auto clock = std::chrono::system_clock::now().time_since_epoch();
    now_ = environment_.now ? *environment_.now : std::chrono::duration_cast<std::chrono::microseconds>(clock).count();
  }
  return moment_of(*now_, environment_.zone_minutes);
}

Result<Collection> evaluate(const Expression& expression, Node input, Arena& arena, const Environment& environment) {
  return Evaluation(expression, input, arena, environment).run();
}

Result<bool> holds(const Expression& expression, Node input, Arena& arena, const Environment& environment) {
  TRY(const Collection values, evaluate(expression, input, arena, environment));
  if (values.empty()) return false;
  if (values.size() > 1) return Outcome(IssueType::processing, "FHIRPath: a constraint yields one value, true or false");
  const auto value = system_value(values[0]);
  return !value || !value->is(Value::Type::boolean) || value->boolean();
}

}  // namespace fhir::path
