// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct StructureMap {
  struct Structure;
  struct Group;
  struct Structure {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Canonical url;
    r4::Code mode;
    r4::String alias;
    r4::String documentation;
    static const Descriptor descriptor;
  };
  struct Group {
    struct Input;
    struct Rule;
    struct Input {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::Id name;
      r4::String type;
      r4::Code mode;
      r4::String documentation;
      static const Descriptor descriptor;
    };
    struct Rule {
      struct Source;
      struct Target;
      struct Dependent;
      struct Source {
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        r4::Id context;
        r4::Integer min;
        r4::String max;
        r4::String type;
        Choice defaultValue;
        r4::String element;
        r4::Code listMode;
        r4::Id variable;
        r4::String condition;
        r4::String check;
        r4::String logMessage;
        static const Descriptor descriptor;
      };
      struct Target {
        struct Parameter;
        struct Parameter {
          r4::String id;
          Many<r4::Extension> extension;
          Many<r4::Extension> modifierExtension;
          Choice value;
          static const Descriptor descriptor;
        };
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        r4::Id context;
        r4::Code contextType;
        r4::String element;
        r4::Id variable;
        Many<r4::Code> listMode;
        r4::Id listRuleId;
        r4::Code transform;
        Many<r4::StructureMap::Group::Rule::Target::Parameter> parameter;
        static const Descriptor descriptor;
      };
      struct Dependent {
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        r4::Id name;
        Many<r4::String> variable;
        static const Descriptor descriptor;
      };
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::Id name;
      Many<r4::StructureMap::Group::Rule::Source> source;
      Many<r4::StructureMap::Group::Rule::Target> target;
      Many<r4::StructureMap::Group::Rule> rule;
      Many<r4::StructureMap::Group::Rule::Dependent> dependent;
      r4::String documentation;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Id name;
    r4::Id extends;
    r4::Code typeMode;
    r4::String documentation;
    Many<r4::StructureMap::Group::Input> input;
    Many<r4::StructureMap::Group::Rule> rule;
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
  Many<r4::StructureMap::Structure> structure;
  Many<r4::Canonical> import;
  Many<r4::StructureMap::Group> group;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
