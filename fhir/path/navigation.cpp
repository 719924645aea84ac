#include "fhir/path/navigate.h"

#include "fhir/path/evaluation.h"

namespace fhir::path {
namespace {

using F = Function;

Collection children(Evaluation& evaluation, const Collection& input) {
  Collection out = evaluation.none();
  for (const Value& value : input) {
    if (value.is_node() && evaluation.step()) add_children(value.node(), out);
  }
  return out;
}

/// Children, theirs and so on, those nearer first.
Collection descendants(Evaluation& evaluation, const Collection& input) {
  Collection out = children(evaluation, input);
  for (std::size_t next = 0; next < out.size() && evaluation.step(); ++next) {
    if (out[next].is_node()) add_children(out[next].node(), out);
  }
  return out;
}

Collection trace(Evaluation& evaluation, const Call& call) {
  Collection out = evaluation.none();
  out.add_all(call.input);
  if (!evaluation.environment().trace) return out;
  const auto name = evaluation.string(call.term, evaluation.argument(call, 0));
  if (!name) return out;
  if (call.term.count < 2) {
    evaluation.environment().trace(*name, call.input);
    return out;
  }
  Collection seen = evaluation.none();
  for (std::uint32_t at = 0; at < call.input.size(); ++at) {
    seen.add_all(evaluation.evaluate(evaluation.argument_term(call, 1), {&call.input[at], at, call.scope.total}));
  }
  if (!evaluation.failed()) evaluation.environment().trace(*name, seen);
  return out;
}

// http://hl7.org/fhirpath/N1/#current-date-and-time-functions
Collection moment(Evaluation& evaluation, F function) {
  DateTime now = evaluation.now();
  if (function == F::now) return evaluation.one(Value::date_time(now));
  if (function == F::time_of_day) {
    Time time;
    time.hour = now.hour;
    time.minute = now.minute;
    time.second = now.second;
    time.fraction_digits = now.fraction_digits;
    time.microsecond = now.microsecond;
    time.precision = now.precision;
    return evaluation.one(Value::of(time));
  }
  DateTime today;
  today.year = now.year;
  today.month = now.month;
  today.day = now.day;
  today.precision = Precision::day;
  return evaluation.one(Value::date(today));
}

Collection types(Evaluation& evaluation, const Collection& input) {
  Collection out = evaluation.none();
  for (const Value& value : input) out.add(Value::of(type_of(value)));
  return out;
}

// http://hl7.org/fhirpath/N1/#aggregateaggregator-expression-init-value-value
Collection aggregate(Evaluation& evaluation, const Call& call) {
  Collection total = evaluation.argument(call, 1);
  for (std::uint32_t at = 0; at < call.input.size() && !evaluation.failed(); ++at) {
    total = evaluation.evaluate(evaluation.argument_term(call, 0), {&call.input[at], at, &total});
  }
  return total;
}

}  // namespace

Collection call_navigation(Evaluation& evaluation, const Call& call) {
  switch (call.function()) {
    case F::children: return children(evaluation, call.input);
    case F::descendants: return descendants(evaluation, call.input);
    case F::trace: return trace(evaluation, call);
    case F::now:
    case F::time_of_day:
    case F::today: return moment(evaluation, call.function());
    case F::not_: {
      const auto truth = evaluation.truth(call.term, call.input);
      return truth ? evaluation.one(!*truth) : evaluation.none();
    }
    case F::is: return type_test(evaluation, call.term, call.input);
    case F::as: return type_cast(evaluation, call.term, call.input);
    case F::type: return types(evaluation, call.input);
    default: return aggregate(evaluation, call);
  }
}

}  // namespace fhir::path
