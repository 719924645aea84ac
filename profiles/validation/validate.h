#pragma once

#include "fhir/arena.h"
#include "fhir/model/value.h"
#include "fhir/outcome.h"
#include "profiles/definitions/definitions.h"

namespace profiles {

/// What is said of definitions that are unfinished, as fhir::is_unfinished() has it: storing excuses what they lack and the
/// invariants they break; who asks what is wrong with one is told.
enum class Unfinished { excused, examined };

/// Checks a resource against the specification's own rules beyond its structure: codes of required bindings and
/// the invariants of its types, contained resources and their ids included. Adds an issue with FHIRPath for each broken
/// rule of error severity, 100 at most. Mandatory elements and primitives the readers have checked, but for the elements of
/// definitions without a status, which are checked here.
/// Scratch memory comes from `arena`. https://hl7.org/fhir/R4/validation.html
void validate(fhir::Resource resource, const Definitions& definitions, fhir::Arena& arena, fhir::Issues& issues,
              Unfinished unfinished = Unfinished::excused);

}  // namespace profiles
