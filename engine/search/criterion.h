#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/search/dead_end.h"
#include "engine/search/plan.h"
#include "engine/search/query.h"

/// One search parameter, or a part of one, as a criterion for resources of one type.
namespace engine::search {

/// What a criterion may be about beside the parameters of R4, and how deep it may still go.
struct Scope {
  const index::CustomParameters* custom = &index::CustomParameters::none();
  int chain = SearchLimits::chain_depth;
  int has = SearchLimits::has_depth;
  DeadEnd* dead_end = nullptr;  ///< of the chain that this is behind

  /// True if nothing stands before it, no chain and no _has.
  bool is_whole() const { return chain == SearchLimits::chain_depth && has == SearchLimits::has_depth; }
};

/// Reads one search parameter, such as "name:exact=Peter", "patient.name=peter" or "_has:Observation:patient:code=8867-4",
/// as a criterion for resources of `type`.
fhir::Result<Criterion> read_criterion(const fhir::Descriptor& type, std::string_view name, std::string_view value, Scope scope = {});

/// A criterion about the parameter of a code, nothing asked of it yet. `others` are names that would have been valid in its place.
fhir::Result<Criterion> criterion_about(const fhir::Descriptor& type, std::string_view code, const Scope& scope, std::span<const std::string_view> others = {});

/// What is asked of the resources that a reference leads to.
struct Behind {
  std::string_view next;  ///< the name that comes next
  /// Reads it for one of the types.
  std::function<fhir::Result<Criterion>(const fhir::Descriptor& type, Scope scope)> read;
  /// Says of an outcome where a name stands, if there is more to say than the parameter; may be empty.
  std::function<fhir::Outcome(std::string_view name, fhir::Outcome outcome)> placed = {};
};

/// A chain, read for each type that a reference may lead to: types that cannot be asked it are left out. `target` is the type that
/// stands behind the reference's colon, or empty. https://hl7.org/fhir/R4/search.html#chaining
fhir::Result<Criterion> read_chain(Criterion reference, std::string_view target, Scope scope, const Behind& behind);

/// The modifiers answered for a parameter, by its type. https://hl7.org/fhir/R4/search.html#modifiers
std::vector<std::string_view> modifiers_of(const index::Parameter& parameter);
fhir::Result<void> read_modifier(std::string_view name, Criterion& criterion);

/// The values of a list, each as the criterion's parameter and modifier want it.
fhir::Result<void> read_values(std::string_view text, Criterion& criterion);

/// One value, as a parameter called `code` of a type that is not composite wants it.
fhir::Result<Value> read_value(fhir::SearchType type, std::string_view piece, std::string_view code);

/// "a$b". https://hl7.org/fhir/R4/search.html#composite
fhir::Result<Value> read_composite(const index::Parameter& parameter, std::string_view piece);

}  // namespace engine::search
