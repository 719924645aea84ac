// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct CommunicationRequest {
  struct Payload;
  struct Payload {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Choice content;
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
  Many<r4::Reference> basedOn;
  Many<r4::Reference> replaces;
  One<r4::Identifier> groupIdentifier;
  r4::Code status;
  One<r4::CodeableConcept> statusReason;
  Many<r4::CodeableConcept> category;
  r4::Code priority;
  r4::Boolean doNotPerform;
  Many<r4::CodeableConcept> medium;
  One<r4::Reference> subject;
  Many<r4::Reference> about;
  One<r4::Reference> encounter;
  Many<r4::CommunicationRequest::Payload> payload;
  Choice occurrence;
  r4::DateTime authoredOn;
  One<r4::Reference> requester;
  Many<r4::Reference> recipient;
  One<r4::Reference> sender;
  Many<r4::CodeableConcept> reasonCode;
  Many<r4::Reference> reasonReference;
  Many<r4::Annotation> note;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
