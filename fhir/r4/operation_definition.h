// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct OperationDefinition {
  struct Parameter;
  struct Overload;
  struct Parameter {
    struct Binding;
    struct ReferencedFrom;
    struct Binding {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::Code strength;
      r4::Canonical valueSet;
      static const Descriptor descriptor;
    };
    struct ReferencedFrom {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::String source;
      r4::String sourceId;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Code name;
    r4::Code use;
    r4::Integer min;
    r4::String max;
    r4::String documentation;
    r4::Code type;
    Many<r4::Canonical> targetProfile;
    r4::Code searchType;
    One<r4::OperationDefinition::Parameter::Binding> binding;
    Many<r4::OperationDefinition::Parameter::ReferencedFrom> referencedFrom;
    Many<r4::OperationDefinition::Parameter> part;
    static const Descriptor descriptor;
  };
  struct Overload {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::String> parameterName;
    r4::String comment;
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
  r4::Code kind;
  r4::Boolean experimental;
  r4::DateTime date;
  r4::String publisher;
  Many<r4::ContactDetail> contact;
  r4::Markdown description;
  Many<r4::UsageContext> useContext;
  Many<r4::CodeableConcept> jurisdiction;
  r4::Markdown purpose;
  r4::Boolean affectsState;
  r4::Code code;
  r4::Markdown comment;
  r4::Canonical base;
  Many<r4::Code> resource;
  r4::Boolean system;
  r4::Boolean type;
  r4::Boolean instance;
  r4::Canonical inputProfile;
  r4::Canonical outputProfile;
  Many<r4::OperationDefinition::Parameter> parameter;
  Many<r4::OperationDefinition::Overload> overload;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
