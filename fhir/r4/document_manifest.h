// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct DocumentManifest {
  struct Related;
  struct Related {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::Identifier> identifier;
    One<r4::Reference> ref;
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
  One<r4::CodeableConcept> type;
  One<r4::Reference> subject;
  r4::DateTime created;
  Many<r4::Reference> author;
  Many<r4::Reference> recipient;
  r4::Uri source;
  r4::String description;
  Many<r4::Reference> content;
  Many<r4::DocumentManifest::Related> related;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
