// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct RiskAssessment {
  struct Prediction;
  struct Prediction {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> outcome;
    Choice probability;
    One<r4::CodeableConcept> qualitativeRisk;
    r4::Decimal relativeRisk;
    Choice when;
    r4::String rationale;
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
  One<r4::Reference> basedOn;
  One<r4::Reference> parent;
  r4::Code status;
  One<r4::CodeableConcept> method;
  One<r4::CodeableConcept> code;
  One<r4::Reference> subject;
  One<r4::Reference> encounter;
  Choice occurrence;
  One<r4::Reference> condition;
  One<r4::Reference> performer;
  Many<r4::CodeableConcept> reasonCode;
  Many<r4::Reference> reasonReference;
  Many<r4::Reference> basis;
  Many<r4::RiskAssessment::Prediction> prediction;
  r4::String mitigation;
  Many<r4::Annotation> note;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
