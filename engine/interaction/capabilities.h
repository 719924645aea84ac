#pragma once

#include <string>
#include <string_view>

#include "engine/interaction/policy.h"
#include "fhir/model/value.h"

namespace engine {

/// What this server can do, as a CapabilityStatement made from the tables that parse requests and searches, so
/// that it cannot promise anything else. `base` is the service base URL. Everything lives in `arena`.
/// https://hl7.org/fhir/R4/capabilitystatement.html
fhir::Resource capability_statement(fhir::Arena& arena, std::string_view base, const Policy& policy);

/// The same as FHIR JSON; made once for each base URL and policy, and kept. Any thread may call it.
std::string capabilities(std::string_view base, const Policy& policy);

}  // namespace engine
