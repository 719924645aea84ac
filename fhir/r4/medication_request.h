// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct MedicationRequest {
  struct DispenseRequest;
  struct Substitution;
  struct DispenseRequest {
    struct InitialFill;
    struct InitialFill {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::Quantity> quantity;
      One<r4::Duration> duration;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::MedicationRequest::DispenseRequest::InitialFill> initialFill;
    One<r4::Duration> dispenseInterval;
    One<r4::Period> validityPeriod;
    r4::UnsignedInt numberOfRepeatsAllowed;
    One<r4::Quantity> quantity;
    One<r4::Duration> expectedSupplyDuration;
    One<r4::Reference> performer;
    static const Descriptor descriptor;
  };
  struct Substitution {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Choice allowed;
    One<r4::CodeableConcept> reason;
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
  r4::Code intent;
  Many<r4::CodeableConcept> category;
  r4::Code priority;
  r4::Boolean doNotPerform;
  Choice reported;
  Choice medication;
  One<r4::Reference> subject;
  One<r4::Reference> encounter;
  Many<r4::Reference> supportingInformation;
  r4::DateTime authoredOn;
  One<r4::Reference> requester;
  One<r4::Reference> performer;
  One<r4::CodeableConcept> performerType;
  One<r4::Reference> recorder;
  Many<r4::CodeableConcept> reasonCode;
  Many<r4::Reference> reasonReference;
  Many<r4::Canonical> instantiatesCanonical;
  Many<r4::Uri> instantiatesUri;
  Many<r4::Reference> basedOn;
  One<r4::Identifier> groupIdentifier;
  One<r4::CodeableConcept> courseOfTherapyType;
  Many<r4::Reference> insurance;
  Many<r4::Annotation> note;
  Many<r4::Dosage> dosageInstruction;
  One<r4::MedicationRequest::DispenseRequest> dispenseRequest;
  One<r4::MedicationRequest::Substitution> substitution;
  One<r4::Reference> priorPrescription;
  Many<r4::Reference> detectedIssue;
  Many<r4::Reference> eventHistory;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
