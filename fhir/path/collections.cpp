#include <algorithm>

#include "fhir/path/equality.h"
#include "fhir/path/evaluation.h"

namespace fhir::path {
namespace {

using F = Function;

/// Whether all items are `wanted`, or any; each must be a Boolean. http://hl7.org/fhirpath/N1/#alltrue-boolean
Collection booleans(Evaluation& evaluation, const Call& call, bool all, bool wanted) {
  bool every = true, some = false;
  for (const Value& item : call.input) {
    const auto simple = system_value(item);
    if (!simple || !simple->is(Value::Type::boolean)) {
      return evaluation.fail(call.term, std::string(call.name()) + "() expects Booleans but found a value of type " + std::string(type_of(item).name));
    }
    (simple->boolean() == wanted ? some : every) = simple->boolean() == wanted;
  }
  return evaluation.one(all ? every : some);
}

/// Whether every value of `some` is in `all`.
bool is_subset(Evaluation& evaluation, const Collection& some, const Collection& all) {
  Distinct values(evaluation);
  values.add_all(all);
  return std::all_of(some.begin(), some.end(), [&values](const Value& value) { return values.contains(value); });
}

bool is_distinct(Evaluation& evaluation, const Collection& values) {
  Distinct seen(evaluation);
  return std::all_of(values.begin(), values.end(), [&seen](const Value& value) { return seen.add(value); });
}

Collection distinct(Evaluation& evaluation, const Collection& values) {
  Distinct seen(evaluation);
  Collection out = evaluation.none();
  for (const Value& value : values) {
    if (seen.add(value)) out.add(value);
  }
  return out;
}

/// Whether the condition is true of the item; nothing known is false.
bool is_met(Evaluation& evaluation, const Call& call, std::uint32_t number) {
  const Scope scope{&call.input[number], number, call.scope.total};
  return evaluation.truth(call.term, evaluation.evaluate(evaluation.argument_term(call, 0), scope)).value_or(false);
}

Collection exists(Evaluation& evaluation, const Call& call) {
  if (call.term.count == 0) return evaluation.one(!call.input.empty());
  for (std::uint32_t at = 0; at < call.input.size() && !evaluation.failed(); ++at) {
    if (is_met(evaluation, call, at)) return evaluation.one(true);
  }
  return evaluation.one(false);
}

Collection all(Evaluation& evaluation, const Call& call) {
  for (std::uint32_t at = 0; at < call.input.size(); ++at) {
    if (!is_met(evaluation, call, at)) return evaluation.one(false);
  }
  return evaluation.one(true);
}

Collection where(Evaluation& evaluation, const Call& call) {
  Collection out = evaluation.none();
  for (std::uint32_t at = 0; at < call.input.size() && !evaluation.failed(); ++at) {
    if (is_met(evaluation, call, at)) out.add(call.input[at]);
  }
  return out;
}

Collection select(Evaluation& evaluation, const Call& call) {
  Collection out = evaluation.none();
  const std::uint32_t projection = evaluation.argument_term(call, 0);
  for (std::uint32_t at = 0; at < call.input.size() && !evaluation.failed(); ++at) {
    const Collection values = evaluation.evaluate(projection, {&call.input[at], at, call.scope.total});
    if (evaluation.step(values.size())) out.add_all(values);
  }
  return out;
}

/// The projection of the input, of what that yields, and so on, each value once.
/// http://hl7.org/fhirpath/N1/#repeatprojection-expression-collection
Collection repeat(Evaluation& evaluation, const Call& call) {
  Collection out = evaluation.none();
  Distinct seen(evaluation);
  const std::uint32_t projection = evaluation.argument_term(call, 0);
  const auto project = [&](const Value& item, std::uint32_t number) {
    const Collection values = evaluation.evaluate(projection, {&item, number, call.scope.total});
    for (const Value& value : values) {
      if (!evaluation.step()) return;
      if (seen.add(value)) out.add(value);
    }
  };
  std::uint32_t number = 0;
  for (const Value& item : call.input) project(item, number++);
  for (std::size_t next = 0; next < out.size() && !evaluation.failed(); ++next) {
    // A copy: the list may move as it grows.
    const Value item = out[next];
    project(item, static_cast<std::uint32_t>(next));
  }
  return out;
}

Collection copy(Evaluation& evaluation, const Collection& values, std::size_t first, std::size_t count) {
  Collection out = evaluation.none();
  for (std::size_t at = first; at < values.size() && at - first < count; ++at) out.add(values[at]);
  return out;
}

/// The input's values that are in the argument, or are not.
Collection of_both(Evaluation& evaluation, const Collection& input, const Collection& other, bool in_other) {
  Distinct values(evaluation);
  values.add_all(other);
  Collection out = evaluation.none();
  for (const Value& value : input) {
    if (values.contains(value) == in_other) out.add(value);
  }
  return in_other ? distinct(evaluation, out) : std::move(out);
}

}  // namespace

// http://hl7.org/fhirpath/N1/#existence
Collection call_existence(Evaluation& evaluation, const Call& call) {
  const Collection& input = call.input;
  switch (call.function()) {
    case F::empty: return evaluation.one(input.empty());
    case F::exists: return exists(evaluation, call);
    case F::all: return all(evaluation, call);
    case F::all_true: return booleans(evaluation, call, true, true);
    case F::any_true: return booleans(evaluation, call, false, true);
    case F::all_false: return booleans(evaluation, call, true, false);
    case F::any_false: return booleans(evaluation, call, false, false);
    case F::subset_of: return evaluation.one(is_subset(evaluation, input, evaluation.argument(call, 0)));
    case F::superset_of: return evaluation.one(is_subset(evaluation, evaluation.argument(call, 0), input));
    case F::count: return evaluation.one(Value::of(static_cast<std::int64_t>(input.size())));
    case F::distinct: return distinct(evaluation, input);
    default: return evaluation.one(is_distinct(evaluation, input));
  }
}

// http://hl7.org/fhirpath/N1/#filtering-and-projection
Collection call_filtering(Evaluation& evaluation, const Call& call) {
  switch (call.function()) {
    case F::where: return where(evaluation, call);
    case F::select: return select(evaluation, call);
    case F::repeat: return repeat(evaluation, call);
    default: return of_type(evaluation, call.term, call.input);
  }
}

// http://hl7.org/fhirpath/N1/#subsetting and http://hl7.org/fhirpath/N1/#combining
Collection call_subsetting(Evaluation& evaluation, const Call& call) {
  const Collection& input = call.input;
  constexpr std::size_t rest = ~std::size_t{0};
  switch (call.function()) {
    case F::single:
      evaluation.single(call.term, input);
      return copy(evaluation, input, 0, 1);
    case F::first: return copy(evaluation, input, 0, 1);
    case F::last: return copy(evaluation, input, input.empty() ? 0 : input.size() - 1, 1);
    case F::tail: return copy(evaluation, input, 1, rest);
    case F::skip:
    case F::take: {
      const auto number = evaluation.integer(call.term, evaluation.argument(call, 0));
      if (!number) return evaluation.none();
      const auto count = static_cast<std::size_t>(std::max<std::int64_t>(*number, 0));
      return call.function() == F::skip ? copy(evaluation, input, count, rest) : copy(evaluation, input, 0, count);
    }
    case F::intersect: return of_both(evaluation, input, evaluation.argument(call, 0), true);
    case F::exclude: return of_both(evaluation, input, evaluation.argument(call, 0), false);
    case F::unite:
    default: {
      Collection all = copy(evaluation, input, 0, rest);
      all.add_all(evaluation.argument(call, 0));
      return call.function() == F::unite ? distinct(evaluation, all) : std::move(all);
    }
  }
}

}  // namespace fhir::path
