// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct SupplyDelivery {
  struct SuppliedItem;
  struct SuppliedItem {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::Quantity> quantity;
    Choice item;
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
  Many<r4::Reference> basedOn;
  Many<r4::Reference> partOf;
  r4::Code status;
  One<r4::Reference> patient;
  One<r4::CodeableConcept> type;
  One<r4::SupplyDelivery::SuppliedItem> suppliedItem;
  Choice occurrence;
  One<r4::Reference> supplier;
  One<r4::Reference> destination;
  Many<r4::Reference> receiver;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
