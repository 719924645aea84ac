// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct Medication {
  struct Ingredient;
  struct Batch;
  struct Ingredient {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Choice item;
    r4::Boolean isActive;
    One<r4::Ratio> strength;
    static const Descriptor descriptor;
  };
  struct Batch {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String lotNumber;
    r4::DateTime expirationDate;
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
  One<r4::CodeableConcept> code;
  r4::Code status;
  One<r4::Reference> manufacturer;
  One<r4::CodeableConcept> form;
  One<r4::Ratio> amount;
  Many<r4::Medication::Ingredient> ingredient;
  One<r4::Medication::Batch> batch;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
