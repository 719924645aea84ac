// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct ConceptMap {
  struct Group;
  struct Group {
    struct Element;
    struct Unmapped;
    struct Element {
      struct Target;
      struct Target {
        struct DependsOn;
        struct DependsOn {
          r4::String id;
          Many<r4::Extension> extension;
          Many<r4::Extension> modifierExtension;
          r4::Uri property;
          r4::Canonical system;
          r4::String value;
          r4::String display;
          static const Descriptor descriptor;
        };
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        r4::Code code;
        r4::String display;
        r4::Code equivalence;
        r4::String comment;
        Many<r4::ConceptMap::Group::Element::Target::DependsOn> dependsOn;
        Many<r4::ConceptMap::Group::Element::Target::DependsOn> product;
        static const Descriptor descriptor;
      };
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::Code code;
      r4::String display;
      Many<r4::ConceptMap::Group::Element::Target> target;
      static const Descriptor descriptor;
    };
    struct Unmapped {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::Code mode;
      r4::Code code;
      r4::String display;
      r4::Canonical url;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Uri source;
    r4::String sourceVersion;
    r4::Uri target;
    r4::String targetVersion;
    Many<r4::ConceptMap::Group::Element> element;
    One<r4::ConceptMap::Group::Unmapped> unmapped;
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
  One<r4::Identifier> identifier;
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
  Choice source;
  Choice target;
  Many<r4::ConceptMap::Group> group;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
