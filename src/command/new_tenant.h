#pragma once

#include <cstdint>
#include <string>

#include "profiles/definitions/definitions.h"

namespace setu::command {

/// What a tenant is given before anybody stores anything in it.
struct NewTenant {
  bool text_search = true;  ///< the SearchParameters that turn on _text and _content for all types
  bool demo = false;        ///< a made-up hospital and its patients
};

/// Gives it to a tenant that never had a resource, whole and ready to be searched; leaves others alone. Resources are validated
/// against `definitions`, if there are any.
fhir::Result<void> furnish(const std::string& url, const profiles::Definitions* definitions, std::int32_t tenant, const NewTenant& with);

}  // namespace setu::command
