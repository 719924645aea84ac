// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct CodeSystem {
  struct Filter;
  struct Property;
  struct Concept;
  struct Filter {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Code code;
    r4::String description;
    Many<r4::Code> operator_;
    r4::String value;
    static const Descriptor descriptor;
  };
  struct Property {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Code code;
    r4::Uri uri;
    r4::String description;
    r4::Code type;
    static const Descriptor descriptor;
  };
  struct Concept {
    struct Designation;
    struct Property;
    struct Designation {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::Code language;
      One<r4::Coding> use;
      r4::String value;
      static const Descriptor descriptor;
    };
    struct Property {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::Code code;
      Choice value;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Code code;
    r4::String display;
    r4::String definition;
    Many<r4::CodeSystem::Concept::Designation> designation;
    Many<r4::CodeSystem::Concept::Property> property;
    Many<r4::CodeSystem::Concept> concept_;
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
  r4::Boolean caseSensitive;
  r4::Canonical valueSet;
  r4::Code hierarchyMeaning;
  r4::Boolean compositional;
  r4::Boolean versionNeeded;
  r4::Code content;
  r4::Canonical supplements;
  r4::UnsignedInt count;
  Many<r4::CodeSystem::Filter> filter;
  Many<r4::CodeSystem::Property> property;
  Many<r4::CodeSystem::Concept> concept_;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
