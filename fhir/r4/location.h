// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct Location {
  struct Position;
  struct HoursOfOperation;
  struct Position {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Decimal longitude;
    r4::Decimal latitude;
    r4::Decimal altitude;
    static const Descriptor descriptor;
  };
  struct HoursOfOperation {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::Code> daysOfWeek;
    r4::Boolean allDay;
    r4::Time openingTime;
    r4::Time closingTime;
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
  One<r4::Coding> operationalStatus;
  r4::String name;
  Many<r4::String> alias;
  r4::String description;
  r4::Code mode;
  Many<r4::CodeableConcept> type;
  Many<r4::ContactPoint> telecom;
  One<r4::Address> address;
  One<r4::CodeableConcept> physicalType;
  One<r4::Location::Position> position;
  One<r4::Reference> managingOrganization;
  One<r4::Reference> partOf;
  Many<r4::Location::HoursOfOperation> hoursOfOperation;
  r4::String availabilityExceptions;
  Many<r4::Reference> endpoint;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
