// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct Procedure {
  struct Performer;
  struct FocalDevice;
  struct Performer {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> function;
    One<r4::Reference> actor;
    One<r4::Reference> onBehalfOf;
    static const Descriptor descriptor;
  };
  struct FocalDevice {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> action;
    One<r4::Reference> manipulated;
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
  Many<r4::Reference> partOf;
  r4::Code status;
  One<r4::CodeableConcept> statusReason;
  One<r4::CodeableConcept> category;
  One<r4::CodeableConcept> code;
  One<r4::Reference> subject;
  One<r4::Reference> encounter;
  Choice performed;
  One<r4::Reference> recorder;
  One<r4::Reference> asserter;
  Many<r4::Procedure::Performer> performer;
  One<r4::Reference> location;
  Many<r4::CodeableConcept> reasonCode;
  Many<r4::Reference> reasonReference;
  Many<r4::CodeableConcept> bodySite;
  One<r4::CodeableConcept> outcome;
  Many<r4::Reference> report;
  Many<r4::CodeableConcept> complication;
  Many<r4::Reference> complicationDetail;
  Many<r4::CodeableConcept> followUp;
  Many<r4::Annotation> note;
  Many<r4::Procedure::FocalDevice> focalDevice;
  Many<r4::Reference> usedReference;
  Many<r4::CodeableConcept> usedCode;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
