// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct SubstanceSourceMaterial {
  struct FractionDescription;
  struct Organism;
  struct PartDescription;
  struct FractionDescription {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String fraction;
    One<r4::CodeableConcept> materialType;
    static const Descriptor descriptor;
  };
  struct Organism {
    struct Author;
    struct Hybrid;
    struct OrganismGeneral;
    struct Author {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::CodeableConcept> authorType;
      r4::String authorDescription;
      static const Descriptor descriptor;
    };
    struct Hybrid {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::String maternalOrganismId;
      r4::String maternalOrganismName;
      r4::String paternalOrganismId;
      r4::String paternalOrganismName;
      One<r4::CodeableConcept> hybridType;
      static const Descriptor descriptor;
    };
    struct OrganismGeneral {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::CodeableConcept> kingdom;
      One<r4::CodeableConcept> phylum;
      One<r4::CodeableConcept> class_;
      One<r4::CodeableConcept> order;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> family;
    One<r4::CodeableConcept> genus;
    One<r4::CodeableConcept> species;
    One<r4::CodeableConcept> intraspecificType;
    r4::String intraspecificDescription;
    Many<r4::SubstanceSourceMaterial::Organism::Author> author;
    One<r4::SubstanceSourceMaterial::Organism::Hybrid> hybrid;
    One<r4::SubstanceSourceMaterial::Organism::OrganismGeneral> organismGeneral;
    static const Descriptor descriptor;
  };
  struct PartDescription {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> part;
    One<r4::CodeableConcept> partLocation;
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
  One<r4::CodeableConcept> sourceMaterialClass;
  One<r4::CodeableConcept> sourceMaterialType;
  One<r4::CodeableConcept> sourceMaterialState;
  One<r4::Identifier> organismId;
  r4::String organismName;
  Many<r4::Identifier> parentSubstanceId;
  Many<r4::String> parentSubstanceName;
  Many<r4::CodeableConcept> countryOfOrigin;
  Many<r4::String> geographicalLocation;
  One<r4::CodeableConcept> developmentStage;
  Many<r4::SubstanceSourceMaterial::FractionDescription> fractionDescription;
  One<r4::SubstanceSourceMaterial::Organism> organism;
  Many<r4::SubstanceSourceMaterial::PartDescription> partDescription;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
