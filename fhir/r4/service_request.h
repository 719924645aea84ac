// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct ServiceRequest {
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
  Many<r4::Reference> basedOn;
  Many<r4::Reference> replaces;
  One<r4::Identifier> requisition;
  r4::Code status;
  r4::Code intent;
  Many<r4::CodeableConcept> category;
  r4::Code priority;
  r4::Boolean doNotPerform;
  One<r4::CodeableConcept> code;
  Many<r4::CodeableConcept> orderDetail;
  Choice quantity;
  One<r4::Reference> subject;
  One<r4::Reference> encounter;
  Choice occurrence;
  Choice asNeeded;
  r4::DateTime authoredOn;
  One<r4::Reference> requester;
  One<r4::CodeableConcept> performerType;
  Many<r4::Reference> performer;
  Many<r4::CodeableConcept> locationCode;
  Many<r4::Reference> locationReference;
  Many<r4::CodeableConcept> reasonCode;
  Many<r4::Reference> reasonReference;
  Many<r4::Reference> insurance;
  Many<r4::Reference> supportingInfo;
  Many<r4::Reference> specimen;
  Many<r4::CodeableConcept> bodySite;
  Many<r4::Annotation> note;
  r4::String patientInstruction;
  Many<r4::Reference> relevantHistory;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
