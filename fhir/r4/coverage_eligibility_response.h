// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct CoverageEligibilityResponse {
  struct Insurance;
  struct Error;
  struct Insurance {
    struct Item;
    struct Item {
      struct Benefit;
      struct Benefit {
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        One<r4::CodeableConcept> type;
        Choice allowed;
        Choice used;
        static const Descriptor descriptor;
      };
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::CodeableConcept> category;
      One<r4::CodeableConcept> productOrService;
      Many<r4::CodeableConcept> modifier;
      One<r4::Reference> provider;
      r4::Boolean excluded;
      r4::String name;
      r4::String description;
      One<r4::CodeableConcept> network;
      One<r4::CodeableConcept> unit;
      One<r4::CodeableConcept> term;
      Many<r4::CoverageEligibilityResponse::Insurance::Item::Benefit> benefit;
      r4::Boolean authorizationRequired;
      Many<r4::CodeableConcept> authorizationSupporting;
      r4::Uri authorizationUrl;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::Reference> coverage;
    r4::Boolean inforce;
    One<r4::Period> benefitPeriod;
    Many<r4::CoverageEligibilityResponse::Insurance::Item> item;
    static const Descriptor descriptor;
  };
  struct Error {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> code;
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
  Many<r4::Code> purpose;
  One<r4::Reference> patient;
  Choice serviced;
  r4::DateTime created;
  One<r4::Reference> requestor;
  One<r4::Reference> request;
  r4::Code outcome;
  r4::String disposition;
  One<r4::Reference> insurer;
  Many<r4::CoverageEligibilityResponse::Insurance> insurance;
  r4::String preAuthRef;
  One<r4::CodeableConcept> form;
  Many<r4::CoverageEligibilityResponse::Error> error;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
