// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct MedicinalProductUndesirableEffect {
  r4::Id id;
  One<r4::Meta> meta;
  r4::Uri implicitRules;
  r4::Code language;
  One<r4::Narrative> text;
  Many<Resource> contained;
  Many<r4::Extension> extension;
  Many<r4::Extension> modifierExtension;
  Many<r4::Reference> subject;
  One<r4::CodeableConcept> symptomConditionEffect;
  One<r4::CodeableConcept> classification;
  One<r4::CodeableConcept> frequencyOfOccurrence;
  Many<r4::Population> population;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
