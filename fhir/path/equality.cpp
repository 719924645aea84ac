#include "fhir/path/equality.h"

#include <algorithm>

#include "fhir/model/primitive_types.h"
#include "fhir/path/arithmetic.h"
#include "fhir/path/navigate.h"
#include "fhir/text/letters.h"

namespace fhir::path {
namespace {

using Type = Value::Type;
using Order = std::optional<std::strong_ordering>;

constexpr std::int64_t zone_us_max = 14 * std::int64_t{3'600'000'000};

bool is_number(const Value& value) { return value.is(Type::integer) || value.is(Type::decimal); }
bool is_amount(const Value& value) { return is_number(value) || value.is(Type::quantity); }
bool is_moment(const Value& value) { return value.is(Type::date) || value.is(Type::date_time); }

/// A number is a quantity of unit one. http://hl7.org/fhirpath/N1/#conversion
Quantity quantity_of(const Value& value) { return value.is(Type::quantity) ? value.quantity() : Quantity{value.decimal(), "1"}; }

/// Part after part, until they differ or one is not given so far. A second and its fraction are one part.
template <class T>
Order order_of_times(const T& left, const T& right) {
  if (const auto by = left.hour <=> right.hour; by != 0) return by;
  const Precision known = std::min(left.precision, right.precision);
  if (known >= Precision::minute) {
    if (const auto by = left.minute <=> right.minute; by != 0) return by;
  }
  if (known >= Precision::second) {
    if (const auto by = left.second <=> right.second; by != 0) return by;
    if (const auto by = left.microsecond <=> right.microsecond; by != 0) return by;
  }
  return left.precision == right.precision ? Order(std::strong_ordering::equal) : std::nullopt;
}

DateTime in_utc(const DateTime& moment) {
  DateTime utc = moment_of(range_of(moment).first, 0);
  utc.microsecond = moment.microsecond;
  utc.precision = moment.precision;
  return utc;
}

// With zones both are taken to UTC. With only one the other may be in any: then what is sure is what lies further
// apart than zones do. http://hl7.org/fhirpath/N1/#datetime-comparison
Order order_of_moments(const DateTime& left, const DateTime& right) {
  if (left.has_zone && right.has_zone && left.zone_minutes != right.zone_minutes) return order_of_moments(in_utc(left), in_utc(right));
  if (left.has_zone != right.has_zone && left.precision >= Precision::hour && right.precision >= Precision::hour) {
    const MicrosecondRange a = range_of(left), b = range_of(right);
    if (a.last < b.first - zone_us_max) return std::strong_ordering::less;
    if (a.first > b.last + zone_us_max) return std::strong_ordering::greater;
    return {};
  }
  if (const auto by = left.year <=> right.year; by != 0) return by;
  const Precision known = std::min(left.precision, right.precision);
  if (known >= Precision::month) {
    if (const auto by = left.month <=> right.month; by != 0) return by;
  }
  if (known >= Precision::day) {
    if (const auto by = left.day <=> right.day; by != 0) return by;
  }
  if (known >= Precision::hour) return order_of_times(left, right);
  return left.precision == right.precision ? Order(std::strong_ordering::equal) : std::nullopt;
}

/// Whether two structs have the same elements, `same` judging the values of each.
template <class Same>
bool same_elements(Evaluation& evaluation, const Node& left, const Node& right, const Same& same) {
  for (const Element& element : left.type->elements) {
    if (!is_present(left.value, element) && !is_present(right.value, element)) continue;
    if (!evaluation.step()) return false;
    Collection ours = evaluation.none(), theirs = evaluation.none();
    each_value(left.value, element, [&ours](Node node) { ours.add(Value::of(node)); });
    each_value(right.value, element, [&theirs](Node node) { theirs.add(Value::of(node)); });
    if (!same(ours, theirs)) return false;
  }
  return true;
}

template <class Same>
bool same_nodes(Evaluation& evaluation, const Node& left, const Node& right, const Same& same) {
  if (left.type != right.type) return false;
  if (left.value == right.value) return true;
  if (!left.type->is_primitive()) return same_elements(evaluation, left, right, same);
  // Primitives without a value are what they are extended with.
  const Extras* ours = left.primitive().extras;
  const Extras* theirs = right.primitive().extras;
  if (left.primitive().has_text() || right.primitive().has_text() || ours == nullptr || theirs == nullptr) return false;
  return same_elements(evaluation, Node{&Extras::descriptor, ours}, Node{&Extras::descriptor, theirs}, same);
}

int places_of(const Decimal& value) { return std::max(0, -shortest(value).exponent); }

/// To the precision of the less precise one.
bool equivalent_numbers(const Decimal& left, const Decimal& right) {
  const int places = std::min(places_of(left), places_of(right));
  return compare(round(left, places, Rounding::half_away), round(right, places, Rounding::half_away)) == 0;
}

/// In small letters, and with each run of white space as one space.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text::lower(text)) {
    const bool is_space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!is_space) out += c;
    else if (!out.empty() && out.back() != ' ') out += ' ';
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

bool equivalent_quantities(Evaluation& evaluation, const Quantity& left, const Quantity& right) {
  // In the unit of either: 4 'g' is as precise as grams are, and so ~ 4040 'mg'.
  if (const auto amount = converted(evaluation, left, right)) {
    if (equivalent_numbers(*amount, right.value)) return true;
    const auto back = converted(evaluation, right, left);
    return back && equivalent_numbers(left.value, *back);
  }
  // A year of the calendar is as good as UCUM's here.
  const auto ours = months_in(left.unit, left.calendar), theirs = months_in(right.unit, right.calendar);
  return ours && ours == theirs && equivalent_numbers(left.value, right.value);
}

std::uint64_t mixed(std::uint64_t hash, std::uint64_t with) {
  hash = (hash ^ with) * 0x9E3779B97F4A7C15u;
  return hash ^ (hash >> 29);
}

std::uint64_t hash_of_text(std::string_view text) {
  std::uint64_t hash = 14695981039346656037u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return hash ^ (hash >> 32);
}

/// Equal numbers may differ in their zeros, not in the digits before those.
std::uint64_t hash_of_number(const Decimal& value) {
  Decimal::Mantissa digits = value.mantissa;
  while (digits != 0 && digits % 10 == 0) digits /= 10;
  return mixed(static_cast<std::uint64_t>(digits), static_cast<std::uint64_t>(digits >> 64));
}

std::uint64_t hash_of_moment(const DateTime& value) {
  const DateTime moment = value.has_zone ? in_utc(value) : value;
  std::uint64_t hash = moment.microsecond;
  for (const int part : {int{moment.year}, int{moment.month}, int{moment.day}, int{moment.hour}, int{moment.minute}, int{moment.second}}) {
    hash = mixed(hash, static_cast<std::uint64_t>(part));
  }
  return hash;
}

/// Equal values have equal hashes. What lies deep makes no difference here; the comparison sees it.
std::uint64_t hash_of(Evaluation& evaluation, const Value& value, int depth = 0) {
  constexpr int depth_enough = 4;
  const auto simple = system_value(value);
  if (simple) {
    switch (simple->type()) {
      case Type::boolean: return simple->boolean() ? 2 : 3;
      case Type::integer:
      case Type::decimal: return hash_of_number(simple->decimal());
      case Type::string: return hash_of_text(simple->string());
      case Type::date:
      case Type::date_time: return hash_of_moment(simple->date_time());
      case Type::time: return mixed(7, static_cast<std::uint64_t>(range_of(simple->time()).first));
      // Units convert: quantities in others may be equal.
      case Type::quantity: return simple->quantity().unit == "1" ? hash_of_number(simple->decimal()) : 11;
      case Type::type_name: return hash_of_text(simple->type_name().name);
      case Type::node: break;
    }
  }
  std::uint64_t hash = 1, number = 0;
  const Node node = value.node();
  if (node.type->is_primitive() || depth > depth_enough || !evaluation.step()) return hash;
  for (const Element& element : node.type->elements) {
    ++number;
    each_value(node.value, element, [&](Node child) {
      hash = mixed(mixed(hash, number), hash_of(evaluation, Value::of(child), depth + 1));
    });
  }
  return hash;
}

}  // namespace

// Weeks and shorter are as long in UCUM as on the calendar; months and years are not.
// http://hl7.org/fhirpath/N1/#time-valued-quantities
std::optional<Decimal> converted(Evaluation& evaluation, const Quantity& amount, const Quantity& of) {
  if (amount.unit == of.unit && amount.calendar == of.calendar) return amount.value;
  auto from = milliseconds_in(amount.unit, amount.calendar), to = milliseconds_in(of.unit, of.calendar);
  if (!from && !to && amount.calendar == of.calendar) {
    from = months_in(amount.unit, amount.calendar), to = months_in(of.unit, of.calendar);
  }
  if (from && to) {
    const auto whole = multiply(amount.value, {*from, 0});
    return whole ? divide(*whole, {*to, 0}) : std::nullopt;
  }
  if (amount.calendar || of.calendar || !evaluation.environment().convert) return {};
  return evaluation.environment().convert(amount.value, amount.unit, of.unit);
}

bool comparable(const Value& left, const Value& right) {
  return (is_amount(left) && is_amount(right)) || (is_moment(left) && is_moment(right)) ||
         (left.type() == right.type() && (left.is(Type::string) || left.is(Type::time)));
}

std::optional<std::strong_ordering> order(Evaluation& evaluation, const Value& left, const Value& right) {
  if (left.is(Type::string)) return left.string() <=> right.string();
  if (left.is(Type::time)) return order_of_times(left.time(), right.time());
  if (is_moment(left)) return order_of_moments(left.date_time(), right.date_time());
  if (is_number(left) && is_number(right)) return compare(left.decimal(), right.decimal());
  const Quantity a = quantity_of(left), b = quantity_of(right);
  if (const auto amount = converted(evaluation, a, b)) return compare(*amount, b.value);
  const auto amount = converted(evaluation, b, a);
  return amount ? Order(compare(a.value, *amount)) : std::nullopt;
}

std::optional<bool> equal(Evaluation& evaluation, const Value& left, const Value& right) {
  if (!evaluation.step()) return {};
  const auto a = system_value(left), b = system_value(right);
  if (a && b) {
    if (comparable(*a, *b)) {
      const auto by = order(evaluation, *a, *b);
      return by ? std::optional(*by == 0) : std::nullopt;
    }
    if (a->type() != b->type()) return false;
    if (a->is(Type::boolean)) return a->boolean() == b->boolean();
    return a->type_name().name == b->type_name().name && a->type_name().space == b->type_name().space;
  }
  if (a || b || !left.is_node() || !right.is_node()) return false;
  return same_nodes(evaluation, left.node(), right.node(), [&evaluation](const Collection& ours, const Collection& theirs) {
    return equal(evaluation, ours, theirs).value_or(false);
  });
}

std::optional<bool> equal(Evaluation& evaluation, const Collection& left, const Collection& right) {
  if (left.empty() || right.empty()) return {};
  if (left.size() != right.size()) return false;
  bool known = true;
  for (std::size_t at = 0; at < left.size(); ++at) {
    const auto same = equal(evaluation, left[at], right[at]);
    if (same == false) return false;
    known = known && same.has_value();
  }
  return known ? std::optional(true) : std::nullopt;
}

bool equivalent(Evaluation& evaluation, const Value& left, const Value& right) {
  if (!evaluation.step()) return false;
  const auto a = system_value(left), b = system_value(right);
  if (a && b) {
    if (is_number(*a) && is_number(*b)) return equivalent_numbers(a->decimal(), b->decimal());
    if (is_amount(*a) && is_amount(*b)) return equivalent_quantities(evaluation, quantity_of(*a), quantity_of(*b));
    if (a->is(Type::string) && b->is(Type::string)) {
      return evaluation.room_for(a->string().size() + b->string().size()) && plain(a->string()) == plain(b->string());
    }
    return equal(evaluation, *a, *b).value_or(false);
  }
  if (a || b || !left.is_node() || !right.is_node()) return false;
  return same_nodes(evaluation, left.node(), right.node(), [&evaluation](const Collection& ours, const Collection& theirs) {
    return equivalent(evaluation, ours, theirs);
  });
}

bool equivalent(Evaluation& evaluation, const Collection& left, const Collection& right) {
  if (left.size() != right.size()) return false;
  if (left.empty()) return true;
  if (left.size() == 1) return equivalent(evaluation, left[0], right[0]);
  if (!evaluation.room_for(right.size())) return false;
  auto* taken = static_cast<bool*>(evaluation.arena().allocate_zeroed(right.size() * sizeof(bool)));
  for (const Value& value : left) {
    std::size_t at = 0;
    while (at < right.size() && (taken[at] || !equivalent(evaluation, value, right[at]))) ++at;
    if (at == right.size()) return false;
    taken[at] = true;
  }
  return true;
}

bool Distinct::contains(const Value& value) const {
  if (slots_ == nullptr) {
    return std::any_of(values_.begin(), values_.end(), [&](const Value& one) { return equal(evaluation_, one, value) == true; });
  }
  const std::uint64_t mask = slot_count_ - 1;
  for (std::uint64_t at = hash_of(evaluation_, value) & mask; slots_[at] != 0; at = (at + 1) & mask) {
    if (equal(evaluation_, values_[slots_[at] - 1], value) == true) return true;
    if (evaluation_.failed()) break;
  }
  return false;
}

bool Distinct::add(const Value& value) {
  if (contains(value) || evaluation_.failed()) return false;
  values_.add(value);
  if (values_.size() <= few) return true;
  if (values_.size() * 2 > slot_count_) grow();
  else put(static_cast<std::uint32_t>(values_.size()), hash_of(evaluation_, value));
  return true;
}

void Distinct::grow() {
  slot_count_ = slot_count_ == 0 ? 8 * few : slot_count_ * 4;
  slots_ = static_cast<std::uint32_t*>(evaluation_.arena().allocate_zeroed(slot_count_ * sizeof(std::uint32_t)));
  for (std::uint32_t number = 1; number <= values_.size(); ++number) put(number, hash_of(evaluation_, values_[number - 1]));
}

void Distinct::put(std::uint32_t number, std::uint64_t hash) {
  const std::uint64_t mask = slot_count_ - 1;
  std::uint64_t at = hash & mask;
  while (slots_[at] != 0) at = (at + 1) & mask;
  slots_[at] = number;
}

}  // namespace fhir::path
