// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct NutritionOrder {
  struct OralDiet;
  struct Supplement;
  struct EnteralFormula;
  struct OralDiet {
    struct Nutrient;
    struct Texture;
    struct Nutrient {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::CodeableConcept> modifier;
      One<r4::Quantity> amount;
      static const Descriptor descriptor;
    };
    struct Texture {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::CodeableConcept> modifier;
      One<r4::CodeableConcept> foodType;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::CodeableConcept> type;
    Many<r4::Timing> schedule;
    Many<r4::NutritionOrder::OralDiet::Nutrient> nutrient;
    Many<r4::NutritionOrder::OralDiet::Texture> texture;
    Many<r4::CodeableConcept> fluidConsistencyType;
    r4::String instruction;
    static const Descriptor descriptor;
  };
  struct Supplement {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> type;
    r4::String productName;
    Many<r4::Timing> schedule;
    One<r4::Quantity> quantity;
    r4::String instruction;
    static const Descriptor descriptor;
  };
  struct EnteralFormula {
    struct Administration;
    struct Administration {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::Timing> schedule;
      One<r4::Quantity> quantity;
      Choice rate;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> baseFormulaType;
    r4::String baseFormulaProductName;
    One<r4::CodeableConcept> additiveType;
    r4::String additiveProductName;
    One<r4::Quantity> caloricDensity;
    One<r4::CodeableConcept> routeofAdministration;
    Many<r4::NutritionOrder::EnteralFormula::Administration> administration;
    One<r4::Quantity> maxVolumeToDeliver;
    r4::String administrationInstruction;
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
  Many<r4::Canonical> instantiatesCanonical;
  Many<r4::Uri> instantiatesUri;
  Many<r4::Uri> instantiates;
  r4::Code status;
  r4::Code intent;
  One<r4::Reference> patient;
  One<r4::Reference> encounter;
  r4::DateTime dateTime;
  One<r4::Reference> orderer;
  Many<r4::Reference> allergyIntolerance;
  Many<r4::CodeableConcept> foodPreferenceModifier;
  Many<r4::CodeableConcept> excludeFoodModifier;
  One<r4::NutritionOrder::OralDiet> oralDiet;
  Many<r4::NutritionOrder::Supplement> supplement;
  One<r4::NutritionOrder::EnteralFormula> enteralFormula;
  Many<r4::Annotation> note;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
