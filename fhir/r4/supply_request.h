// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct SupplyRequest {
  struct Parameter;
  struct Parameter {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> code;
    Choice value;
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
  One<r4::CodeableConcept> category;
  r4::Code priority;
  Choice item;
  One<r4::Quantity> quantity;
  Many<r4::SupplyRequest::Parameter> parameter;
  Choice occurrence;
  r4::DateTime authoredOn;
  One<r4::Reference> requester;
  Many<r4::Reference> supplier;
  Many<r4::CodeableConcept> reasonCode;
  Many<r4::Reference> reasonReference;
  One<r4::Reference> deliverFrom;
  One<r4::Reference> deliverTo;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
