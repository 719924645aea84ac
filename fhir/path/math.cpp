#include <cmath>

#include "fhir/path/arithmetic.h"
#include "fhir/path/evaluation.h"

/// http://hl7.org/fhirpath/N1/#math
namespace fhir::path {
namespace {

using F = Function;
using Type = Value::Type;

constexpr int places_max = Decimal::digits_max;

Collection integer(Evaluation& evaluation, const Decimal& value) {
  const auto number = whole(value);
  return number ? evaluation.one(Value::of(*number)) : evaluation.none();
}

/// Of what has no exact result, the nearest decimal to the nearest double; nothing for what is no number.
Collection real(Evaluation& evaluation, double value) {
  const auto number = decimal_of(value);
  return number ? evaluation.one(Value::of(*number)) : evaluation.none();
}

/// base^exponent, exactly where that can be held.
Collection power(Evaluation& evaluation, const Value& base, const Value& exponent) {
  constexpr std::int64_t exact_max = 128;
  const bool is_exact = exponent.is(Type::integer) && exponent.integer() >= 0 && exponent.integer() <= exact_max;
  std::optional<Decimal> product = Decimal{1, 0};
  for (std::int64_t left = is_exact ? exponent.integer() : 0; left > 0 && product; --left) product = multiply(*product, base.decimal());
  if (!is_exact || !product) return real(evaluation, std::pow(double_of(base.decimal()), double_of(exponent.decimal())));
  return base.is(Type::integer) ? integer(evaluation, *product) : evaluation.one(Value::of(*product));
}

Collection rounded(Evaluation& evaluation, const Call& call, const Value& number) {
  if (call.term.count == 0) return integer(evaluation, round(number.decimal(), 0, Rounding::half_away));
  const auto places = evaluation.integer(call.term, evaluation.argument(call, 0));
  if (!places) return evaluation.none();
  if (*places < 0 || *places > places_max) return evaluation.fail(call.term, "round() expects 0 to " + std::to_string(places_max) + " places");
  return evaluation.one(Value::of(round(number.decimal(), static_cast<int>(*places), Rounding::half_away)));
}

Collection absolute(Evaluation& evaluation, const Value& value) {
  if (value.is(Type::integer)) return integer(evaluation, {value.integer() < 0 ? -value.integer() : value.integer(), 0});
  Decimal number = value.decimal();
  if (number.mantissa < 0) number.mantissa = -number.mantissa;
  if (value.is(Type::decimal)) return evaluation.one(Value::of(number));
  return evaluation.one(Value::of(Quantity{number, value.quantity().unit, value.quantity().calendar}));
}

}  // namespace

Collection call_math(Evaluation& evaluation, const Call& call) {
  const auto value = evaluation.single_value(call.term, call.input);
  if (call.input.empty() || evaluation.failed()) return evaluation.none();
  const bool is_number = value && (value->is(Type::integer) || value->is(Type::decimal));
  if (!is_number && !(value && value->is(Type::quantity) && call.function() == F::abs)) {
    const bool has_no_value = !value && call.input[0].node().type->is_primitive();
    return has_no_value ? evaluation.none() : evaluation.fail(call.term, std::string(call.name()) + "() expects a number");
  }
  const Decimal number = value->decimal();
  switch (call.function()) {
    case F::abs: return absolute(evaluation, *value);
    case F::ceiling: return integer(evaluation, round(number, 0, Rounding::up));
    case F::floor: return integer(evaluation, round(number, 0, Rounding::down));
    case F::truncate: return integer(evaluation, round(number, 0, Rounding::toward_zero));
    case F::round: return rounded(evaluation, call, *value);
    case F::exp: return real(evaluation, std::exp(double_of(number)));
    case F::ln: return real(evaluation, std::log(double_of(number)));
    case F::sqrt: return real(evaluation, std::sqrt(double_of(number)));
    default: break;
  }
  const auto argument = evaluation.single_value(call.term, evaluation.argument(call, 0));
  if (!argument) return evaluation.none();
  if (!argument->is(Type::integer) && !argument->is(Type::decimal)) return evaluation.fail(call.term, std::string(call.name()) + "() expects a number");
  if (call.function() == F::power) return power(evaluation, *value, *argument);
  return real(evaluation, std::log(double_of(number)) / std::log(double_of(argument->decimal())));
}

}  // namespace fhir::path
