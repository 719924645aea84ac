// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct VerificationResult {
  struct PrimarySource;
  struct Attestation;
  struct Validator;
  struct PrimarySource {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::Reference> who;
    Many<r4::CodeableConcept> type;
    Many<r4::CodeableConcept> communicationMethod;
    One<r4::CodeableConcept> validationStatus;
    r4::DateTime validationDate;
    One<r4::CodeableConcept> canPushUpdates;
    Many<r4::CodeableConcept> pushTypeAvailable;
    static const Descriptor descriptor;
  };
  struct Attestation {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::Reference> who;
    One<r4::Reference> onBehalfOf;
    One<r4::CodeableConcept> communicationMethod;
    r4::Date date;
    r4::String sourceIdentityCertificate;
    r4::String proxyIdentityCertificate;
    One<r4::Signature> proxySignature;
    One<r4::Signature> sourceSignature;
    static const Descriptor descriptor;
  };
  struct Validator {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::Reference> organization;
    r4::String identityCertificate;
    One<r4::Signature> attestationSignature;
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
  Many<r4::Reference> target;
  Many<r4::String> targetLocation;
  One<r4::CodeableConcept> need;
  r4::Code status;
  r4::DateTime statusDate;
  One<r4::CodeableConcept> validationType;
  Many<r4::CodeableConcept> validationProcess;
  One<r4::Timing> frequency;
  r4::DateTime lastPerformed;
  r4::Date nextScheduled;
  One<r4::CodeableConcept> failureAction;
  Many<r4::VerificationResult::PrimarySource> primarySource;
  One<r4::VerificationResult::Attestation> attestation;
  Many<r4::VerificationResult::Validator> validator;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
