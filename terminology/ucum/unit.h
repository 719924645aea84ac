#pragma once

#include <string>
#include <string_view>

#include "fhir/result.h"
#include "terminology/ucum/rational.h"

/// Units of measure by their case-sensitive codes, in canonical form. https://ucum.org/ucum
namespace terminology::ucum {

constexpr std::string_view system = "http://unitsofmeasure.org";

/// A unit as multiples of base units. Amounts of substance (mol), equivalents, osmoles, arbitrary units ([iU], [CFU]) and fields of
/// view are base units here: UCUM makes numbers of them, and 5 mmol/L would be found among the cells in a litre.
class Unit {
 public:
  /// Reads a code such as "mm[Hg]", "10*3/uL" or "mL/min/{1.73_m2}". An outcome says what in it is no unit, or is a scale that is
  /// not converted: pH, bel, neper and their like. https://ucum.org/ucum#section-Grammar-of-Units-and-Unit-Terms
  static fhir::Result<Unit> parse(std::string_view code);

  /// The product of base units, one spelling for all units of a kind: "g.m-3"; "1" for pure numbers.
  const std::string& canonical() const { return canonical_; }

  /// A number of this unit as one of the canonical unit. Equal quantities give the same double, whatever units they came in;
  /// greater ones do not give a smaller one.
  double to_canonical(double value) const;

 private:
  Rational scale_{1, 1, 0};
  Rational offset_;  ///< added to the number first, as between degrees Celsius and kelvin
  std::string canonical_;
};

}  // namespace terminology::ucum
