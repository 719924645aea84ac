// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct SubstanceNucleicAcid {
  struct Subunit;
  struct Subunit {
    struct Linkage;
    struct Sugar;
    struct Linkage {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::String connectivity;
      One<r4::Identifier> identifier;
      r4::String name;
      r4::String residueSite;
      static const Descriptor descriptor;
    };
    struct Sugar {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::Identifier> identifier;
      r4::String name;
      r4::String residueSite;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Integer subunit;
    r4::String sequence;
    r4::Integer length;
    One<r4::Attachment> sequenceAttachment;
    One<r4::CodeableConcept> fivePrime;
    One<r4::CodeableConcept> threePrime;
    Many<r4::SubstanceNucleicAcid::Subunit::Linkage> linkage;
    Many<r4::SubstanceNucleicAcid::Subunit::Sugar> sugar;
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
  r4::String areaOfHybridisation;
  One<r4::CodeableConcept> oligoNucleotideType;
  Many<r4::SubstanceNucleicAcid::Subunit> subunit;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
