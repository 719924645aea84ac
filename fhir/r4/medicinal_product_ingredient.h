// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct MedicinalProductIngredient {
  struct SpecifiedSubstance;
  struct Substance;
  struct SpecifiedSubstance {
    struct Strength;
    struct Strength {
      struct ReferenceStrength;
      struct ReferenceStrength {
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        One<r4::CodeableConcept> substance;
        One<r4::Ratio> strength;
        One<r4::Ratio> strengthLowLimit;
        r4::String measurementPoint;
        Many<r4::CodeableConcept> country;
        static const Descriptor descriptor;
      };
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::Ratio> presentation;
      One<r4::Ratio> presentationLowLimit;
      One<r4::Ratio> concentration;
      One<r4::Ratio> concentrationLowLimit;
      r4::String measurementPoint;
      Many<r4::CodeableConcept> country;
      Many<r4::MedicinalProductIngredient::SpecifiedSubstance::Strength::ReferenceStrength> referenceStrength;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> code;
    One<r4::CodeableConcept> group;
    One<r4::CodeableConcept> confidentiality;
    Many<r4::MedicinalProductIngredient::SpecifiedSubstance::Strength> strength;
    static const Descriptor descriptor;
  };
  struct Substance {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> code;
    Many<r4::MedicinalProductIngredient::SpecifiedSubstance::Strength> strength;
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
  One<r4::CodeableConcept> role;
  r4::Boolean allergenicIndicator;
  Many<r4::Reference> manufacturer;
  Many<r4::MedicinalProductIngredient::SpecifiedSubstance> specifiedSubstance;
  One<r4::MedicinalProductIngredient::Substance> substance;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
