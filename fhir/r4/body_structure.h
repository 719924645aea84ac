// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct BodyStructure {
  r4::Id id;
  One<r4::Meta> meta;
  r4::Uri implicitRules;
  r4::Code language;
  One<r4::Narrative> text;
  Many<Resource> contained;
  Many<r4::Extension> extension;
  Many<r4::Extension> modifierExtension;
  Many<r4::Identifier> identifier;
  r4::Boolean active;
  One<r4::CodeableConcept> morphology;
  One<r4::CodeableConcept> location;
  Many<r4::CodeableConcept> locationQualifier;
  r4::String description;
  Many<r4::Attachment> image;
  One<r4::Reference> patient;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
