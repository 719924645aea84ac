#pragma once

#include <optional>
#include <string_view>

namespace setu::http {

/// Where a path enters the FHIR interface: "/fhir/Patient" or "/t/<tenant>/fhir/Patient".
struct Entrance {
  std::string_view base;                   ///< "/fhir", "/t/north/fhir"
  std::optional<std::string_view> tenant;  ///< as it stands in the path
  std::string_view rest;                   ///< behind the base: "", "/Patient/1"
};

/// Nothing if the path lies outside the FHIR interface.
std::optional<Entrance> entrance_of(std::string_view path);

}  // namespace setu::http
