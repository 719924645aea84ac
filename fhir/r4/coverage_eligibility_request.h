// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct CoverageEligibilityRequest {
  struct SupportingInfo;
  struct Insurance;
  struct Item;
  struct SupportingInfo {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::PositiveInt sequence;
    One<r4::Reference> information;
    r4::Boolean appliesToAll;
    static const Descriptor descriptor;
  };
  struct Insurance {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Boolean focal;
    One<r4::Reference> coverage;
    r4::String businessArrangement;
    static const Descriptor descriptor;
  };
  struct Item {
    struct Diagnosis;
    struct Diagnosis {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      Choice diagnosis;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::PositiveInt> supportingInfoSequence;
    One<r4::CodeableConcept> category;
    One<r4::CodeableConcept> productOrService;
    Many<r4::CodeableConcept> modifier;
    One<r4::Reference> provider;
    One<r4::Quantity> quantity;
    One<r4::Money> unitPrice;
    One<r4::Reference> facility;
    Many<r4::CoverageEligibilityRequest::Item::Diagnosis> diagnosis;
    Many<r4::Reference> detail;
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
  One<r4::CodeableConcept> priority;
  Many<r4::Code> purpose;
  One<r4::Reference> patient;
  Choice serviced;
  r4::DateTime created;
  One<r4::Reference> enterer;
  One<r4::Reference> provider;
  One<r4::Reference> insurer;
  One<r4::Reference> facility;
  Many<r4::CoverageEligibilityRequest::SupportingInfo> supportingInfo;
  Many<r4::CoverageEligibilityRequest::Insurance> insurance;
  Many<r4::CoverageEligibilityRequest::Item> item;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
