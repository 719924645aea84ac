// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct EpisodeOfCare {
  struct StatusHistory;
  struct Diagnosis;
  struct StatusHistory {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Code status;
    One<r4::Period> period;
    static const Descriptor descriptor;
  };
  struct Diagnosis {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::Reference> condition;
    One<r4::CodeableConcept> role;
    r4::PositiveInt rank;
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
  Many<r4::EpisodeOfCare::StatusHistory> statusHistory;
  Many<r4::CodeableConcept> type;
  Many<r4::EpisodeOfCare::Diagnosis> diagnosis;
  One<r4::Reference> patient;
  One<r4::Reference> managingOrganization;
  One<r4::Period> period;
  Many<r4::Reference> referralRequest;
  One<r4::Reference> careManager;
  Many<r4::Reference> team;
  Many<r4::Reference> account;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
