// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct Specimen {
  struct Collection;
  struct Processing;
  struct Container;
  struct Collection {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::Reference> collector;
    Choice collected;
    One<r4::Duration> duration;
    One<r4::Quantity> quantity;
    One<r4::CodeableConcept> method;
    One<r4::CodeableConcept> bodySite;
    Choice fastingStatus;
    static const Descriptor descriptor;
  };
  struct Processing {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String description;
    One<r4::CodeableConcept> procedure;
    Many<r4::Reference> additive;
    Choice time;
    static const Descriptor descriptor;
  };
  struct Container {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::Identifier> identifier;
    r4::String description;
    One<r4::CodeableConcept> type;
    One<r4::Quantity> capacity;
    One<r4::Quantity> specimenQuantity;
    Choice additive;
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
  One<r4::Identifier> accessionIdentifier;
  r4::Code status;
  One<r4::CodeableConcept> type;
  One<r4::Reference> subject;
  r4::DateTime receivedTime;
  Many<r4::Reference> parent;
  Many<r4::Reference> request;
  One<r4::Specimen::Collection> collection;
  Many<r4::Specimen::Processing> processing;
  Many<r4::Specimen::Container> container;
  Many<r4::CodeableConcept> condition;
  Many<r4::Annotation> note;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
