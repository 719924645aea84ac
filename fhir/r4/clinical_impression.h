// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct ClinicalImpression {
  struct Investigation;
  struct Finding;
  struct Investigation {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> code;
    Many<r4::Reference> item;
    static const Descriptor descriptor;
  };
  struct Finding {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> itemCodeableConcept;
    One<r4::Reference> itemReference;
    r4::String basis;
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
  Many<r4::Identifier> identifier;
  r4::Code status;
  One<r4::CodeableConcept> statusReason;
  One<r4::CodeableConcept> code;
  r4::String description;
  One<r4::Reference> subject;
  One<r4::Reference> encounter;
  Choice effective;
  r4::DateTime date;
  One<r4::Reference> assessor;
  One<r4::Reference> previous;
  Many<r4::Reference> problem;
  Many<r4::ClinicalImpression::Investigation> investigation;
  Many<r4::Uri> protocol;
  r4::String summary;
  Many<r4::ClinicalImpression::Finding> finding;
  Many<r4::CodeableConcept> prognosisCodeableConcept;
  Many<r4::Reference> prognosisReference;
  Many<r4::Reference> supportingInfo;
  Many<r4::Annotation> note;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
