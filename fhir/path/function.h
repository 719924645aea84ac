#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace fhir::path {

/// The functions of FHIRPath N1 and those that FHIR R4 adds, in the order of the table in function.cpp.
/// http://hl7.org/fhirpath/N1/#functions and https://hl7.org/fhir/R4/fhirpath.html#functions
/// The last ones are of later versions, which the rules of newer implementation guides use.
enum class Function : std::uint8_t {
  empty, exists, all, all_true, any_true, all_false, any_false, subset_of, superset_of, count, distinct, is_distinct,
  where, select, repeat, of_type,
  single, first, last, tail, skip, take, intersect, exclude,
  unite, combine,
  iif, to_boolean, converts_to_boolean, to_integer, converts_to_integer, to_date, converts_to_date, to_date_time,
  converts_to_date_time, to_decimal, converts_to_decimal, to_quantity, converts_to_quantity, to_string,
  converts_to_string, to_time, converts_to_time,
  index_of, last_index_of, substring, starts_with, ends_with, contains, upper, lower, replace, matches, matches_full,
  replace_matches, length, to_chars, trim, split, join, encode, decode, escape, unescape,
  abs, ceiling, exp, floor, ln, log, power, round, sqrt, truncate,
  children, descendants,
  trace, now, time_of_day, today,
  not_, is, as, type,
  aggregate,
  extension, has_extension, has_value, get_value, resolve, check_modifiers, conforms_to, member_of, subsumes,
  subsumed_by, html_checks,
  low_boundary, high_boundary, precision, comparable, sort,
};

/// How a function's arguments are read.
enum class Arguments : std::uint8_t {
  values,       ///< evaluated once, where the call stands
  expressions,  ///< evaluated by the function, on each item of its input
  type,         ///< the name of a type
};

/// How a function is called.
struct Signature {
  std::string_view name;
  Function function;
  Arguments arguments;
  std::uint8_t least;  ///< arguments
  std::uint8_t most;
};

/// All functions, the one numbered n at n.
std::span<const Signature> functions();

/// A function by its name, or null.
const Signature* find_function(std::string_view name);

}  // namespace fhir::path
