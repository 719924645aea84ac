// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct FamilyMemberHistory {
  struct Condition;
  struct Condition {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> code;
    One<r4::CodeableConcept> outcome;
    r4::Boolean contributedToDeath;
    Choice onset;
    Many<r4::Annotation> note;
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
  Many<r4::Canonical> instantiatesCanonical;
  Many<r4::Uri> instantiatesUri;
  r4::Code status;
  One<r4::CodeableConcept> dataAbsentReason;
  One<r4::Reference> patient;
  r4::DateTime date;
  r4::String name;
  One<r4::CodeableConcept> relationship;
  One<r4::CodeableConcept> sex;
  Choice born;
  Choice age;
  r4::Boolean estimatedAge;
  Choice deceased;
  Many<r4::CodeableConcept> reasonCode;
  Many<r4::Reference> reasonReference;
  Many<r4::Annotation> note;
  Many<r4::FamilyMemberHistory::Condition> condition;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
