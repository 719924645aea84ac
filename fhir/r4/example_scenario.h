// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct ExampleScenario {
  struct Actor;
  struct Instance;
  struct Process;
  struct Actor {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String actorId;
    r4::Code type;
    r4::String name;
    r4::Markdown description;
    static const Descriptor descriptor;
  };
  struct Instance {
    struct Version;
    struct ContainedInstance;
    struct Version {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::String versionId;
      r4::Markdown description;
      static const Descriptor descriptor;
    };
    struct ContainedInstance {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::String resourceId;
      r4::String versionId;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String resourceId;
    r4::Code resourceType;
    r4::String name;
    r4::Markdown description;
    Many<r4::ExampleScenario::Instance::Version> version;
    Many<r4::ExampleScenario::Instance::ContainedInstance> containedInstance;
    static const Descriptor descriptor;
  };
  struct Process {
    struct Step;
    struct Step {
      struct Operation;
      struct Alternative;
      struct Operation {
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        r4::String number;
        r4::String type;
        r4::String name;
        r4::String initiator;
        r4::String receiver;
        r4::Markdown description;
        r4::Boolean initiatorActive;
        r4::Boolean receiverActive;
        One<r4::ExampleScenario::Instance::ContainedInstance> request;
        One<r4::ExampleScenario::Instance::ContainedInstance> response;
        static const Descriptor descriptor;
      };
      struct Alternative {
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        r4::String title;
        r4::Markdown description;
        Many<r4::ExampleScenario::Process::Step> step;
        static const Descriptor descriptor;
      };
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      Many<r4::ExampleScenario::Process> process;
      r4::Boolean pause;
      One<r4::ExampleScenario::Process::Step::Operation> operation;
      Many<r4::ExampleScenario::Process::Step::Alternative> alternative;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String title;
    r4::Markdown description;
    r4::Markdown preConditions;
    r4::Markdown postConditions;
    Many<r4::ExampleScenario::Process::Step> step;
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
  r4::Uri url;
  Many<r4::Identifier> identifier;
  r4::String version;
  r4::String name;
  r4::Code status;
  r4::Boolean experimental;
  r4::DateTime date;
  r4::String publisher;
  Many<r4::ContactDetail> contact;
  Many<r4::UsageContext> useContext;
  Many<r4::CodeableConcept> jurisdiction;
  r4::Markdown copyright;
  r4::Markdown purpose;
  Many<r4::ExampleScenario::Actor> actor;
  Many<r4::ExampleScenario::Instance> instance;
  Many<r4::ExampleScenario::Process> process;
  Many<r4::Canonical> workflow;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
