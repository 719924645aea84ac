// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct Provenance {
  struct Agent;
  struct Entity;
  struct Agent {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> type;
    Many<r4::CodeableConcept> role;
    One<r4::Reference> who;
    One<r4::Reference> onBehalfOf;
    static const Descriptor descriptor;
  };
  struct Entity {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Code role;
    One<r4::Reference> what;
    Many<r4::Provenance::Agent> agent;
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
  Many<r4::Reference> target;
  Choice occurred;
  r4::Instant recorded;
  Many<r4::Uri> policy;
  One<r4::Reference> location;
  Many<r4::CodeableConcept> reason;
  One<r4::CodeableConcept> activity;
  Many<r4::Provenance::Agent> agent;
  Many<r4::Provenance::Entity> entity;
  Many<r4::Signature> signature;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
