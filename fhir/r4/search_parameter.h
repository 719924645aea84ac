// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct SearchParameter {
  struct Component;
  struct Component {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Canonical definition;
    r4::String expression;
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
  r4::Canonical derivedFrom;
  r4::Code status;
  r4::Boolean experimental;
  r4::DateTime date;
  r4::String publisher;
  Many<r4::ContactDetail> contact;
  r4::Markdown description;
  Many<r4::UsageContext> useContext;
  Many<r4::CodeableConcept> jurisdiction;
  r4::Markdown purpose;
  r4::Code code;
  Many<r4::Code> base;
  r4::Code type;
  r4::String expression;
  r4::String xpath;
  r4::Code xpathUsage;
  Many<r4::Code> target;
  r4::Boolean multipleOr;
  r4::Boolean multipleAnd;
  Many<r4::Code> comparator;
  Many<r4::Code> modifier;
  Many<r4::String> chain;
  Many<r4::SearchParameter::Component> component;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
