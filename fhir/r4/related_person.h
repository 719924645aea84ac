// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct RelatedPerson {
  struct Communication;
  struct Communication {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> language;
    r4::Boolean preferred;
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
  One<r4::Reference> patient;
  Many<r4::CodeableConcept> relationship;
  Many<r4::HumanName> name;
  Many<r4::ContactPoint> telecom;
  r4::Code gender;
  r4::Date birthDate;
  Many<r4::Address> address;
  Many<r4::Attachment> photo;
  One<r4::Period> period;
  Many<r4::RelatedPerson::Communication> communication;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
