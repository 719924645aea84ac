// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct SpecimenDefinition {
  struct TypeTested;
  struct TypeTested {
    struct Container;
    struct Handling;
    struct Container {
      struct Additive;
      struct Additive {
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        Choice additive;
        static const Descriptor descriptor;
      };
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::CodeableConcept> material;
      One<r4::CodeableConcept> type;
      One<r4::CodeableConcept> cap;
      r4::String description;
      One<r4::Quantity> capacity;
      Choice minimumVolume;
      Many<r4::SpecimenDefinition::TypeTested::Container::Additive> additive;
      r4::String preparation;
      static const Descriptor descriptor;
    };
    struct Handling {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::CodeableConcept> temperatureQualifier;
      One<r4::Range> temperatureRange;
      One<r4::Duration> maxDuration;
      r4::String instruction;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Boolean isDerived;
    One<r4::CodeableConcept> type;
    r4::Code preference;
    One<r4::SpecimenDefinition::TypeTested::Container> container;
    r4::String requirement;
    One<r4::Duration> retentionTime;
    Many<r4::CodeableConcept> rejectionCriterion;
    Many<r4::SpecimenDefinition::TypeTested::Handling> handling;
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
  One<r4::CodeableConcept> typeCollected;
  Many<r4::CodeableConcept> patientPreparation;
  r4::String timeAspect;
  Many<r4::CodeableConcept> collection;
  Many<r4::SpecimenDefinition::TypeTested> typeTested;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
