// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct MedicinalProductContraindication {
  struct OtherTherapy;
  struct OtherTherapy {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> therapyRelationshipType;
    Choice medication;
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
  One<r4::CodeableConcept> disease;
  One<r4::CodeableConcept> diseaseStatus;
  Many<r4::CodeableConcept> comorbidity;
  Many<r4::Reference> therapeuticIndication;
  Many<r4::MedicinalProductContraindication::OtherTherapy> otherTherapy;
  Many<r4::Population> population;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
