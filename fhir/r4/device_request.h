// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct DeviceRequest {
  struct Parameter;
  struct Parameter {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> code;
    Choice value;
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
  Many<r4::Reference> basedOn;
  Many<r4::Reference> priorRequest;
  One<r4::Identifier> groupIdentifier;
  r4::Code status;
  r4::Code intent;
  r4::Code priority;
  Choice code;
  Many<r4::DeviceRequest::Parameter> parameter;
  One<r4::Reference> subject;
  One<r4::Reference> encounter;
  Choice occurrence;
  r4::DateTime authoredOn;
  One<r4::Reference> requester;
  One<r4::CodeableConcept> performerType;
  One<r4::Reference> performer;
  Many<r4::CodeableConcept> reasonCode;
  Many<r4::Reference> reasonReference;
  Many<r4::Reference> insurance;
  Many<r4::Reference> supportingInfo;
  Many<r4::Annotation> note;
  Many<r4::Reference> relevantHistory;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
