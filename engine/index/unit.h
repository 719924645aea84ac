#pragma once

#include <optional>
#include <string_view>

#include "engine/index/interval.h"
#include "terminology/ucum/unit.h"

namespace engine::index {

/// Stands for the system of canonical units in range_key(): quantities of one kind are posted under one unit, whatever UCUM code
/// they have, so that a search in grams finds what was stored in milligrams.
constexpr std::string_view canonical_units = "http://unitsofmeasure.org canonical";

/// The unit of a UCUM code; nothing if it is none, or a scale that is not converted.
std::optional<terminology::ucum::Unit> unit_of(std::string_view code);

/// An interval of numbers of a unit as one of its canonical unit; open ends stay open.
Interval in_canonical(const terminology::ucum::Unit& unit, Interval interval);

}  // namespace engine::index
