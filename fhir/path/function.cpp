#include "fhir/path/function.h"

#include <algorithm>
#include <array>

namespace fhir::path {
namespace {

using enum Arguments;
using F = Function;

constexpr Signature table[] = {
    {"empty", F::empty, values, 0, 0},
    {"exists", F::exists, expressions, 0, 1},
    {"all", F::all, expressions, 1, 1},
    {"allTrue", F::all_true, values, 0, 0},
    {"anyTrue", F::any_true, values, 0, 0},
    {"allFalse", F::all_false, values, 0, 0},
    {"anyFalse", F::any_false, values, 0, 0},
    {"subsetOf", F::subset_of, values, 1, 1},
    {"supersetOf", F::superset_of, values, 1, 1},
    {"count", F::count, values, 0, 0},
    {"distinct", F::distinct, values, 0, 0},
    {"isDistinct", F::is_distinct, values, 0, 0},
    {"where", F::where, expressions, 1, 1},
    {"select", F::select, expressions, 1, 1},
    {"repeat", F::repeat, expressions, 1, 1},
    {"ofType", F::of_type, type, 1, 1},
    {"single", F::single, values, 0, 0},
    {"first", F::first, values, 0, 0},
    {"last", F::last, values, 0, 0},
    {"tail", F::tail, values, 0, 0},
    {"skip", F::skip, values, 1, 1},
    {"take", F::take, values, 1, 1},
    {"intersect", F::intersect, values, 1, 1},
    {"exclude", F::exclude, values, 1, 1},
    {"union", F::unite, values, 1, 1},
    {"combine", F::combine, values, 1, 1},
    {"iif", F::iif, expressions, 2, 3},
    {"toBoolean", F::to_boolean, values, 0, 0},
    {"convertsToBoolean", F::converts_to_boolean, values, 0, 0},
    {"toInteger", F::to_integer, values, 0, 0},
    {"convertsToInteger", F::converts_to_integer, values, 0, 0},
    {"toDate", F::to_date, values, 0, 0},
    {"convertsToDate", F::converts_to_date, values, 0, 0},
    {"toDateTime", F::to_date_time, values, 0, 0},
    {"convertsToDateTime", F::converts_to_date_time, values, 0, 0},
    {"toDecimal", F::to_decimal, values, 0, 0},
    {"convertsToDecimal", F::converts_to_decimal, values, 0, 0},
    {"toQuantity", F::to_quantity, values, 0, 1},
    {"convertsToQuantity", F::converts_to_quantity, values, 0, 1},
    {"toString", F::to_string, values, 0, 0},
    {"convertsToString", F::converts_to_string, values, 0, 0},
    {"toTime", F::to_time, values, 0, 0},
    {"convertsToTime", F::converts_to_time, values, 0, 0},
    {"indexOf", F::index_of, values, 1, 1},
    {"lastIndexOf", F::last_index_of, values, 1, 1},
    {"substring", F::substring, values, 1, 2},
    {"startsWith", F::starts_with, values, 1, 1},
    {"endsWith", F::ends_with, values, 1, 1},
    {"contains", F::contains, values, 1, 1},
    {"upper", F::upper, values, 0, 0},
    {"lower", F::lower, values, 0, 0},
    {"replace", F::replace, values, 2, 2},
    {"matches", F::matches, values, 1, 1},
    {"matchesFull", F::matches_full, values, 1, 1},
    {"replaceMatches", F::replace_matches, values, 2, 2},
    {"length", F::length, values, 0, 0},
    {"toChars", F::to_chars, values, 0, 0},
    {"trim", F::trim, values, 0, 0},
    {"split", F::split, values, 1, 1},
    {"join", F::join, values, 0, 1},
    {"encode", F::encode, values, 1, 1},
    {"decode", F::decode, values, 1, 1},
    {"escape", F::escape, values, 1, 1},
    {"unescape", F::unescape, values, 1, 1},
    {"abs", F::abs, values, 0, 0},
    {"ceiling", F::ceiling, values, 0, 0},
    {"exp", F::exp, values, 0, 0},
    {"floor", F::floor, values, 0, 0},
    {"ln", F::ln, values, 0, 0},
    {"log", F::log, values, 1, 1},
    {"power", F::power, values, 1, 1},
    {"round", F::round, values, 0, 1},
    {"sqrt", F::sqrt, values, 0, 0},
    {"truncate", F::truncate, values, 0, 0},
    {"children", F::children, values, 0, 0},
    {"descendants", F::descendants, values, 0, 0},
    {"trace", F::trace, expressions, 1, 2},
    {"now", F::now, values, 0, 0},
    {"timeOfDay", F::time_of_day, values, 0, 0},
    {"today", F::today, values, 0, 0},
    {"not", F::not_, values, 0, 0},
    {"is", F::is, type, 1, 1},
    {"as", F::as, type, 1, 1},
    {"type", F::type, values, 0, 0},
    {"aggregate", F::aggregate, expressions, 1, 2},
    {"extension", F::extension, values, 1, 1},
    {"hasExtension", F::has_extension, values, 1, 1},
    {"hasValue", F::has_value, values, 0, 0},
    {"getValue", F::get_value, values, 0, 0},
    {"resolve", F::resolve, values, 0, 0},
    {"checkModifiers", F::check_modifiers, values, 0, 255},
    {"conformsTo", F::conforms_to, values, 1, 1},
    {"memberOf", F::member_of, values, 1, 1},
    {"subsumes", F::subsumes, values, 1, 1},
    {"subsumedBy", F::subsumed_by, values, 1, 1},
    {"htmlChecks", F::html_checks, values, 0, 0},
    {"lowBoundary", F::low_boundary, values, 0, 1},
    {"highBoundary", F::high_boundary, values, 0, 1},
    {"precision", F::precision, values, 0, 0},
    {"comparable", F::comparable, values, 1, 1},
    {"sort", F::sort, expressions, 0, 255},
};

constexpr bool in_order() {
  for (std::size_t at = 0; at < std::size(table); ++at) {
    if (table[at].function != static_cast<Function>(at)) return false;
  }
  return table[std::size(table) - 1].function == Function::sort;
}
static_assert(in_order());

constexpr auto by_name = [] {
  std::array<std::uint8_t, std::size(table)> order{};
  for (std::size_t at = 0; at < order.size(); ++at) order[at] = static_cast<std::uint8_t>(at);
  std::sort(order.begin(), order.end(), [](std::uint8_t a, std::uint8_t b) { return table[a].name < table[b].name; });
  return order;
}();

}  // namespace

std::span<const Signature> functions() { return table; }

const Signature* find_function(std::string_view name) {
  const auto found = std::lower_bound(by_name.begin(), by_name.end(), name,
                                      [](std::uint8_t at, std::string_view wanted) { return table[at].name < wanted; });
  return found != by_name.end() && table[*found].name == name ? &table[*found] : nullptr;
}

}  // namespace fhir::path
