// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct PractitionerRole {
  struct AvailableTime;
  struct NotAvailable;
  struct AvailableTime {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::Code> daysOfWeek;
    r4::Boolean allDay;
    r4::Time availableStartTime;
    r4::Time availableEndTime;
    static const Descriptor descriptor;
  };
  struct NotAvailable {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String description;
    One<r4::Period> during;
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
  One<r4::Period> period;
  One<r4::Reference> practitioner;
  One<r4::Reference> organization;
  Many<r4::CodeableConcept> code;
  Many<r4::CodeableConcept> specialty;
  Many<r4::Reference> location;
  Many<r4::Reference> healthcareService;
  Many<r4::ContactPoint> telecom;
  Many<r4::PractitionerRole::AvailableTime> availableTime;
  Many<r4::PractitionerRole::NotAvailable> notAvailable;
  r4::String availabilityExceptions;
  Many<r4::Reference> endpoint;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
