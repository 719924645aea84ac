// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct AdverseEvent {
  struct SuspectEntity;
  struct SuspectEntity {
    struct Causality;
    struct Causality {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::CodeableConcept> assessment;
      r4::String productRelatedness;
      One<r4::Reference> author;
      One<r4::CodeableConcept> method;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::Reference> instance;
    Many<r4::AdverseEvent::SuspectEntity::Causality> causality;
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
  One<r4::Identifier> identifier;
  r4::Code actuality;
  Many<r4::CodeableConcept> category;
  One<r4::CodeableConcept> event;
  One<r4::Reference> subject;
  One<r4::Reference> encounter;
  r4::DateTime date;
  r4::DateTime detected;
  r4::DateTime recordedDate;
  Many<r4::Reference> resultingCondition;
  One<r4::Reference> location;
  One<r4::CodeableConcept> seriousness;
  One<r4::CodeableConcept> severity;
  One<r4::CodeableConcept> outcome;
  One<r4::Reference> recorder;
  Many<r4::Reference> contributor;
  Many<r4::AdverseEvent::SuspectEntity> suspectEntity;
  Many<r4::Reference> subjectMedicalHistory;
  Many<r4::Reference> referenceDocument;
  Many<r4::Reference> study;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
