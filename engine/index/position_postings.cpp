#include <cmath>

#include "engine/index/key.h"
#include "engine/index/value_postings.h"
#include "fhir/primitive/decimal.h"
#include "fhir/r4/location.h"

namespace engine::index {

/// https://hl7.org/fhir/R4/location.html#positional
bool post_position(const Branch& branch, Node node, Extraction& into) {
  const auto* position = node.as<fhir::r4::Location::Position>();
  if (position == nullptr) return false;
  const auto latitude = fhir::double_of(position->latitude.text());
  const auto longitude = fhir::double_of(position->longitude.text());
  if (!latitude || !longitude || !(std::abs(*latitude) <= 90) || !(std::abs(*longitude) <= 360)) return false;
  const auto at = nanodegrees(*latitude), beside = nanodegrees(std::remainder(*longitude, 360));
  into.add_range(latitude_key(into.type(), branch.parameter.code), {at, at});
  into.add_range(longitude_key(into.type(), branch.parameter.code), {beside, beside});
  return true;
}

}  // namespace engine::index
