// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct MedicationDispense {
  struct Performer;
  struct Substitution;
  struct Performer {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> function;
    One<r4::Reference> actor;
    static const Descriptor descriptor;
  };
  struct Substitution {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Boolean wasSubstituted;
    One<r4::CodeableConcept> type;
    Many<r4::CodeableConcept> reason;
    Many<r4::Reference> responsibleParty;
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
  Many<r4::Reference> partOf;
  r4::Code status;
  Choice statusReason;
  One<r4::CodeableConcept> category;
  Choice medication;
  One<r4::Reference> subject;
  One<r4::Reference> context;
  Many<r4::Reference> supportingInformation;
  Many<r4::MedicationDispense::Performer> performer;
  One<r4::Reference> location;
  Many<r4::Reference> authorizingPrescription;
  One<r4::CodeableConcept> type;
  One<r4::Quantity> quantity;
  One<r4::Quantity> daysSupply;
  r4::DateTime whenPrepared;
  r4::DateTime whenHandedOver;
  One<r4::Reference> destination;
  Many<r4::Reference> receiver;
  Many<r4::Annotation> note;
  Many<r4::Dosage> dosageInstruction;
  One<r4::MedicationDispense::Substitution> substitution;
  Many<r4::Reference> detectedIssue;
  Many<r4::Reference> eventHistory;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
