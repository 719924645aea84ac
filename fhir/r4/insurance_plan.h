// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct InsurancePlan {
  struct Contact;
  struct Coverage;
  struct Plan;
  struct Contact {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> purpose;
    One<r4::HumanName> name;
    Many<r4::ContactPoint> telecom;
    One<r4::Address> address;
    static const Descriptor descriptor;
  };
  struct Coverage {
    struct Benefit;
    struct Benefit {
      struct Limit;
      struct Limit {
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        One<r4::Quantity> value;
        One<r4::CodeableConcept> code;
        static const Descriptor descriptor;
      };
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::CodeableConcept> type;
      r4::String requirement;
      Many<r4::InsurancePlan::Coverage::Benefit::Limit> limit;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> type;
    Many<r4::Reference> network;
    Many<r4::InsurancePlan::Coverage::Benefit> benefit;
    static const Descriptor descriptor;
  };
  struct Plan {
    struct GeneralCost;
    struct SpecificCost;
    struct GeneralCost {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::CodeableConcept> type;
      r4::PositiveInt groupSize;
      One<r4::Money> cost;
      r4::String comment;
      static const Descriptor descriptor;
    };
    struct SpecificCost {
      struct Benefit;
      struct Benefit {
        struct Cost;
        struct Cost {
          r4::String id;
          Many<r4::Extension> extension;
          Many<r4::Extension> modifierExtension;
          One<r4::CodeableConcept> type;
          One<r4::CodeableConcept> applicability;
          Many<r4::CodeableConcept> qualifiers;
          One<r4::Quantity> value;
          static const Descriptor descriptor;
        };
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        One<r4::CodeableConcept> type;
        Many<r4::InsurancePlan::Plan::SpecificCost::Benefit::Cost> cost;
        static const Descriptor descriptor;
      };
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::CodeableConcept> category;
      Many<r4::InsurancePlan::Plan::SpecificCost::Benefit> benefit;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::Identifier> identifier;
    One<r4::CodeableConcept> type;
    Many<r4::Reference> coverageArea;
    Many<r4::Reference> network;
    Many<r4::InsurancePlan::Plan::GeneralCost> generalCost;
    Many<r4::InsurancePlan::Plan::SpecificCost> specificCost;
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
  Many<r4::CodeableConcept> type;
  r4::String name;
  Many<r4::String> alias;
  One<r4::Period> period;
  One<r4::Reference> ownedBy;
  One<r4::Reference> administeredBy;
  Many<r4::Reference> coverageArea;
  Many<r4::InsurancePlan::Contact> contact;
  Many<r4::Reference> endpoint;
  Many<r4::Reference> network;
  Many<r4::InsurancePlan::Coverage> coverage;
  Many<r4::InsurancePlan::Plan> plan;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
