// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct ChargeItem {
  struct Performer;
  struct Performer {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> function;
    One<r4::Reference> actor;
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
  Many<r4::Uri> definitionUri;
  Many<r4::Canonical> definitionCanonical;
  r4::Code status;
  Many<r4::Reference> partOf;
  One<r4::CodeableConcept> code;
  One<r4::Reference> subject;
  One<r4::Reference> context;
  Choice occurrence;
  Many<r4::ChargeItem::Performer> performer;
  One<r4::Reference> performingOrganization;
  One<r4::Reference> requestingOrganization;
  One<r4::Reference> costCenter;
  One<r4::Quantity> quantity;
  Many<r4::CodeableConcept> bodysite;
  r4::Decimal factorOverride;
  One<r4::Money> priceOverride;
  r4::String overrideReason;
  One<r4::Reference> enterer;
  r4::DateTime enteredDate;
  Many<r4::CodeableConcept> reason;
  Many<r4::Reference> service;
  Choice product;
  Many<r4::Reference> account;
  Many<r4::Annotation> note;
  Many<r4::Reference> supportingInformation;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
