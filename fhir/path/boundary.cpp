#include <algorithm>

#include "fhir/path/arithmetic.h"
#include "fhir/path/equality.h"
#include "fhir/path/evaluation.h"

/// How precise a value is, the least and greatest it may mean, and values in order. Functions of FHIRPath after N1.
/// http://hl7.org/fhirpath/#utility-functions
namespace fhir::path {
namespace {

using F = Function;
using Type = Value::Type;

// Precisions are counted in digits, of decimals those after the point, of dates and times all.
constexpr int decimal_places_default = 8;
constexpr int decimal_places_max = 31;
constexpr int date_digits = 8;
constexpr int date_time_digits = 17;
constexpr int time_digits = 9;
constexpr int fraction_digits = 3;
constexpr std::int16_t zone_first_minutes = 14 * 60;   // where a day begins first
constexpr std::int16_t zone_last_minutes = -12 * 60;

/// Digits of a date or time with this precision, without those of the fraction.
int digits_of(Precision precision) { return precision == Precision::year ? 4 : 4 + 2 * static_cast<int>(precision); }
int digits_of_time(Precision precision) { return digits_of(precision) - date_digits; }

std::optional<Precision> precision_of(int digits) {
  for (int at = 0; at <= static_cast<int>(Precision::second); ++at) {
    if (digits_of(static_cast<Precision>(at)) == digits) return static_cast<Precision>(at);
  }
  return {};
}

/// Half a unit of the last place below or above, with so many places.
std::optional<Decimal> boundary(const Decimal& value, bool is_low, int places) {
  if (places < 0 || places > decimal_places_max) return {};
  const Decimal half{is_low ? -5 : 5, std::min(value.exponent, 0) - 1};
  const auto sum = add(value, half);
  if (!sum) return {};
  const Decimal kept = round(*sum, places, is_low ? Rounding::down : Rounding::up);
  return add(kept, {0, -places});
}

template <class T>
void fill_time(T& value, Precision known, bool is_low) {
  if (known < Precision::hour) value.hour = is_low ? 0 : 23;
  if (known < Precision::minute) value.minute = is_low ? 0 : 59;
  if (known < Precision::second) value.second = is_low ? 0 : 59;
  if (value.fraction_digits < fraction_digits) {
    if (!is_low && known < Precision::second) value.microsecond = 999'000;
    if (!is_low && known == Precision::second && value.fraction_digits == 0) value.microsecond = 999'000;
    value.fraction_digits = fraction_digits;
  }
}

std::optional<Value> boundary(const Value& value, const DateTime& moment, bool is_low, int digits) {
  const bool to_milliseconds = digits == date_time_digits;
  const auto precision = to_milliseconds ? std::optional(Precision::second) : precision_of(digits);
  if (!precision || (value.is(Type::date) && *precision > Precision::day)) return {};
  DateTime filled = moment;
  if (moment.precision < Precision::month) filled.month = is_low ? 1 : 12;
  if (moment.precision < Precision::day) filled.day = is_low ? 1 : static_cast<std::uint8_t>(days_in_month(filled.year, filled.month));
  fill_time(filled, moment.precision, is_low);
  filled.precision = *precision;
  if (!to_milliseconds) filled.fraction_digits = 0;
  if (*precision >= Precision::hour && !moment.has_zone) {
    filled.has_zone = true;
    filled.zone_minutes = is_low ? zone_first_minutes : zone_last_minutes;
  }
  if (*precision < Precision::hour) filled.has_zone = false;
  return value.is(Type::date) ? Value::date(filled) : Value::date_time(filled);
}

std::optional<Value> boundary(Time time, bool is_low, int digits) {
  const bool to_milliseconds = digits == time_digits;
  const auto precision = to_milliseconds ? std::optional(Precision::second) : precision_of(digits + date_digits);
  if (!precision || *precision < Precision::hour) return {};
  fill_time(time, time.precision, is_low);
  time.precision = *precision;
  if (!to_milliseconds) time.fraction_digits = 0;
  return Value::of(time);
}

Collection boundary(Evaluation& evaluation, const Call& call, const Value& value) {
  std::optional<std::int64_t> wanted;
  if (call.term.count > 0) {
    wanted = evaluation.integer(call.term, evaluation.argument(call, 0));
    if (!wanted) return evaluation.none();
  }
  const auto digits = [wanted](int otherwise) { return static_cast<int>(std::clamp<std::int64_t>(wanted.value_or(otherwise), -1, 100)); };
  const bool is_low = call.function() == F::low_boundary;
  switch (value.type()) {
    case Type::integer:
    case Type::decimal: {
      const auto number = boundary(value.decimal(), is_low, digits(decimal_places_default));
      return number ? evaluation.one(Value::of(*number)) : evaluation.none();
    }
    case Type::quantity: {
      const auto number = boundary(value.decimal(), is_low, digits(decimal_places_default));
      return number ? evaluation.one(Value::of(Quantity{*number, value.quantity().unit, value.quantity().calendar})) : evaluation.none();
    }
    case Type::date: return evaluation.one(boundary(value, value.date_time(), is_low, digits(date_digits)));
    case Type::date_time: return evaluation.one(boundary(value, value.date_time(), is_low, digits(date_time_digits)));
    case Type::time: return evaluation.one(boundary(value.time(), is_low, digits(time_digits)));
    default: return evaluation.fail(call.term, std::string(call.name()) + "() expects a number, a date or a time");
  }
}

Collection precision(Evaluation& evaluation, const Call& call, const Value& value) {
  const auto count = [&evaluation](int digits) { return evaluation.one(Value::of(std::int64_t{digits})); };
  switch (value.type()) {
    case Type::integer: return count(0);
    case Type::decimal: return count(std::max(0, -value.decimal().exponent));
    case Type::date:
    case Type::date_time: return count(digits_of(value.date_time().precision) + value.date_time().fraction_digits);
    case Type::time: return count(digits_of_time(value.time().precision) + value.time().fraction_digits);
    default: return evaluation.fail(call.term, "precision() expects a number, a date or a time");
  }
}

/// Whether two quantities measure the same.
Collection comparable_quantities(Evaluation& evaluation, const Call& call, const Value& value) {
  const auto other = evaluation.single_value(call.term, evaluation.argument(call, 0));
  if (!other) return evaluation.none();
  if (!value.is(Type::quantity) || !other->is(Type::quantity)) return evaluation.fail(call.term, "comparable() expects quantities");
  return evaluation.one(converted(evaluation, value.quantity(), other->quantity()).has_value());
}

/// One key of sort(): a minus before it means from the greatest down, also of texts.
struct Key {
  std::uint32_t term = Term::none;  ///< none: the item itself
  bool is_descending = false;
};

/// The order of the items by one key; those without a value are first.
std::strong_ordering order_by(Evaluation& evaluation, const Call& call, const Key& key, const Value& left, const Value& right) {
  const auto value_of = [&](const Value& item) -> std::optional<Value> {
    if (key.term == Term::none) return system_value(item);
    return evaluation.single_value(call.term, evaluation.evaluate(key.term, {&item, 0, call.scope.total}));
  };
  const auto a = value_of(left), b = value_of(right);
  if (!a || !b) return a.has_value() <=> b.has_value();
  if (!comparable(*a, *b)) {
    evaluation.fail(call.term, "sort() found values that have no order");
    return std::strong_ordering::equal;
  }
  const auto by = order(evaluation, *a, *b).value_or(std::strong_ordering::equal);
  return key.is_descending ? 0 <=> by : by;
}

Collection sorted(Evaluation& evaluation, const Call& call) {
  constexpr std::size_t keys_max = 8;
  Key keys[keys_max];
  if (call.term.count > keys_max) return evaluation.fail(call.term, "sort() expects at most " + std::to_string(keys_max) + " keys");
  for (std::uint32_t at = 0; at < call.term.count; ++at) {
    const std::uint32_t number = evaluation.argument_term(call, at);
    const Term& term = evaluation.expression().terms()[number];
    keys[at] = term.kind == Term::Kind::minus ? Key{term.left, true} : Key{number, false};
  }
  const std::size_t key_count = std::max<std::size_t>(call.term.count, 1);
  std::vector<Value> values(call.input.begin(), call.input.end());
  std::stable_sort(values.begin(), values.end(), [&](const Value& left, const Value& right) {
    if (!evaluation.step()) return false;
    for (std::size_t at = 0; at < key_count; ++at) {
      const auto by = order_by(evaluation, call, keys[at], left, right);
      if (by != 0) return by < 0;
    }
    return false;
  });
  Collection out = evaluation.none();
  for (const Value& value : values) out.add(value);
  return out;
}

}  // namespace

Collection call_boundary(Evaluation& evaluation, const Call& call) {
  if (call.function() == F::sort) return sorted(evaluation, call);
  const auto value = evaluation.single_value(call.term, call.input);
  if (!value) return evaluation.none();
  if (call.function() == F::comparable) return comparable_quantities(evaluation, call, *value);
  return call.function() == F::precision ? precision(evaluation, call, *value) : boundary(evaluation, call, *value);
}

}  // namespace fhir::path
