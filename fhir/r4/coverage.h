// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct Coverage {
  struct Class;
  struct CostToBeneficiary;
  struct Class {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> type;
    r4::String value;
    r4::String name;
    static const Descriptor descriptor;
  };
  struct CostToBeneficiary {
    struct Exception;
    struct Exception {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::CodeableConcept> type;
      One<r4::Period> period;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> type;
    Choice value;
    Many<r4::Coverage::CostToBeneficiary::Exception> exception;
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
  One<r4::CodeableConcept> type;
  One<r4::Reference> policyHolder;
  One<r4::Reference> subscriber;
  r4::String subscriberId;
  One<r4::Reference> beneficiary;
  r4::String dependent;
  One<r4::CodeableConcept> relationship;
  One<r4::Period> period;
  Many<r4::Reference> payor;
  Many<r4::Coverage::Class> class_;
  r4::PositiveInt order;
  r4::String network;
  Many<r4::Coverage::CostToBeneficiary> costToBeneficiary;
  r4::Boolean subrogation;
  Many<r4::Reference> contract;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
