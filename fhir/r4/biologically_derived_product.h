// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct BiologicallyDerivedProduct {
  struct Collection;
  struct Processing;
  struct Manipulation;
  struct Storage;
  struct Collection {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::Reference> collector;
    One<r4::Reference> source;
    Choice collected;
    static const Descriptor descriptor;
  };
  struct Processing {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String description;
    One<r4::CodeableConcept> procedure;
    One<r4::Reference> additive;
    Choice time;
    static const Descriptor descriptor;
  };
  struct Manipulation {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String description;
    Choice time;
    static const Descriptor descriptor;
  };
  struct Storage {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String description;
    r4::Decimal temperature;
    r4::Code scale;
    One<r4::Period> duration;
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
  r4::Code productCategory;
  One<r4::CodeableConcept> productCode;
  r4::Code status;
  Many<r4::Reference> request;
  r4::Integer quantity;
  Many<r4::Reference> parent;
  One<r4::BiologicallyDerivedProduct::Collection> collection;
  Many<r4::BiologicallyDerivedProduct::Processing> processing;
  One<r4::BiologicallyDerivedProduct::Manipulation> manipulation;
  Many<r4::BiologicallyDerivedProduct::Storage> storage;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
