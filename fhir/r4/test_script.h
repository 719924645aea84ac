// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct TestScript {
  struct Origin;
  struct Destination;
  struct Metadata;
  struct Fixture;
  struct Variable;
  struct Setup;
  struct Test;
  struct Teardown;
  struct Origin {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Integer index;
    One<r4::Coding> profile;
    static const Descriptor descriptor;
  };
  struct Destination {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Integer index;
    One<r4::Coding> profile;
    static const Descriptor descriptor;
  };
  struct Metadata {
    struct Link;
    struct Capability;
    struct Link {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::Uri url;
      r4::String description;
      static const Descriptor descriptor;
    };
    struct Capability {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::Boolean required;
      r4::Boolean validated;
      r4::String description;
      Many<r4::Integer> origin;
      r4::Integer destination;
      Many<r4::Uri> link;
      r4::Canonical capabilities;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::TestScript::Metadata::Link> link;
    Many<r4::TestScript::Metadata::Capability> capability;
    static const Descriptor descriptor;
  };
  struct Fixture {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Boolean autocreate;
    r4::Boolean autodelete;
    One<r4::Reference> resource;
    static const Descriptor descriptor;
  };
  struct Variable {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String name;
    r4::String defaultValue;
    r4::String description;
    r4::String expression;
    r4::String headerField;
    r4::String hint;
    r4::String path;
    r4::Id sourceId;
    static const Descriptor descriptor;
  };
  struct Setup {
    struct Action;
    struct Action {
      struct Operation;
      struct Assert;
      struct Operation {
        struct RequestHeader;
        struct RequestHeader {
          r4::String id;
          Many<r4::Extension> extension;
          Many<r4::Extension> modifierExtension;
          r4::String field;
          r4::String value;
          static const Descriptor descriptor;
        };
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        One<r4::Coding> type;
        r4::Code resource;
        r4::String label;
        r4::String description;
        r4::Code accept;
        r4::Code contentType;
        r4::Integer destination;
        r4::Boolean encodeRequestUrl;
        r4::Code method;
        r4::Integer origin;
        r4::String params;
        Many<r4::TestScript::Setup::Action::Operation::RequestHeader> requestHeader;
        r4::Id requestId;
        r4::Id responseId;
        r4::Id sourceId;
        r4::Id targetId;
        r4::String url;
        static const Descriptor descriptor;
      };
      struct Assert {
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        r4::String label;
        r4::String description;
        r4::Code direction;
        r4::String compareToSourceId;
        r4::String compareToSourceExpression;
        r4::String compareToSourcePath;
        r4::Code contentType;
        r4::String expression;
        r4::String headerField;
        r4::String minimumId;
        r4::Boolean navigationLinks;
        r4::Code operator_;
        r4::String path;
        r4::Code requestMethod;
        r4::String requestURL;
        r4::Code resource;
        r4::Code response;
        r4::String responseCode;
        r4::Id sourceId;
        r4::Id validateProfileId;
        r4::String value;
        r4::Boolean warningOnly;
        static const Descriptor descriptor;
      };
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::TestScript::Setup::Action::Operation> operation;
      One<r4::TestScript::Setup::Action::Assert> assert;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::TestScript::Setup::Action> action;
    static const Descriptor descriptor;
  };
  struct Test {
    struct Action;
    struct Action {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::TestScript::Setup::Action::Operation> operation;
      One<r4::TestScript::Setup::Action::Assert> assert;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String name;
    r4::String description;
    Many<r4::TestScript::Test::Action> action;
    static const Descriptor descriptor;
  };
  struct Teardown {
    struct Action;
    struct Action {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::TestScript::Setup::Action::Operation> operation;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::TestScript::Teardown::Action> action;
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
  Many<r4::TestScript::Origin> origin;
  Many<r4::TestScript::Destination> destination;
  One<r4::TestScript::Metadata> metadata;
  Many<r4::TestScript::Fixture> fixture;
  Many<r4::Reference> profile;
  Many<r4::TestScript::Variable> variable;
  One<r4::TestScript::Setup> setup;
  Many<r4::TestScript::Test> test;
  One<r4::TestScript::Teardown> teardown;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
