// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct Account {
  struct Coverage;
  struct Guarantor;
  struct Coverage {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::Reference> coverage;
    r4::PositiveInt priority;
    static const Descriptor descriptor;
  };
  struct Guarantor {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::Reference> party;
    r4::Boolean onHold;
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
  Many<r4::Identifier> identifier;
  r4::Code status;
  One<r4::CodeableConcept> type;
  r4::String name;
  Many<r4::Reference> subject;
  One<r4::Period> servicePeriod;
  Many<r4::Account::Coverage> coverage;
  One<r4::Reference> owner;
  r4::String description;
  Many<r4::Account::Guarantor> guarantor;
  One<r4::Reference> partOf;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
