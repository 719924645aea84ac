// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct ImmunizationEvaluation {
  r4::Id id;
  One<r4::Meta> meta;
  r4::Uri implicitRules;
  r4::Code language;
  One<r4::Narrative> text;
  Many<Resource> contained;
  Many<r4::Extension> extension;
  Many<r4::Extension> modifierExtension;
  Many<r4::Identifier> identifier;
  r4::Code status;
  One<r4::Reference> patient;
  r4::DateTime date;
  One<r4::Reference> authority;
  One<r4::CodeableConcept> targetDisease;
  One<r4::Reference> immunizationEvent;
  One<r4::CodeableConcept> doseStatus;
  Many<r4::CodeableConcept> doseStatusReason;
  r4::String description;
  r4::String series;
  Choice doseNumber;
  Choice seriesDoses;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
