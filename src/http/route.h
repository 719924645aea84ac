#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/interaction/interaction.h"
#include "fhir/result.h"
#include "src/http/message.h"

namespace setu::http {

/// Where a path enters the FHIR interface: "/fhir/Patient" or "/t/<tenant>/fhir/Patient".
struct Entrance {
  std::string_view base;                   ///< "/fhir", "/t/north/fhir"
  std::optional<std::string_view> tenant;  ///< as it stands in the path
  std::string_view rest;                   ///< behind the base: "", "/Patient/1"
};

/// Nothing if the path lies outside the FHIR interface.
std::optional<Entrance> entrance_of(std::string_view path);

/// What a method asks of a place below the base.
struct Route {
  /// Options answers with the methods that are allowed; status is about the asynchronous request `id`; the others are the
  /// action's.
  enum class Kind : std::uint8_t { interaction, options, status } kind = Kind::interaction;
  engine::Action action = engine::Action::capabilities;
  const fhir::Descriptor* type = nullptr;
  std::string id;
  const engine::operations::Operation* operation = nullptr;
  const fhir::Descriptor* compartment = nullptr;  ///< of a search in a compartment
  std::string compartment_id;
  std::optional<std::uint32_t> version;
  bool conditional = false;  ///< an update, patch or delete without an id
  bool form = false;         ///< the parameters may be in the body
};

/// Why there is no route; `allow` is the value of Allow where the method is the reason.
struct NoRoute {
  engine::Status status;
  fhir::Outcome outcome;
  std::string allow;
};

struct Routing {
  std::optional<Route> route;
  std::optional<NoRoute> refused;  ///< set where `route` is not
  std::string allow;               ///< what the place allows, for OPTIONS
};

/// Finds the interaction of a method and a path behind the base. https://hl7.org/fhir/R4/http.html#summary
///
/// A type that does not exist is a 404 that names the nearest one, a method the place does not take a 405.
Routing route_of(Method method, std::string_view rest);

/// The specification's name of an action: "search-type". https://hl7.org/fhir/R4/valueset-restful-interaction.html
std::string_view name_of(engine::Action action);

}  // namespace setu::http
