// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct OperationOutcome {
  struct Issue;
  struct Issue {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Code severity;
    r4::Code code;
    One<r4::CodeableConcept> details;
    r4::String diagnostics;
    Many<r4::String> location;
    Many<r4::String> expression;
    static const Descriptor descriptor;
  };
  r4::Id id;
  One<r4::Meta> meta;
  r4::Uri implicitRules;
  r4::Code language;
  One<r4::Narrative> text;
  Many<Resource> contained;
  Many<r4::Extension> extension;
  Many<r4::Extension> modifierExtension;
  Many<r4::OperationOutcome::Issue> issue;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
