#pragma once

#include <string>

#include "fhir/arena.h"
#include "fhir/model/value.h"
#include "fhir/outcome.h"

namespace engine {

/// The issues as an OperationOutcome; without any it says that all went well.
/// https://hl7.org/fhir/R4/operationoutcome.html
fhir::Resource outcome_resource(const fhir::Issues& issues, fhir::Arena& arena);

/// The same as FHIR JSON.
std::string outcome_json(const fhir::Issues& issues);

}  // namespace engine
