// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct Media {
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
  Many<r4::Reference> partOf;
  r4::Code status;
  One<r4::CodeableConcept> type;
  One<r4::CodeableConcept> modality;
  One<r4::CodeableConcept> view;
  One<r4::Reference> subject;
  One<r4::Reference> encounter;
  Choice created;
  r4::Instant issued;
  One<r4::Reference> operator_;
  Many<r4::CodeableConcept> reasonCode;
  One<r4::CodeableConcept> bodySite;
  r4::String deviceName;
  One<r4::Reference> device;
  r4::PositiveInt height;
  r4::PositiveInt width;
  r4::PositiveInt frames;
  r4::Decimal duration;
  One<r4::Attachment> content;
  Many<r4::Annotation> note;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
