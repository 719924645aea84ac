// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct Condition {
  struct Stage;
  struct Evidence;
  struct Stage {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> summary;
    Many<r4::Reference> assessment;
    One<r4::CodeableConcept> type;
    static const Descriptor descriptor;
  };
  struct Evidence {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::CodeableConcept> code;
    Many<r4::Reference> detail;
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
  One<r4::CodeableConcept> clinicalStatus;
  One<r4::CodeableConcept> verificationStatus;
  Many<r4::CodeableConcept> category;
  One<r4::CodeableConcept> severity;
  One<r4::CodeableConcept> code;
  Many<r4::CodeableConcept> bodySite;
  One<r4::Reference> subject;
  One<r4::Reference> encounter;
  Choice onset;
  Choice abatement;
  r4::DateTime recordedDate;
  One<r4::Reference> recorder;
  One<r4::Reference> asserter;
  Many<r4::Condition::Stage> stage;
  Many<r4::Condition::Evidence> evidence;
  Many<r4::Annotation> note;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
