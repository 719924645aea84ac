// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct Patient {
  struct Contact;
  struct Communication;
  struct Link;
  struct Contact {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::CodeableConcept> relationship;
    One<r4::HumanName> name;
    Many<r4::ContactPoint> telecom;
    One<r4::Address> address;
    r4::Code gender;
    One<r4::Reference> organization;
    One<r4::Period> period;
    static const Descriptor descriptor;
  };
  struct Communication {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> language;
    r4::Boolean preferred;
    static const Descriptor descriptor;
  };
  struct Link {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::Reference> other;
    r4::Code type;
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
  Many<r4::HumanName> name;
  Many<r4::ContactPoint> telecom;
  r4::Code gender;
  r4::Date birthDate;
  Choice deceased;
  Many<r4::Address> address;
  One<r4::CodeableConcept> maritalStatus;
  Choice multipleBirth;
  Many<r4::Attachment> photo;
  Many<r4::Patient::Contact> contact;
  Many<r4::Patient::Communication> communication;
  Many<r4::Reference> generalPractitioner;
  One<r4::Reference> managingOrganization;
  Many<r4::Patient::Link> link;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
