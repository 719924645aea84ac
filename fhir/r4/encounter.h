// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct Encounter {
  struct StatusHistory;
  struct ClassHistory;
  struct Participant;
  struct Diagnosis;
  struct Hospitalization;
  struct Location;
  struct StatusHistory {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Code status;
    One<r4::Period> period;
    static const Descriptor descriptor;
  };
  struct ClassHistory {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::Coding> class_;
    One<r4::Period> period;
    static const Descriptor descriptor;
  };
  struct Participant {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::CodeableConcept> type;
    One<r4::Period> period;
    One<r4::Reference> individual;
    static const Descriptor descriptor;
  };
  struct Diagnosis {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::Reference> condition;
    One<r4::CodeableConcept> use;
    r4::PositiveInt rank;
    static const Descriptor descriptor;
  };
  struct Hospitalization {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::Identifier> preAdmissionIdentifier;
    One<r4::Reference> origin;
    One<r4::CodeableConcept> admitSource;
    One<r4::CodeableConcept> reAdmission;
    Many<r4::CodeableConcept> dietPreference;
    Many<r4::CodeableConcept> specialCourtesy;
    Many<r4::CodeableConcept> specialArrangement;
    One<r4::Reference> destination;
    One<r4::CodeableConcept> dischargeDisposition;
    static const Descriptor descriptor;
  };
  struct Location {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::Reference> location;
    r4::Code status;
    One<r4::CodeableConcept> physicalType;
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
  Many<r4::Encounter::StatusHistory> statusHistory;
  One<r4::Coding> class_;
  Many<r4::Encounter::ClassHistory> classHistory;
  Many<r4::CodeableConcept> type;
  One<r4::CodeableConcept> serviceType;
  One<r4::CodeableConcept> priority;
  One<r4::Reference> subject;
  Many<r4::Reference> episodeOfCare;
  Many<r4::Reference> basedOn;
  Many<r4::Encounter::Participant> participant;
  Many<r4::Reference> appointment;
  One<r4::Period> period;
  One<r4::Duration> length;
  Many<r4::CodeableConcept> reasonCode;
  Many<r4::Reference> reasonReference;
  Many<r4::Encounter::Diagnosis> diagnosis;
  Many<r4::Reference> account;
  One<r4::Encounter::Hospitalization> hospitalization;
  Many<r4::Encounter::Location> location;
  One<r4::Reference> serviceProvider;
  One<r4::Reference> partOf;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
