// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct MedicinalProductInteraction {
  struct Interactant;
  struct Interactant {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Choice item;
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
  Many<r4::Reference> subject;
  r4::String description;
  Many<r4::MedicinalProductInteraction::Interactant> interactant;
  One<r4::CodeableConcept> type;
  One<r4::CodeableConcept> effect;
  One<r4::CodeableConcept> incidence;
  One<r4::CodeableConcept> management;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
