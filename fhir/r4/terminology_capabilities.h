// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct TerminologyCapabilities {
  struct Software;
  struct Implementation;
  struct CodeSystem;
  struct Expansion;
  struct ValidateCode;
  struct Translation;
  struct Closure;
  struct Software {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String name;
    r4::String version;
    static const Descriptor descriptor;
  };
  struct Implementation {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String description;
    r4::Url url;
    static const Descriptor descriptor;
  };
  struct CodeSystem {
    struct Version;
    struct Version {
      struct Filter;
      struct Filter {
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        r4::Code code;
        Many<r4::Code> op;
        static const Descriptor descriptor;
      };
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::String code;
      r4::Boolean isDefault;
      r4::Boolean compositional;
      Many<r4::Code> language;
      Many<r4::TerminologyCapabilities::CodeSystem::Version::Filter> filter;
      Many<r4::Code> property;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Canonical uri;
    Many<r4::TerminologyCapabilities::CodeSystem::Version> version;
    r4::Boolean subsumption;
    static const Descriptor descriptor;
  };
  struct Expansion {
    struct Parameter;
    struct Parameter {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::Code name;
      r4::String documentation;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Boolean hierarchical;
    r4::Boolean paging;
    r4::Boolean incomplete;
    Many<r4::TerminologyCapabilities::Expansion::Parameter> parameter;
    r4::Markdown textFilter;
    static const Descriptor descriptor;
  };
  struct ValidateCode {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Boolean translations;
    static const Descriptor descriptor;
  };
  struct Translation {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Boolean needsMap;
    static const Descriptor descriptor;
  };
  struct Closure {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Boolean translation;
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
  r4::Code kind;
  One<r4::TerminologyCapabilities::Software> software;
  One<r4::TerminologyCapabilities::Implementation> implementation;
  r4::Boolean lockedDate;
  Many<r4::TerminologyCapabilities::CodeSystem> codeSystem;
  One<r4::TerminologyCapabilities::Expansion> expansion;
  r4::Code codeSearch;
  One<r4::TerminologyCapabilities::ValidateCode> validateCode;
  One<r4::TerminologyCapabilities::Translation> translation;
  One<r4::TerminologyCapabilities::Closure> closure;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
