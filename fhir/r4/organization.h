// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct Organization {
  struct Contact;
  struct Contact {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> purpose;
    One<r4::HumanName> name;
    Many<r4::ContactPoint> telecom;
    One<r4::Address> address;
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
  r4::Boolean active;
  Many<r4::CodeableConcept> type;
  r4::String name;
  Many<r4::String> alias;
  Many<r4::ContactPoint> telecom;
  Many<r4::Address> address;
  One<r4::Reference> partOf;
  Many<r4::Organization::Contact> contact;
  Many<r4::Reference> endpoint;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
