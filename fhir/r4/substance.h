// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct Substance {
  struct Instance;
  struct Ingredient;
  struct Instance {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::Identifier> identifier;
    r4::DateTime expiry;
    One<r4::Quantity> quantity;
    static const Descriptor descriptor;
  };
  struct Ingredient {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::Ratio> quantity;
    Choice substance;
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
  r4::Code status;
  Many<r4::CodeableConcept> category;
  One<r4::CodeableConcept> code;
  r4::String description;
  Many<r4::Substance::Instance> instance;
  Many<r4::Substance::Ingredient> ingredient;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
