#include "fhir/path/arithmetic.h"
#include "fhir/path/equality.h"
#include "fhir/path/evaluation.h"
#include "fhir/path/text.h"
#include "fhir/text/letters.h"

/// http://hl7.org/fhirpath/N1/#conversion
namespace fhir::path {
namespace {

using F = Function;
using Type = Value::Type;

constexpr std::size_t word_bytes_max = 8;  ///< of the texts that are Booleans

std::optional<Value> to_boolean(const Value& value) {
  switch (value.type()) {
    case Type::boolean: return value;
    case Type::integer:
    case Type::decimal:
      if (compare(value.decimal(), {1, 0}) == 0) return Value::of(true);
      if (compare(value.decimal(), {0, 0}) == 0) return Value::of(false);
      return {};
    case Type::string: {
      if (value.string().size() > word_bytes_max) return {};
      const std::string word = text::lower(value.string());
      for (const std::string_view yes : {"true", "t", "yes", "y", "1", "1.0"}) {
        if (word == yes) return Value::of(true);
      }
      for (const std::string_view no : {"false", "f", "no", "n", "0", "0.0"}) {
        if (word == no) return Value::of(false);
      }
      return {};
    }
    default: return {};
  }
}

std::optional<Value> to_integer(const Value& value) {
  if (value.is(Type::integer)) return value;
  if (value.is(Type::boolean)) return Value::of(std::int64_t{value.boolean() ? 1 : 0});
  if (!value.is(Type::string)) return {};
  const auto number = parse_integer(value.string());
  return number ? std::optional(Value::of(*number)) : std::nullopt;
}

std::optional<Value> to_decimal(const Value& value) {
  if (value.is(Type::decimal)) return value;
  if (value.is(Type::integer)) return Value::of(value.decimal());
  if (value.is(Type::boolean)) return Value::of(Decimal{value.boolean() ? 10 : 0, -1});
  if (!value.is(Type::string) || value.string().find_first_of("eE") != std::string_view::npos) return {};
  const auto number = parse_decimal(value.string());
  return number ? std::optional(Value::of(*number)) : std::nullopt;
}

DateTime day_of(const DateTime& moment) {
  DateTime day;
  day.year = moment.year;
  day.month = moment.month;
  day.day = moment.day;
  day.precision = std::min(moment.precision, Precision::day);
  return day;
}

std::optional<Value> to_date(const Value& value) {
  if (value.is(Type::date)) return value;
  if (value.is(Type::date_time)) return Value::date(day_of(value.date_time()));
  if (!value.is(Type::string)) return {};
  const auto date = parse_date_time(value.string());
  return date && date->precision <= Precision::day ? std::optional(Value::date(*date)) : std::nullopt;
}

std::optional<Value> to_date_time(const Value& value) {
  if (value.is(Type::date_time)) return value;
  if (value.is(Type::date)) return Value::date_time(value.date_time());
  if (!value.is(Type::string)) return {};
  const auto moment = parse_date_time(value.string());
  return moment ? std::optional(Value::date_time(*moment)) : std::nullopt;
}

std::optional<Value> to_time(const Value& value) {
  if (value.is(Type::time)) return value;
  if (!value.is(Type::string)) return {};
  const auto time = parse_time(value.string());
  return time ? std::optional(Value::of(*time)) : std::nullopt;
}

std::optional<Value> to_quantity(const Value& value) {
  switch (value.type()) {
    case Type::quantity: return value;
    case Type::integer:
    case Type::decimal: return Value::of(Quantity{value.decimal(), "1"});
    case Type::boolean: return Value::of(Quantity{{value.boolean() ? 10 : 0, -1}, "1"});
    case Type::string: {
      const auto quantity = parse_quantity(value.string());
      return quantity ? std::optional(Value::of(*quantity)) : std::nullopt;
    }
    default: return {};
  }
}

/// In the unit that the argument names: a UCUM code or a calendar duration.
std::optional<Value> in_unit(Evaluation& evaluation, const Call& call, const std::optional<Value>& value) {
  if (!value || call.term.count == 0) return value;
  const auto name = evaluation.string(call.term, evaluation.argument(call, 0));
  if (!name) return {};
  const std::string_view calendar = calendar_unit(*name);
  const Quantity wanted{{}, calendar.empty() ? *name : calendar, !calendar.empty()};
  const auto amount = converted(evaluation, value->quantity(), wanted);
  return amount ? std::optional(Value::of(Quantity{*amount, wanted.unit, wanted.calendar})) : std::nullopt;
}

std::optional<Value> convert(Evaluation& evaluation, const Call& call, const Value& item) {
  const F function = call.function();
  if (function == F::to_string || function == F::converts_to_string) {
    const auto text = to_text(item);
    if (!text || !evaluation.room_for(text->size())) return {};
    return evaluation.text_value(*text);
  }
  const auto value = system_value(item);
  if (!value) return {};
  switch (function) {
    case F::to_boolean:
    case F::converts_to_boolean: return to_boolean(*value);
    case F::to_integer:
    case F::converts_to_integer: return to_integer(*value);
    case F::to_date:
    case F::converts_to_date: return to_date(*value);
    case F::to_date_time:
    case F::converts_to_date_time: return to_date_time(*value);
    case F::to_decimal:
    case F::converts_to_decimal: return to_decimal(*value);
    case F::to_time:
    case F::converts_to_time: return to_time(*value);
    default: return in_unit(evaluation, call, to_quantity(*value));
  }
}

/// Only the branch that is taken is evaluated. http://hl7.org/fhirpath/N1/#iifcriterion-expression-true-result-collection-otherwise-result-collection-collection
Collection iif(Evaluation& evaluation, const Call& call) {
  // Called on nothing in particular, its branches have the $this around it.
  const bool has_input = call.term.left != Term::none;
  const Value* item = has_input ? evaluation.single(call.term, call.input) : call.scope.item;
  if (evaluation.failed()) return evaluation.none();
  const Scope scope{item, has_input ? 0 : call.scope.index, call.scope.total};
  const Collection criterion = evaluation.evaluate(evaluation.argument_term(call, 0), scope);
  if (evaluation.environment().strict && criterion.size() == 1) {
    const auto value = system_value(criterion[0]);
    if (!value || !value->is(Type::boolean)) return evaluation.fail(call.term, "the condition of iif() is no Boolean");
  }
  if (evaluation.truth(call.term, criterion).value_or(false)) return evaluation.evaluate(evaluation.argument_term(call, 1), scope);
  return call.term.count > 2 ? evaluation.evaluate(evaluation.argument_term(call, 2), scope) : evaluation.none();
}

bool is_question(F function) {
  switch (function) {
    case F::converts_to_boolean:
    case F::converts_to_integer:
    case F::converts_to_date:
    case F::converts_to_date_time:
    case F::converts_to_decimal:
    case F::converts_to_quantity:
    case F::converts_to_string:
    case F::converts_to_time: return true;
    default: return false;
  }
}

}  // namespace

Collection call_conversion(Evaluation& evaluation, const Call& call) {
  if (call.function() == F::iif) return iif(evaluation, call);
  const Value* item = evaluation.single(call.term, call.input);
  if (item == nullptr) return evaluation.none();
  const auto converted = convert(evaluation, call, *item);
  return is_question(call.function()) ? evaluation.one(converted.has_value()) : evaluation.one(converted);
}

}  // namespace fhir::path
