// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct MolecularSequence {
  struct ReferenceSeq;
  struct Variant;
  struct Quality;
  struct Repository;
  struct StructureVariant;
  struct ReferenceSeq {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> chromosome;
    r4::String genomeBuild;
    r4::Code orientation;
    One<r4::CodeableConcept> referenceSeqId;
    One<r4::Reference> referenceSeqPointer;
    r4::String referenceSeqString;
    r4::Code strand;
    r4::Integer windowStart;
    r4::Integer windowEnd;
    static const Descriptor descriptor;
  };
  struct Variant {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Integer start;
    r4::Integer end;
    r4::String observedAllele;
    r4::String referenceAllele;
    r4::String cigar;
    One<r4::Reference> variantPointer;
    static const Descriptor descriptor;
  };
  struct Quality {
    struct Roc;
    struct Roc {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      Many<r4::Integer> score;
      Many<r4::Integer> numTP;
      Many<r4::Integer> numFP;
      Many<r4::Integer> numFN;
      Many<r4::Decimal> precision;
      Many<r4::Decimal> sensitivity;
      Many<r4::Decimal> fMeasure;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Code type;
    One<r4::CodeableConcept> standardSequence;
    r4::Integer start;
    r4::Integer end;
    One<r4::Quantity> score;
    One<r4::CodeableConcept> method;
    r4::Decimal truthTP;
    r4::Decimal queryTP;
    r4::Decimal truthFN;
    r4::Decimal queryFP;
    r4::Decimal gtFP;
    r4::Decimal precision;
    r4::Decimal recall;
    r4::Decimal fScore;
    One<r4::MolecularSequence::Quality::Roc> roc;
    static const Descriptor descriptor;
  };
  struct Repository {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Code type;
    r4::Uri url;
    r4::String name;
    r4::String datasetId;
    r4::String variantsetId;
    r4::String readsetId;
    static const Descriptor descriptor;
  };
  struct StructureVariant {
    struct Outer;
    struct Inner;
    struct Outer {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::Integer start;
      r4::Integer end;
      static const Descriptor descriptor;
    };
    struct Inner {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::Integer start;
      r4::Integer end;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> variantType;
    r4::Boolean exact;
    r4::Integer length;
    One<r4::MolecularSequence::StructureVariant::Outer> outer;
    One<r4::MolecularSequence::StructureVariant::Inner> inner;
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
  r4::Code type;
  r4::Integer coordinateSystem;
  One<r4::Reference> patient;
  One<r4::Reference> specimen;
  One<r4::Reference> device;
  One<r4::Reference> performer;
  One<r4::Quantity> quantity;
  One<r4::MolecularSequence::ReferenceSeq> referenceSeq;
  Many<r4::MolecularSequence::Variant> variant;
  r4::String observedSeq;
  Many<r4::MolecularSequence::Quality> quality;
  r4::Integer readCoverage;
  Many<r4::MolecularSequence::Repository> repository;
  Many<r4::Reference> pointer;
  Many<r4::MolecularSequence::StructureVariant> structureVariant;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
