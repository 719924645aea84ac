// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct GraphDefinition {
  struct Link;
  struct Link {
    struct Target;
    struct Target {
      struct Compartment;
      struct Compartment {
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        r4::Code use;
        r4::Code code;
        r4::Code rule;
        r4::String expression;
        r4::String description;
        static const Descriptor descriptor;
      };
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::Code type;
      r4::String params;
      r4::Canonical profile;
      Many<r4::GraphDefinition::Link::Target::Compartment> compartment;
      Many<r4::GraphDefinition::Link> link;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String path;
    r4::String sliceName;
    r4::Integer min;
    r4::String max;
    r4::String description;
    Many<r4::GraphDefinition::Link::Target> target;
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
  r4::String version;
  r4::String name;
  r4::Code status;
  r4::Boolean experimental;
  r4::DateTime date;
  r4::String publisher;
  Many<r4::ContactDetail> contact;
  r4::Markdown description;
  Many<r4::UsageContext> useContext;
  Many<r4::CodeableConcept> jurisdiction;
  r4::Markdown purpose;
  r4::Code start;
  r4::Canonical profile;
  Many<r4::GraphDefinition::Link> link;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
