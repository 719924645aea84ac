// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct SubstanceSpecification {
  struct Moiety;
  struct Property;
  struct Structure;
  struct Code;
  struct Name;
  struct Relationship;
  struct Moiety {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> role;
    One<r4::Identifier> identifier;
    r4::String name;
    One<r4::CodeableConcept> stereochemistry;
    One<r4::CodeableConcept> opticalActivity;
    r4::String molecularFormula;
    Choice amount;
    static const Descriptor descriptor;
  };
  struct Property {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> category;
    One<r4::CodeableConcept> code;
    r4::String parameters;
    Choice definingSubstance;
    Choice amount;
    static const Descriptor descriptor;
  };
  struct Structure {
    struct Isotope;
    struct Representation;
    struct Isotope {
      struct MolecularWeight;
      struct MolecularWeight {
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        One<r4::CodeableConcept> method;
        One<r4::CodeableConcept> type;
        One<r4::Quantity> amount;
        static const Descriptor descriptor;
      };
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::Identifier> identifier;
      One<r4::CodeableConcept> name;
      One<r4::CodeableConcept> substitution;
      One<r4::Quantity> halfLife;
      One<r4::SubstanceSpecification::Structure::Isotope::MolecularWeight> molecularWeight;
      static const Descriptor descriptor;
    };
    struct Representation {
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
    One<r4::CodeableConcept> stereochemistry;
    One<r4::CodeableConcept> opticalActivity;
    r4::String molecularFormula;
    r4::String molecularFormulaByMoiety;
    Many<r4::SubstanceSpecification::Structure::Isotope> isotope;
    One<r4::SubstanceSpecification::Structure::Isotope::MolecularWeight> molecularWeight;
    Many<r4::Reference> source;
    Many<r4::SubstanceSpecification::Structure::Representation> representation;
    static const Descriptor descriptor;
  };
  struct Code {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> code;
    One<r4::CodeableConcept> status;
    r4::DateTime statusDate;
    r4::String comment;
    Many<r4::Reference> source;
    static const Descriptor descriptor;
  };
  struct Name {
    struct Official;
    struct Official {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::CodeableConcept> authority;
      One<r4::CodeableConcept> status;
      r4::DateTime date;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String name;
    One<r4::CodeableConcept> type;
    One<r4::CodeableConcept> status;
    r4::Boolean preferred;
    Many<r4::CodeableConcept> language;
    Many<r4::CodeableConcept> domain;
    Many<r4::CodeableConcept> jurisdiction;
    Many<r4::SubstanceSpecification::Name> synonym;
    Many<r4::SubstanceSpecification::Name> translation;
    Many<r4::SubstanceSpecification::Name::Official> official;
    Many<r4::Reference> source;
    static const Descriptor descriptor;
  };
  struct Relationship {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Choice substance;
    One<r4::CodeableConcept> relationship;
    r4::Boolean isDefining;
    Choice amount;
    One<r4::Ratio> amountRatioLowLimit;
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
  One<r4::Identifier> identifier;
  One<r4::CodeableConcept> type;
  One<r4::CodeableConcept> status;
  One<r4::CodeableConcept> domain;
  r4::String description;
  Many<r4::Reference> source;
  r4::String comment;
  Many<r4::SubstanceSpecification::Moiety> moiety;
  Many<r4::SubstanceSpecification::Property> property;
  One<r4::Reference> referenceInformation;
  One<r4::SubstanceSpecification::Structure> structure;
  Many<r4::SubstanceSpecification::Code> code;
  Many<r4::SubstanceSpecification::Name> name;
  Many<r4::SubstanceSpecification::Structure::Isotope::MolecularWeight> molecularWeight;
  Many<r4::SubstanceSpecification::Relationship> relationship;
  One<r4::Reference> nucleicAcid;
  One<r4::Reference> polymer;
  One<r4::Reference> protein;
  One<r4::Reference> sourceMaterial;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
