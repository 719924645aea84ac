// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct ValueSet {
  struct Compose;
  struct Expansion;
  struct Compose {
    struct Include;
    struct Include {
      struct Concept;
      struct Filter;
      struct Concept {
        struct Designation;
        struct Designation {
          r4::String id;
          Many<r4::Extension> extension;
          Many<r4::Extension> modifierExtension;
          r4::Code language;
          One<r4::Coding> use;
          r4::String value;
          static const Descriptor descriptor;
        };
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        r4::Code code;
        r4::String display;
        Many<r4::ValueSet::Compose::Include::Concept::Designation> designation;
        static const Descriptor descriptor;
      };
      struct Filter {
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        r4::Code property;
        r4::Code op;
        r4::String value;
        static const Descriptor descriptor;
      };
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::Uri system;
      r4::String version;
      Many<r4::ValueSet::Compose::Include::Concept> concept_;
      Many<r4::ValueSet::Compose::Include::Filter> filter;
      Many<r4::Canonical> valueSet;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Date lockedDate;
    r4::Boolean inactive;
    Many<r4::ValueSet::Compose::Include> include;
    Many<r4::ValueSet::Compose::Include> exclude;
    static const Descriptor descriptor;
  };
  struct Expansion {
    struct Parameter;
    struct Contains;
    struct Parameter {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::String name;
      Choice value;
      static const Descriptor descriptor;
    };
    struct Contains {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::Uri system;
      r4::Boolean abstract;
      r4::Boolean inactive;
      r4::String version;
      r4::Code code;
      r4::String display;
      Many<r4::ValueSet::Compose::Include::Concept::Designation> designation;
      Many<r4::ValueSet::Expansion::Contains> contains;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Uri identifier;
    r4::DateTime timestamp;
    r4::Integer total;
    r4::Integer offset;
    Many<r4::ValueSet::Expansion::Parameter> parameter;
    Many<r4::ValueSet::Expansion::Contains> contains;
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
  r4::Boolean immutable;
  r4::Markdown purpose;
  r4::Markdown copyright;
  One<r4::ValueSet::Compose> compose;
  One<r4::ValueSet::Expansion> expansion;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
