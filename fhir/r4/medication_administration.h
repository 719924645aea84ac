// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct MedicationAdministration {
  struct Performer;
  struct Dosage;
  struct Performer {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> function;
    One<r4::Reference> actor;
    static const Descriptor descriptor;
  };
  struct Dosage {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String text;
    One<r4::CodeableConcept> site;
    One<r4::CodeableConcept> route;
    One<r4::CodeableConcept> method;
    One<r4::Quantity> dose;
    Choice rate;
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
  Many<r4::Uri> instantiates;
  Many<r4::Reference> partOf;
  r4::Code status;
  Many<r4::CodeableConcept> statusReason;
  One<r4::CodeableConcept> category;
  Choice medication;
  One<r4::Reference> subject;
  One<r4::Reference> context;
  Many<r4::Reference> supportingInformation;
  Choice effective;
  Many<r4::MedicationAdministration::Performer> performer;
  Many<r4::CodeableConcept> reasonCode;
  Many<r4::Reference> reasonReference;
  One<r4::Reference> request;
  Many<r4::Reference> device;
  Many<r4::Annotation> note;
  One<r4::MedicationAdministration::Dosage> dosage;
  Many<r4::Reference> eventHistory;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
