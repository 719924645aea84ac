// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct StructureDefinition {
  struct Mapping;
  struct Context;
  struct Snapshot;
  struct Differential;
  struct Mapping {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Id identity;
    r4::Uri uri;
    r4::String name;
    r4::String comment;
    static const Descriptor descriptor;
  };
  struct Context {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Code type;
    r4::String expression;
    static const Descriptor descriptor;
  };
  struct Snapshot {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::ElementDefinition> element;
    static const Descriptor descriptor;
  };
  struct Differential {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::ElementDefinition> element;
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
  r4::String title;
  r4::Code status;
  r4::Boolean experimental;
  r4::DateTime date;
  r4::String publisher;
  Many<r4::ContactDetail> contact;
  r4::Markdown description;
  Many<r4::UsageContext> useContext;
  Many<r4::CodeableConcept> jurisdiction;
  r4::Markdown purpose;
  r4::Markdown copyright;
  Many<r4::Coding> keyword;
  r4::Code fhirVersion;
  Many<r4::StructureDefinition::Mapping> mapping;
  r4::Code kind;
  r4::Boolean abstract;
  Many<r4::StructureDefinition::Context> context;
  Many<r4::String> contextInvariant;
  r4::Uri type;
  r4::Canonical baseDefinition;
  r4::Code derivation;
  One<r4::StructureDefinition::Snapshot> snapshot;
  One<r4::StructureDefinition::Differential> differential;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
