// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct Immunization {
  struct Performer;
  struct Education;
  struct Reaction;
  struct ProtocolApplied;
  struct Performer {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> function;
    One<r4::Reference> actor;
    static const Descriptor descriptor;
  };
  struct Education {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String documentType;
    r4::Uri reference;
    r4::DateTime publicationDate;
    r4::DateTime presentationDate;
    static const Descriptor descriptor;
  };
  struct Reaction {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::DateTime date;
    One<r4::Reference> detail;
    r4::Boolean reported;
    static const Descriptor descriptor;
  };
  struct ProtocolApplied {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String series;
    One<r4::Reference> authority;
    Many<r4::CodeableConcept> targetDisease;
    Choice doseNumber;
    Choice seriesDoses;
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
  One<r4::CodeableConcept> statusReason;
  One<r4::CodeableConcept> vaccineCode;
  One<r4::Reference> patient;
  One<r4::Reference> encounter;
  Choice occurrence;
  r4::DateTime recorded;
  r4::Boolean primarySource;
  One<r4::CodeableConcept> reportOrigin;
  One<r4::Reference> location;
  One<r4::Reference> manufacturer;
  r4::String lotNumber;
  r4::Date expirationDate;
  One<r4::CodeableConcept> site;
  One<r4::CodeableConcept> route;
  One<r4::Quantity> doseQuantity;
  Many<r4::Immunization::Performer> performer;
  Many<r4::Annotation> note;
  Many<r4::CodeableConcept> reasonCode;
  Many<r4::Reference> reasonReference;
  r4::Boolean isSubpotent;
  Many<r4::CodeableConcept> subpotentReason;
  Many<r4::Immunization::Education> education;
  Many<r4::CodeableConcept> programEligibility;
  One<r4::CodeableConcept> fundingSource;
  Many<r4::Immunization::Reaction> reaction;
  Many<r4::Immunization::ProtocolApplied> protocolApplied;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
