#include "fhir/path/arithmetic.h"
#include "fhir/path/equality.h"
#include "fhir/path/evaluation.h"
#include "fhir/path/text.h"

namespace fhir::path {
namespace {

using Type = Value::Type;

bool is_number(const Value& value) { return value.is(Type::integer) || value.is(Type::decimal); }
bool is_amount(const Value& value) { return is_number(value) || value.is(Type::quantity); }
bool is_moment(const Value& value) { return value.is(Type::date) || value.is(Type::date_time); }

// http://hl7.org/fhirpath/N1/#boolean-logic: the right side is not looked at where the left one decides.
Collection logic(Evaluation& evaluation, const Term& term, const Scope& scope) {
  const auto code = static_cast<Operator>(term.code);
  const auto left = evaluation.truth(term, evaluation.evaluate(term.left, scope));
  if (left == false && code == Operator::and_) return evaluation.one(false);
  if (left == true && code == Operator::or_) return evaluation.one(true);
  if (left == false && code == Operator::implies) return evaluation.one(true);
  if (!left && code == Operator::xor_) return evaluation.none();

  const auto right = evaluation.truth(term, evaluation.evaluate(term.right, scope));
  switch (code) {
    case Operator::and_: return right == false ? evaluation.one(false) : right ? evaluation.one(left) : evaluation.none();
    case Operator::or_: return right == true ? evaluation.one(true) : right ? evaluation.one(left) : evaluation.none();
    case Operator::xor_: return right ? evaluation.one(*left != *right) : evaluation.none();
    default: return right == true || left ? evaluation.one(right) : evaluation.none();
  }
}

/// = != ~ !~
Collection equality(Evaluation& evaluation, Operator code, const Collection& left, const Collection& right) {
  if (code == Operator::equivalent) return evaluation.one(equivalent(evaluation, left, right));
  if (code == Operator::not_equivalent) return evaluation.one(!equivalent(evaluation, left, right));
  const auto same = equal(evaluation, left, right);
  return same ? evaluation.one(*same == (code == Operator::equal)) : evaluation.none();
}

Collection no_operation(Evaluation& evaluation, const Term& term, const Value& left, const Value& right) {
  return evaluation.fail(term, "there is no such operation of " + std::string(type_of(left).name) + " and " + std::string(type_of(right).name));
}

/// < <= > >=
Collection comparison(Evaluation& evaluation, const Term& term, const Value& left, const Value& right) {
  if (!comparable(left, right)) return no_operation(evaluation, term, left, right);
  const auto by = order(evaluation, left, right);
  if (!by) return evaluation.none();
  switch (static_cast<Operator>(term.code)) {
    case Operator::less: return evaluation.one(*by < 0);
    case Operator::less_or_equal: return evaluation.one(*by <= 0);
    case Operator::greater: return evaluation.one(*by > 0);
    default: return evaluation.one(*by >= 0);
  }
}

/// An operation of two numbers: of Integers an Integer, where it can be held.
Collection of_numbers(Evaluation& evaluation, Operator code, const Value& left, const Value& right) {
  const Decimal a = left.decimal(), b = right.decimal();
  std::optional<Decimal> result;
  switch (code) {
    case Operator::add: result = add(a, b); break;
    case Operator::subtract: result = subtract(a, b); break;
    case Operator::multiply: result = multiply(a, b); break;
    case Operator::divide: result = divide(a, b); break;
    case Operator::div: result = divide_whole(a, b); break;
    default: result = modulo(a, b); break;
  }
  if (!result) return evaluation.none();
  const bool integers = left.is(Type::integer) && right.is(Type::integer);
  if (code != Operator::div && (!integers || code == Operator::divide)) return evaluation.one(Value::of(*result));
  const auto integer = whole(*result);
  return integer ? evaluation.one(Value::of(*integer)) : evaluation.none();
}

/// The unit of a product or quotient, as UCUM writes it.
std::string unit_of(const Quantity& left, Operator code, const Quantity& right) {
  const bool product = code == Operator::multiply;
  if (right.unit == "1") return std::string(left.unit);
  if (left.unit == "1" && product) return std::string(right.unit);
  if (left.unit == right.unit && !product) return "1";
  const bool is_simple = product || right.unit.find_first_of("./") == std::string_view::npos;
  const std::string unit(right.unit);
  return std::string(left.unit) + (product ? '.' : '/') + (is_simple ? unit : '(' + unit + ')');
}

/// Quantities, or one of them a number. http://hl7.org/fhirpath/N1/#math
Collection of_quantities(Evaluation& evaluation, const Term& term, const Value& left, const Value& right) {
  const auto code = static_cast<Operator>(term.code);
  const auto as_quantity = [](const Value& value) { return value.is(Type::quantity) ? value.quantity() : Quantity{value.decimal(), "1"}; };
  const Quantity a = as_quantity(left), b = as_quantity(right);
  if (code == Operator::add || code == Operator::subtract) {
    // In the unit of the left one.
    const auto amount = converted(evaluation, b, a);
    if (!amount) return evaluation.none();
    const auto sum = code == Operator::add ? add(a.value, *amount) : subtract(a.value, *amount);
    return sum ? evaluation.one(Value::of(Quantity{*sum, a.unit, a.calendar})) : evaluation.none();
  }
  if (code != Operator::multiply && code != Operator::divide) return no_operation(evaluation, term, left, right);
  // Calendar durations are no units of UCUM: they have multiples and ratios only.
  const bool has_calendar = a.calendar || b.calendar;
  if (has_calendar && a.unit != "1" && b.unit != "1" && (a.unit != b.unit || code == Operator::multiply)) return evaluation.none();
  const auto result = code == Operator::multiply ? multiply(a.value, b.value) : divide(a.value, b.value);
  if (!result || !evaluation.room_for(a.unit.size() + b.unit.size())) return evaluation.none();
  const std::string unit = unit_of(a, code, b);
  return evaluation.one(Value::of(Quantity{*result, evaluation.arena().copy(unit), has_calendar && unit != "1"}));
}

// http://hl7.org/fhirpath/N1/#datetime-arithmetic
Collection of_moments(Evaluation& evaluation, const Term& term, const Value& left, Quantity duration) {
  const bool is_month = months_in(calendar_unit(duration.unit), true).has_value();
  if (!is_duration(duration) || (left.is(Type::time) && is_month)) {
    return evaluation.fail(term, "only a duration such as 4 days can be added to a value of type " + std::string(type_of(left).name));
  }
  if (static_cast<Operator>(term.code) == Operator::subtract) duration.value.mantissa = -duration.value.mantissa;
  if (left.is(Type::time)) return evaluation.one(Value::of(add(left.time(), duration)));
  const auto moment = add(left.date_time(), duration);
  if (!moment) return evaluation.none();
  return evaluation.one(left.is(Type::date) ? Value::date(*moment) : Value::date_time(*moment));
}

Collection arithmetic(Evaluation& evaluation, const Term& term, const Value& left, const Value& right) {
  const auto code = static_cast<Operator>(term.code);
  const bool is_sum = code == Operator::add || code == Operator::subtract;
  if (is_number(left) && is_number(right)) return of_numbers(evaluation, code, left, right);
  if (is_amount(left) && is_amount(right)) return of_quantities(evaluation, term, left, right);
  if (is_sum && (is_moment(left) || left.is(Type::time)) && right.is(Type::quantity)) {
    return of_moments(evaluation, term, left, right.quantity());
  }
  if (code != Operator::add || !left.is(Type::string) || !right.is(Type::string)) return no_operation(evaluation, term, left, right);
  if (!evaluation.room_for(left.string().size() + right.string().size())) return evaluation.none();
  return evaluation.one(evaluation.text_value(std::string(left.string()).append(right.string())));
}

/// & takes nothing for an empty text. http://hl7.org/fhirpath/N1/#string-concatenation
Collection concatenation(Evaluation& evaluation, const Term& term, const Collection& left, const Collection& right) {
  const std::string_view a = evaluation.string(term, left).value_or(""), b = evaluation.string(term, right).value_or("");
  if (!evaluation.room_for(a.size() + b.size())) return evaluation.none();
  return evaluation.one(evaluation.text_value(std::string(a).append(b)));
}

/// in and contains
Collection membership(Evaluation& evaluation, const Term& term, const Collection& one, const Collection& all) {
  const Value* value = evaluation.single(term, one);
  if (value == nullptr) return evaluation.none();
  for (const Value& other : all) {
    if (equal(evaluation, *value, other) == true) return evaluation.one(true);
  }
  return evaluation.one(false);
}

Collection unite(Evaluation& evaluation, const Collection& left, const Collection& right) {
  Distinct seen(evaluation);
  Collection all = evaluation.none();
  for (const Collection* side : {&left, &right}) {
    for (const Value& value : *side) {
      if (seen.add(value)) all.add(value);
    }
  }
  return all;
}

/// The operators between single values.
Collection of_singles(Evaluation& evaluation, const Term& term, const Collection& left, const Collection& right) {
  const Value* a = evaluation.single(term, left);
  const Value* b = evaluation.single(term, right);
  if (a == nullptr || b == nullptr) return evaluation.none();
  const auto first = system_value(*a), second = system_value(*b);
  if (first && second) {
    const auto code = static_cast<Operator>(term.code);
    const bool compares = code >= Operator::less && code <= Operator::greater_or_equal;
    return compares ? comparison(evaluation, term, *first, *second) : arithmetic(evaluation, term, *first, *second);
  }
  // A primitive without a value and a quantity with a comparator are of the right type and yet have nothing to compare.
  const auto may_be_absent = [](const Value& value, const std::optional<Value>& simple) {
    return simple || value.node().type->is_primitive() || is_a(value, "FHIR.Quantity");
  };
  return may_be_absent(*a, first) && may_be_absent(*b, second) ? evaluation.none() : no_operation(evaluation, term, *a, *b);
}

}  // namespace

Collection binary(Evaluation& evaluation, const Term& term, const Scope& scope) {
  const auto code = static_cast<Operator>(term.code);
  if (code >= Operator::and_) return logic(evaluation, term, scope);
  const Collection left = evaluation.evaluate(term.left, scope);
  const Collection right = evaluation.evaluate(term.right, scope);
  if (evaluation.failed()) return evaluation.none();
  switch (code) {
    case Operator::equal:
    case Operator::not_equal:
    case Operator::equivalent:
    case Operator::not_equivalent: return equality(evaluation, code, left, right);
    case Operator::in: return membership(evaluation, term, left, right);
    case Operator::contains: return membership(evaluation, term, right, left);
    case Operator::concatenate: return concatenation(evaluation, term, left, right);
    case Operator::unite: return unite(evaluation, left, right);
    default: return of_singles(evaluation, term, left, right);
  }
}

}  // namespace fhir::path
