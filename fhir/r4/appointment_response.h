// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct AppointmentResponse {
  r4::Id id;
  One<r4::Meta> meta;
  r4::Uri implicitRules;
  r4::Code language;
  One<r4::Narrative> text;
  Many<Resource> contained;
  Many<r4::Extension> extension;
  Many<r4::Extension> modifierExtension;
  Many<r4::Identifier> identifier;
  One<r4::Reference> appointment;
  r4::Instant start;
  r4::Instant end;
  Many<r4::CodeableConcept> participantType;
  One<r4::Reference> actor;
  r4::Code participantStatus;
  r4::String comment;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
