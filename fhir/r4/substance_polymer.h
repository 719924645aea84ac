// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct SubstancePolymer {
  struct MonomerSet;
  struct Repeat;
  struct MonomerSet {
    struct StartingMaterial;
    struct StartingMaterial {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::CodeableConcept> material;
      One<r4::CodeableConcept> type;
      r4::Boolean isDefining;
      One<r4::SubstanceAmount> amount;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> ratioType;
    Many<r4::SubstancePolymer::MonomerSet::StartingMaterial> startingMaterial;
    static const Descriptor descriptor;
  };
  struct Repeat {
    struct RepeatUnit;
    struct RepeatUnit {
      struct DegreeOfPolymerisation;
      struct StructuralRepresentation;
      struct DegreeOfPolymerisation {
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        One<r4::CodeableConcept> degree;
        One<r4::SubstanceAmount> amount;
        static const Descriptor descriptor;
      };
      struct StructuralRepresentation {
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        One<r4::CodeableConcept> type;
        r4::String representation;
        One<r4::Attachment> attachment;
        static const Descriptor descriptor;
      };
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::CodeableConcept> orientationOfPolymerisation;
      r4::String repeatUnit;
      One<r4::SubstanceAmount> amount;
      Many<r4::SubstancePolymer::Repeat::RepeatUnit::DegreeOfPolymerisation> degreeOfPolymerisation;
      Many<r4::SubstancePolymer::Repeat::RepeatUnit::StructuralRepresentation> structuralRepresentation;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Integer numberOfUnits;
    r4::String averageMolecularFormula;
    One<r4::CodeableConcept> repeatUnitAmountType;
    Many<r4::SubstancePolymer::Repeat::RepeatUnit> repeatUnit;
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
  One<r4::CodeableConcept> class_;
  One<r4::CodeableConcept> geometry;
  Many<r4::CodeableConcept> copolymerConnectivity;
  Many<r4::String> modification;
  Many<r4::SubstancePolymer::MonomerSet> monomerSet;
  Many<r4::SubstancePolymer::Repeat> repeat;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
