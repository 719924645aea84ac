// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct Appointment {
  struct Participant;
  struct Participant {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::CodeableConcept> type;
    One<r4::Reference> actor;
    r4::Code required;
    r4::Code status;
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
  One<r4::CodeableConcept> cancelationReason;
  Many<r4::CodeableConcept> serviceCategory;
  Many<r4::CodeableConcept> serviceType;
  Many<r4::CodeableConcept> specialty;
  One<r4::CodeableConcept> appointmentType;
  Many<r4::CodeableConcept> reasonCode;
  Many<r4::Reference> reasonReference;
  r4::UnsignedInt priority;
  r4::String description;
  Many<r4::Reference> supportingInformation;
  r4::Instant start;
  r4::Instant end;
  r4::PositiveInt minutesDuration;
  Many<r4::Reference> slot;
  r4::DateTime created;
  r4::String comment;
  r4::String patientInstruction;
  Many<r4::Reference> basedOn;
  Many<r4::Appointment::Participant> participant;
  Many<r4::Period> requestedPeriod;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
