// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct MedicationStatement {
  r4::Id id;
  One<r4::Meta> meta;
  r4::Uri implicitRules;
  r4::Code language;
  One<r4::Narrative> text;
  Many<Resource> contained;
  Many<r4::Extension> extension;
  Many<r4::Extension> modifierExtension;
  Many<r4::Identifier> identifier;
  Many<r4::Reference> basedOn;
  Many<r4::Reference> partOf;
  r4::Code status;
  Many<r4::CodeableConcept> statusReason;
  One<r4::CodeableConcept> category;
  Choice medication;
  One<r4::Reference> subject;
  One<r4::Reference> context;
  Choice effective;
  r4::DateTime dateAsserted;
  One<r4::Reference> informationSource;
  Many<r4::Reference> derivedFrom;
  Many<r4::CodeableConcept> reasonCode;
  Many<r4::Reference> reasonReference;
  Many<r4::Annotation> note;
  Many<r4::Dosage> dosage;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
