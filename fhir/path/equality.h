#pragma once

#include <compare>
#include <optional>

#include "fhir/path/evaluation.h"

/// Which values are the same, and which comes first. Nothing where FHIRPath does not know: dates given to different
/// precision, quantities that do not measure the same.
namespace fhir::path {

/// http://hl7.org/fhirpath/N1/#equals
std::optional<bool> equal(Evaluation& evaluation, const Value& left, const Value& right);
/// Item by item, in order; nothing if either collection is empty.
std::optional<bool> equal(Evaluation& evaluation, const Collection& left, const Collection& right);

/// http://hl7.org/fhirpath/N1/#equivalent
bool equivalent(Evaluation& evaluation, const Value& left, const Value& right);
/// In any order.
bool equivalent(Evaluation& evaluation, const Collection& left, const Collection& right);

/// Whether `<` has a meaning for the types of two System values. http://hl7.org/fhirpath/N1/#comparison
bool comparable(const Value& left, const Value& right);
/// The order of two System values that are comparable.
std::optional<std::strong_ordering> order(Evaluation& evaluation, const Value& left, const Value& right);

/// `amount` in the unit of `of`; nothing where they do not measure the same.
std::optional<Decimal> converted(Evaluation& evaluation, const Quantity& amount, const Quantity& of);

/// Values by equality: finds one among many without comparing it with each.
class Distinct {
 public:
  explicit Distinct(Evaluation& evaluation) : evaluation_(evaluation), values_(evaluation.arena()) {}

  /// False if an equal value is there already.
  bool add(const Value& value);
  bool contains(const Value& value) const;
  void add_all(const Collection& values) {
    for (const Value& value : values) add(value);
  }

 private:
  static constexpr std::size_t few = 8;  ///< values that are compared one by one

  void grow();
  void put(std::uint32_t number, std::uint64_t hash);

  Evaluation& evaluation_;
  Collection values_;
  std::uint32_t* slots_ = nullptr;  ///< numbers of values, from 1, by hash; 0 is free
  std::size_t slot_count_ = 0;      ///< a power of two
};

}  // namespace fhir::path
