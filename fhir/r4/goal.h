// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct Goal {
  struct Target;
  struct Target {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> measure;
    Choice detail;
    Choice due;
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
  r4::Code lifecycleStatus;
  One<r4::CodeableConcept> achievementStatus;
  Many<r4::CodeableConcept> category;
  One<r4::CodeableConcept> priority;
  One<r4::CodeableConcept> description;
  One<r4::Reference> subject;
  Choice start;
  Many<r4::Goal::Target> target;
  r4::Date statusDate;
  r4::String statusReason;
  One<r4::Reference> expressedBy;
  Many<r4::Reference> addresses;
  Many<r4::Annotation> note;
  Many<r4::CodeableConcept> outcomeCode;
  Many<r4::Reference> outcomeReference;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
