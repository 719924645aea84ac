#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/index/custom.h"
#include "engine/interaction/policy.h"
#include "fhir/model/value.h"

namespace engine {

/// What a client wants to know. https://hl7.org/fhir/R4/http.html#capabilities
enum class CapabilityMode : std::uint8_t { full, normative, terminology };

/// What this server can do, as a CapabilityStatement made from the tables that route requests, call operations and parse
/// searches, so that it cannot promise anything else; without the elements that are not normative in R4 where these are not
/// wanted. `base` is the service base URL; `custom` are the tenant's own search parameters: of those that are not ready it says
/// so. Everything lives in `arena`, or is a view into these. https://hl7.org/fhir/R4/capabilitystatement.html
fhir::Resource capability_statement(fhir::Arena& arena, std::string_view base, const Policy& policy, bool only_normative = false,
                                    const index::CustomParameters& custom = index::CustomParameters::none());

/// What it can do with terminology: nothing yet. https://hl7.org/fhir/R4/terminologycapabilities.html
fhir::Resource terminology_capabilities(fhir::Arena& arena, std::string_view base);

/// The same as FHIR JSON; for tenants without search parameters of their own it is made once for each base URL, policy and
/// mode, and kept. Any thread may call it.
std::string capabilities(std::string_view base, const Policy& policy, CapabilityMode mode = CapabilityMode::full,
                         const index::CustomParameters& custom = index::CustomParameters::none());

}  // namespace engine
