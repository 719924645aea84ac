// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct CapabilityStatement {
  struct Software;
  struct Implementation;
  struct Rest;
  struct Messaging;
  struct Document;
  struct Software {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String name;
    r4::String version;
    r4::DateTime releaseDate;
    static const Descriptor descriptor;
  };
  struct Implementation {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String description;
    r4::Url url;
    One<r4::Reference> custodian;
    static const Descriptor descriptor;
  };
  struct Rest {
    struct Security;
    struct Resource;
    struct Interaction;
    struct Security {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::Boolean cors;
      Many<r4::CodeableConcept> service;
      r4::Markdown description;
      static const Descriptor descriptor;
    };
    struct Resource {
      struct Interaction;
      struct SearchParam;
      struct Operation;
      struct Interaction {
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        r4::Code code;
        r4::Markdown documentation;
        static const Descriptor descriptor;
      };
      struct SearchParam {
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        r4::String name;
        r4::Canonical definition;
        r4::Code type;
        r4::Markdown documentation;
        static const Descriptor descriptor;
      };
      struct Operation {
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        r4::String name;
        r4::Canonical definition;
        r4::Markdown documentation;
        static const Descriptor descriptor;
      };
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::Code type;
      r4::Canonical profile;
      Many<r4::Canonical> supportedProfile;
      r4::Markdown documentation;
      Many<r4::CapabilityStatement::Rest::Resource::Interaction> interaction;
      r4::Code versioning;
      r4::Boolean readHistory;
      r4::Boolean updateCreate;
      r4::Boolean conditionalCreate;
      r4::Code conditionalRead;
      r4::Boolean conditionalUpdate;
      r4::Code conditionalDelete;
      Many<r4::Code> referencePolicy;
      Many<r4::String> searchInclude;
      Many<r4::String> searchRevInclude;
      Many<r4::CapabilityStatement::Rest::Resource::SearchParam> searchParam;
      Many<r4::CapabilityStatement::Rest::Resource::Operation> operation;
      static const Descriptor descriptor;
    };
    struct Interaction {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::Code code;
      r4::Markdown documentation;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Code mode;
    r4::Markdown documentation;
    One<r4::CapabilityStatement::Rest::Security> security;
    Many<r4::CapabilityStatement::Rest::Resource> resource;
    Many<r4::CapabilityStatement::Rest::Interaction> interaction;
    Many<r4::CapabilityStatement::Rest::Resource::SearchParam> searchParam;
    Many<r4::CapabilityStatement::Rest::Resource::Operation> operation;
    Many<r4::Canonical> compartment;
    static const Descriptor descriptor;
  };
  struct Messaging {
    struct Endpoint;
    struct SupportedMessage;
    struct Endpoint {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::Coding> protocol;
      r4::Url address;
      static const Descriptor descriptor;
    };
    struct SupportedMessage {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::Code mode;
      r4::Canonical definition;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::CapabilityStatement::Messaging::Endpoint> endpoint;
    r4::UnsignedInt reliableCache;
    r4::Markdown documentation;
    Many<r4::CapabilityStatement::Messaging::SupportedMessage> supportedMessage;
    static const Descriptor descriptor;
  };
  struct Document {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Code mode;
    r4::Markdown documentation;
    r4::Canonical profile;
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
  Many<r4::Canonical> instantiates;
  Many<r4::Canonical> imports;
  One<r4::CapabilityStatement::Software> software;
  One<r4::CapabilityStatement::Implementation> implementation;
  r4::Code fhirVersion;
  Many<r4::Code> format;
  Many<r4::Code> patchFormat;
  Many<r4::Canonical> implementationGuide;
  Many<r4::CapabilityStatement::Rest> rest;
  Many<r4::CapabilityStatement::Messaging> messaging;
  Many<r4::CapabilityStatement::Document> document;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
