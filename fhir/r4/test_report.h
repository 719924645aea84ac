// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct TestReport {
  struct Participant;
  struct Setup;
  struct Test;
  struct Teardown;
  struct Participant {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Code type;
    r4::Uri uri;
    r4::String display;
    static const Descriptor descriptor;
  };
  struct Setup {
    struct Action;
    struct Action {
      struct Operation;
      struct Assert;
      struct Operation {
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        r4::Code result;
        r4::Markdown message;
        r4::Uri detail;
        static const Descriptor descriptor;
      };
      struct Assert {
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        r4::Code result;
        r4::Markdown message;
        r4::String detail;
        static const Descriptor descriptor;
      };
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::TestReport::Setup::Action::Operation> operation;
      One<r4::TestReport::Setup::Action::Assert> assert;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::TestReport::Setup::Action> action;
    static const Descriptor descriptor;
  };
  struct Test {
    struct Action;
    struct Action {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::TestReport::Setup::Action::Operation> operation;
      One<r4::TestReport::Setup::Action::Assert> assert;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String name;
    r4::String description;
    Many<r4::TestReport::Test::Action> action;
    static const Descriptor descriptor;
  };
  struct Teardown {
    struct Action;
    struct Action {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::TestReport::Setup::Action::Operation> operation;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::TestReport::Teardown::Action> action;
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
  One<r4::Identifier> identifier;
  r4::String name;
  r4::Code status;
  One<r4::Reference> testScript;
  r4::Code result;
  r4::Decimal score;
  r4::String tester;
  r4::DateTime issued;
  Many<r4::TestReport::Participant> participant;
  One<r4::TestReport::Setup> setup;
  Many<r4::TestReport::Test> test;
  One<r4::TestReport::Teardown> teardown;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
