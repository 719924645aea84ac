// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct VisionPrescription {
  struct LensSpecification;
  struct LensSpecification {
    struct Prism;
    struct Prism {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::Decimal amount;
      r4::Code base;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> product;
    r4::Code eye;
    r4::Decimal sphere;
    r4::Decimal cylinder;
    r4::Integer axis;
    Many<r4::VisionPrescription::LensSpecification::Prism> prism;
    r4::Decimal add;
    r4::Decimal power;
    r4::Decimal backCurve;
    r4::Decimal diameter;
    One<r4::Quantity> duration;
    r4::String color;
    r4::String brand;
    Many<r4::Annotation> note;
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
  r4::DateTime created;
  One<r4::Reference> patient;
  One<r4::Reference> encounter;
  r4::DateTime dateWritten;
  One<r4::Reference> prescriber;
  Many<r4::VisionPrescription::LensSpecification> lensSpecification;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
