// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct DeviceUseStatement {
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
  r4::Code status;
  One<r4::Reference> subject;
  Many<r4::Reference> derivedFrom;
  Choice timing;
  r4::DateTime recordedOn;
  One<r4::Reference> source;
  One<r4::Reference> device;
  Many<r4::CodeableConcept> reasonCode;
  Many<r4::Reference> reasonReference;
  One<r4::CodeableConcept> bodySite;
  Many<r4::Annotation> note;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
