// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct DiagnosticReport {
  struct Media;
  struct Media {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String comment;
    One<r4::Reference> link;
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
  r4::Code status;
  Many<r4::CodeableConcept> category;
  One<r4::CodeableConcept> code;
  One<r4::Reference> subject;
  One<r4::Reference> encounter;
  Choice effective;
  r4::Instant issued;
  Many<r4::Reference> performer;
  Many<r4::Reference> resultsInterpreter;
  Many<r4::Reference> specimen;
  Many<r4::Reference> result;
  Many<r4::Reference> imagingStudy;
  Many<r4::DiagnosticReport::Media> media;
  r4::String conclusion;
  Many<r4::CodeableConcept> conclusionCode;
  Many<r4::Attachment> presentedForm;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
