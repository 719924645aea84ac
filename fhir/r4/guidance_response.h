// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct GuidanceResponse {
  r4::Id id;
  One<r4::Meta> meta;
  r4::Uri implicitRules;
  r4::Code language;
  One<r4::Narrative> text;
  Many<Resource> contained;
  Many<r4::Extension> extension;
  Many<r4::Extension> modifierExtension;
  One<r4::Identifier> requestIdentifier;
  Many<r4::Identifier> identifier;
  Choice module;
  r4::Code status;
  One<r4::Reference> subject;
  One<r4::Reference> encounter;
  r4::DateTime occurrenceDateTime;
  One<r4::Reference> performer;
  Many<r4::CodeableConcept> reasonCode;
  Many<r4::Reference> reasonReference;
  Many<r4::Annotation> note;
  Many<r4::Reference> evaluationMessage;
  One<r4::Reference> outputParameters;
  One<r4::Reference> result;
  Many<r4::DataRequirement> dataRequirement;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
