// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct AllergyIntolerance {
  struct Reaction;
  struct Reaction {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> substance;
    Many<r4::CodeableConcept> manifestation;
    r4::String description;
    r4::DateTime onset;
    r4::Code severity;
    One<r4::CodeableConcept> exposureRoute;
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
  One<r4::CodeableConcept> clinicalStatus;
  One<r4::CodeableConcept> verificationStatus;
  r4::Code type;
  Many<r4::Code> category;
  r4::Code criticality;
  One<r4::CodeableConcept> code;
  One<r4::Reference> patient;
  One<r4::Reference> encounter;
  Choice onset;
  r4::DateTime recordedDate;
  One<r4::Reference> recorder;
  One<r4::Reference> asserter;
  r4::DateTime lastOccurrence;
  Many<r4::Annotation> note;
  Many<r4::AllergyIntolerance::Reaction> reaction;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
