// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct SubstanceReferenceInformation {
  struct Gene;
  struct GeneElement;
  struct Classification;
  struct Target;
  struct Gene {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> geneSequenceOrigin;
    One<r4::CodeableConcept> gene;
    Many<r4::Reference> source;
    static const Descriptor descriptor;
  };
  struct GeneElement {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> type;
    One<r4::Identifier> element;
    Many<r4::Reference> source;
    static const Descriptor descriptor;
  };
  struct Classification {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> domain;
    One<r4::CodeableConcept> classification;
    Many<r4::CodeableConcept> subtype;
    Many<r4::Reference> source;
    static const Descriptor descriptor;
  };
  struct Target {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::Identifier> target;
    One<r4::CodeableConcept> type;
    One<r4::CodeableConcept> interaction;
    One<r4::CodeableConcept> organism;
    One<r4::CodeableConcept> organismType;
    Choice amount;
    One<r4::CodeableConcept> amountType;
    Many<r4::Reference> source;
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
  r4::String comment;
  Many<r4::SubstanceReferenceInformation::Gene> gene;
  Many<r4::SubstanceReferenceInformation::GeneElement> geneElement;
  Many<r4::SubstanceReferenceInformation::Classification> classification;
  Many<r4::SubstanceReferenceInformation::Target> target;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
