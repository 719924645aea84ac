#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "fhir/path/expression.h"
#include "fhir/path/value.h"

namespace fhir::path {

/// What one evaluation may use at most; beyond it fails with IssueType::too_costly.
struct Limits {
  std::uint64_t steps = 1'000'000;           ///< terms evaluated and values touched
  std::uint32_t milliseconds = 1'000;
  std::uint32_t values = 100'000;            ///< in one collection
  std::uint64_t bytes = 64 * 1024 * 1024;    ///< of the arena
};

/// A %variable beyond those of the specification.
struct Variable {
  std::string_view name;  ///< without '%'
  Value value;
};

/// What an expression sees beside its input, and what it asks of the rooms above. A function that needs a
/// callback which is not there fails with IssueType::not_supported and names the function.
struct Environment {
  Node resource;       ///< %resource, the resource the input is in; absent: the input
  Node root_resource;  ///< %rootResource, the one that contains it; absent: %resource
  std::span<const Variable> variables;

  /// The instant of now(), in microseconds since 1970; absent: the clock, read once an evaluation.
  std::optional<std::int64_t> now;
  /// The zone of now(), today() and timeOfDay(), east of UTC.
  std::int16_t zone_minutes = 0;

  /// True makes errors of what is otherwise let pass, as published expressions need it: a name that a value's type
  /// does not have, a condition of iif() that is no Boolean, and `as` on several values.
  bool strict = false;

  /// The resource a literal reference leads to, or none. Asked for references beyond contained resources and the
  /// entries of a Bundle that is %rootResource. Absent: those lead nowhere, and resolve() leaves them out.
  std::function<Resource(std::string_view reference)> resolve;
  /// memberOf: whether the code, Coding or CodeableConcept is in the value set; nothing if that is not known.
  std::function<std::optional<bool>(const Value& coded, std::string_view value_set)> member_of;
  /// conformsTo: whether the node conforms to the profile; nothing if the profile is not known.
  std::function<std::optional<bool>(Node node, std::string_view profile)> conforms_to;
  /// subsumes: whether the first code subsumes the second; nothing if that is not known.
  std::function<std::optional<bool>(const Value& general, const Value& special)> subsumes;
  /// The amount in another unit, both UCUM; nothing where they do not measure the same. Absent: only units of
  /// time convert, and values in other differing units are not comparable.
  std::function<std::optional<Decimal>(const Decimal& value, std::string_view from, std::string_view to)> convert;
  /// Receives what passes trace().
  std::function<void(std::string_view name, const Collection& values)> trace;

  Limits limits;
};

/// Evaluates the expression on `input`, which is %context and the first $this. The values point into the input,
/// the expression and `arena`, all of which must outlive them.
/// A call that FHIRPath calls an error is an issue of type `processing` that says where in the expression.
Result<Collection> evaluate(const Expression& expression, Node input, Arena& arena, const Environment& environment = {});

/// The truth of an invariant on `input`: false if the expression yields false or nothing.
/// https://hl7.org/fhir/R4/conformance-rules.html#constraints
Result<bool> holds(const Expression& expression, Node input, Arena& arena, const Environment& environment = {});

}  // namespace fhir::path
