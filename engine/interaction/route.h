#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/interaction/interaction.h"
#include "fhir/result.h"

namespace engine {

/// Of HTTP, and of Bundle.entry.request. https://hl7.org/fhir/R4/valueset-http-verb.html
enum class Method : std::uint8_t { get, head, post, put, delete_, options, patch, other };

/// "GET"; "" for other.
std::string_view name_of(Method method);
/// That of a name, which is in capitals; other for what is none of them.
Method method_named(std::string_view name);

/// What a method asks of a place below the base.
struct Route {
  /// Options answers with the methods that are allowed; status is about the asynchronous request `id`; the others are the
  /// action's.
  enum class Kind : std::uint8_t { interaction, options, status } kind = Kind::interaction;
  Action action = Action::capabilities;
  const fhir::Descriptor* type = nullptr;
  std::string id;
  const operations::Operation* operation = nullptr;
  const fhir::Descriptor* compartment = nullptr;  ///< of a search in a compartment
  std::string compartment_id;
  std::optional<std::uint32_t> version;
  bool conditional = false;  ///< an update, patch or delete without an id
  bool form = false;         ///< the parameters may be in the body
};

/// What there is at a place for a method, or why there is nothing.
struct Routing {
  fhir::Result<Route> route;
  std::string allow;  ///< the methods that the place takes; empty if there is no such place
};

/// Finds the interaction of a method and a path behind the base, "/Patient/1": of a request over HTTP, and of a bundle's entry.
/// https://hl7.org/fhir/R4/http.html#summary
///
/// A type that does not exist is a 404 that names the nearest one, a method the place does not take a 405.
Routing route_of(Method method, std::string_view rest);

/// The interaction at a place, without its body, tenant and base. Searches keep all parameters; elsewhere one that means
/// nothing is an Outcome (400), unless the client asked for lenient handling. One that says how the answer is to be and has no
/// value is as if it were not there.
fhir::Result<Interaction> interaction_at(const Route& route, Parameters parameters, Handling handling);

/// What is asked of every resource type, and of the system, by the table that routes requests.
/// https://hl7.org/fhir/R4/http.html#summary
std::vector<Action> type_actions();
std::vector<Action> system_actions();

/// The specification's name of an action: "search-type". https://hl7.org/fhir/R4/valueset-restful-interaction.html
std::string_view name_of(Action action);

}  // namespace engine
