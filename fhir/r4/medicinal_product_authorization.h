// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct MedicinalProductAuthorization {
  struct JurisdictionalAuthorization;
  struct Procedure;
  struct JurisdictionalAuthorization {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::Identifier> identifier;
    One<r4::CodeableConcept> country;
    Many<r4::CodeableConcept> jurisdiction;
    One<r4::CodeableConcept> legalStatusOfSupply;
    One<r4::Period> validityPeriod;
    static const Descriptor descriptor;
  };
  struct Procedure {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::Identifier> identifier;
    One<r4::CodeableConcept> type;
    Choice date;
    Many<r4::MedicinalProductAuthorization::Procedure> application;
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
  One<r4::Reference> subject;
  Many<r4::CodeableConcept> country;
  Many<r4::CodeableConcept> jurisdiction;
  One<r4::CodeableConcept> status;
  r4::DateTime statusDate;
  r4::DateTime restoreDate;
  One<r4::Period> validityPeriod;
  One<r4::Period> dataExclusivityPeriod;
  r4::DateTime dateOfFirstAuthorization;
  r4::DateTime internationalBirthDate;
  One<r4::CodeableConcept> legalBasis;
  Many<r4::MedicinalProductAuthorization::JurisdictionalAuthorization> jurisdictionalAuthorization;
  One<r4::Reference> holder;
  One<r4::Reference> regulator;
  One<r4::MedicinalProductAuthorization::Procedure> procedure;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
