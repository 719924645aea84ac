// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct SubstanceProtein {
  struct Subunit;
  struct Subunit {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Integer subunit;
    r4::String sequence;
    r4::Integer length;
    One<r4::Attachment> sequenceAttachment;
    One<r4::Identifier> nTerminalModificationId;
    r4::String nTerminalModification;
    One<r4::Identifier> cTerminalModificationId;
    r4::String cTerminalModification;
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
  One<r4::CodeableConcept> sequenceType;
  r4::Integer numberOfSubunits;
  Many<r4::String> disulfideLinkage;
  Many<r4::SubstanceProtein::Subunit> subunit;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
