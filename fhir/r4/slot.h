// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct Slot {
  r4::Id id;
  One<r4::Meta> meta;
  r4::Uri implicitRules;
  r4::Code language;
  One<r4::Narrative> text;
  Many<Resource> contained;
  Many<r4::Extension> extension;
  Many<r4::Extension> modifierExtension;
  Many<r4::Identifier> identifier;
  Many<r4::CodeableConcept> serviceCategory;
  Many<r4::CodeableConcept> serviceType;
  Many<r4::CodeableConcept> specialty;
  One<r4::CodeableConcept> appointmentType;
  One<r4::Reference> schedule;
  r4::Code status;
  r4::Instant start;
  r4::Instant end;
  r4::Boolean overbooked;
  r4::String comment;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
