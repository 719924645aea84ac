// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct MessageDefinition {
  struct Focus;
  struct AllowedResponse;
  struct Focus {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Code code;
    r4::Canonical profile;
    r4::UnsignedInt min;
    r4::String max;
    static const Descriptor descriptor;
  };
  struct AllowedResponse {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Canonical message;
    r4::Markdown situation;
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
  Many<r4::Canonical> replaces;
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
  r4::Canonical base;
  Many<r4::Canonical> parent;
  Choice event;
  r4::Code category;
  Many<r4::MessageDefinition::Focus> focus;
  r4::Code responseRequired;
  Many<r4::MessageDefinition::AllowedResponse> allowedResponse;
  Many<r4::Canonical> graph;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
