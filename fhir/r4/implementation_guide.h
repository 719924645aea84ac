// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct ImplementationGuide {
  struct DependsOn;
  struct Global;
  struct Definition;
  struct Manifest;
  struct DependsOn {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Canonical uri;
    r4::Id packageId;
    r4::String version;
    static const Descriptor descriptor;
  };
  struct Global {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Code type;
    r4::Canonical profile;
    static const Descriptor descriptor;
  };
  struct Definition {
    struct Grouping;
    struct Resource;
    struct Page;
    struct Parameter;
    struct Template;
    struct Grouping {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::String name;
      r4::String description;
      static const Descriptor descriptor;
    };
    struct Resource {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::Reference> reference;
      Many<r4::Code> fhirVersion;
      r4::String name;
      r4::String description;
      Choice example;
      r4::Id groupingId;
      static const Descriptor descriptor;
    };
    struct Page {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      Choice name;
      r4::String title;
      r4::Code generation;
      Many<r4::ImplementationGuide::Definition::Page> page;
      static const Descriptor descriptor;
    };
    struct Parameter {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::Code code;
      r4::String value;
      static const Descriptor descriptor;
    };
    struct Template {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::Code code;
      r4::String source;
      r4::String scope;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::ImplementationGuide::Definition::Grouping> grouping;
    Many<r4::ImplementationGuide::Definition::Resource> resource;
    One<r4::ImplementationGuide::Definition::Page> page;
    Many<r4::ImplementationGuide::Definition::Parameter> parameter;
    Many<r4::ImplementationGuide::Definition::Template> template_;
    static const Descriptor descriptor;
  };
  struct Manifest {
    struct Resource;
    struct Page;
    struct Resource {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::Reference> reference;
      Choice example;
      r4::Url relativePath;
      static const Descriptor descriptor;
    };
    struct Page {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::String name;
      r4::String title;
      Many<r4::String> anchor;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Url rendering;
    Many<r4::ImplementationGuide::Manifest::Resource> resource;
    Many<r4::ImplementationGuide::Manifest::Page> page;
    Many<r4::String> image;
    Many<r4::String> other;
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
  r4::Markdown copyright;
  r4::Id packageId;
  r4::Code license;
  Many<r4::Code> fhirVersion;
  Many<r4::ImplementationGuide::DependsOn> dependsOn;
  Many<r4::ImplementationGuide::Global> global;
  One<r4::ImplementationGuide::Definition> definition;
  One<r4::ImplementationGuide::Manifest> manifest;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
