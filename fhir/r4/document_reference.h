// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct DocumentReference {
  struct RelatesTo;
  struct Content;
  struct Context;
  struct RelatesTo {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Code code;
    One<r4::Reference> target;
    static const Descriptor descriptor;
  };
  struct Content {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::Attachment> attachment;
    One<r4::Coding> format;
    static const Descriptor descriptor;
  };
  struct Context {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::Reference> encounter;
    Many<r4::CodeableConcept> event;
    One<r4::Period> period;
    One<r4::CodeableConcept> facilityType;
    One<r4::CodeableConcept> practiceSetting;
    One<r4::Reference> sourcePatientInfo;
    Many<r4::Reference> related;
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
  One<r4::Identifier> masterIdentifier;
  Many<r4::Identifier> identifier;
  r4::Code status;
  r4::Code docStatus;
  One<r4::CodeableConcept> type;
  Many<r4::CodeableConcept> category;
  One<r4::Reference> subject;
  r4::Instant date;
  Many<r4::Reference> author;
  One<r4::Reference> authenticator;
  One<r4::Reference> custodian;
  Many<r4::DocumentReference::RelatesTo> relatesTo;
  r4::String description;
  Many<r4::CodeableConcept> securityLabel;
  Many<r4::DocumentReference::Content> content;
  One<r4::DocumentReference::Context> context;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
