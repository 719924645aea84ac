#include "engine/search/near.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "engine/index/key.h"
#include "engine/search/refusal.h"
#include "engine/search/split.h"
#include "fhir/primitive/decimal.h"
#include "terminology/ucum/unit.h"

namespace engine::search {
namespace {

using fhir::Result;

/// The mean radius of the Earth: distances are along the great circles of a sphere, and up to half a percent from those on the
/// spheroid of WGS 84.
constexpr double earth_metres = 6'371'008.8;

Result<double> number(std::string_view text, double greatest, std::string_view what) {
  const auto value = fhir::double_of(text);
  if (!value || !(std::abs(*value) <= greatest)) {
    return malformed("A value of \"near\" is written latitude|longitude|distance|units; its " + std::string(what) + " is no number it could be.");
  }
  return *value;
}

/// The intervals of degrees within `reach` of a longitude; two where the date line lies between.
std::vector<Condition::Range> longitudes(std::int64_t key, double at, double reach) {
  const auto range = [&](double low, double high) {
    Condition::Range out{key};
    out.low_min = out.high_min = index::nanodegrees(low) - 1;
    out.low_max = out.high_max = index::nanodegrees(high) + 1;
    return out;
  };
  if (reach >= 180) return {range(-180, 180)};
  if (at - reach < -180) return {range(-180, at + reach), range(at - reach + 360, 180)};
  if (at + reach > 180) return {range(at - reach, 180), range(-180, at + reach - 360)};
  return {range(at - reach, at + reach)};
}

}  // namespace

/// A box in degrees, which the index answers, and the distance on the sphere of those in it.
Result<Condition> near(const index::Parameter& parameter, std::string_view value) {
  const auto parts = split(value, '|');
  if (parts.size() < 2 || parts.size() > 4) return malformed("A value of \"near\" is written latitude|longitude|distance|units, and has " + std::to_string(parts.size()) + " parts.");
  TRY(const double latitude, number(parts[0], 90, "latitude"));
  TRY(const double longitude, number(parts[1], 180, "longitude"));
  double distance = near_kilometres;
  std::string_view code = "km";
  if (parts.size() > 2 && !parts[2].empty()) {
    TRY(distance, number(parts[2], 1e9, "distance"));
    if (distance < 0) return malformed("A distance of \"near\" is 0 or more.");
    if (parts.size() > 3 && !parts[3].empty()) code = parts[3];
  }
  const auto unit = terminology::ucum::Unit::parse(code);
  if (!unit || unit->canonical() != "m") return malformed(quoted(code) + " is no UCUM unit of length, such as km, m, [mi_i] or [mi_us].");
  const double metres = std::min(unit->to_canonical(distance), earth_metres * std::numbers::pi);

  constexpr double degree = std::numbers::pi / 180;
  const double angle = metres / earth_metres;
  const double reach = angle / degree;
  // About a pole, and where the box touches one, all longitudes are near.
  double aside = 180;
  if (std::abs(latitude) + reach < 90) aside = std::asin(std::min(1.0, std::sin(angle) / std::cos(latitude * degree))) / degree;

  Condition inside;
  inside.kind = Condition::Kind::ranges;
  Condition::Range between{index::latitude_key(parameter.type->name, parameter.code)};
  between.low_min = between.high_min = index::nanodegrees(latitude - reach) - 1;
  between.low_max = between.high_max = index::nanodegrees(latitude + reach) + 1;
  inside.ranges.push_back(between);
  Condition beside;
  beside.kind = Condition::Kind::ranges;
  beside.ranges = longitudes(index::longitude_key(parameter.type->name, parameter.code), longitude, aside);

  Condition exactly;
  exactly.kind = Condition::Kind::near;
  exactly.near = {between.key, beside.ranges[0].key, index::nanodegrees(latitude), index::nanodegrees(longitude), static_cast<std::int64_t>(std::ceil(angle * 1e12))};

  Condition all;
  all.kind = Condition::Kind::all;
  all.children = {std::move(inside), std::move(beside), std::move(exactly)};
  return all;
}

}  // namespace engine::search
