// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct NamingSystem {
  struct UniqueId;
  struct UniqueId {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Code type;
    r4::String value;
    r4::Boolean preferred;
    r4::String comment;
    One<r4::Period> period;
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
  r4::String name;
  r4::Code status;
  r4::Code kind;
  r4::DateTime date;
  r4::String publisher;
  Many<r4::ContactDetail> contact;
  r4::String responsible;
  One<r4::CodeableConcept> type;
  r4::Markdown description;
  Many<r4::UsageContext> useContext;
  Many<r4::CodeableConcept> jurisdiction;
  r4::String usage;
  Many<r4::NamingSystem::UniqueId> uniqueId;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
