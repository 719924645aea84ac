// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct AuditEvent {
  struct Agent;
  struct Source;
  struct Entity;
  struct Agent {
    struct Network;
    struct Network {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::String address;
      r4::Code type;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> type;
    Many<r4::CodeableConcept> role;
    One<r4::Reference> who;
    r4::String altId;
    r4::String name;
    r4::Boolean requestor;
    One<r4::Reference> location;
    Many<r4::Uri> policy;
    One<r4::Coding> media;
    One<r4::AuditEvent::Agent::Network> network;
    Many<r4::CodeableConcept> purposeOfUse;
    static const Descriptor descriptor;
  };
  struct Source {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String site;
    One<r4::Reference> observer;
    Many<r4::Coding> type;
    static const Descriptor descriptor;
  };
  struct Entity {
    struct Detail;
    struct Detail {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::String type;
      Choice value;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::Reference> what;
    One<r4::Coding> type;
    One<r4::Coding> role;
    One<r4::Coding> lifecycle;
    Many<r4::Coding> securityLabel;
    r4::String name;
    r4::String description;
    r4::Base64Binary query;
    Many<r4::AuditEvent::Entity::Detail> detail;
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
  One<r4::Coding> type;
  Many<r4::Coding> subtype;
  r4::Code action;
  One<r4::Period> period;
  r4::Instant recorded;
  r4::Code outcome;
  r4::String outcomeDesc;
  Many<r4::CodeableConcept> purposeOfEvent;
  Many<r4::AuditEvent::Agent> agent;
  One<r4::AuditEvent::Source> source;
  Many<r4::AuditEvent::Entity> entity;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
