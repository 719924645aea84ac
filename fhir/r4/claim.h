// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct Claim {
  struct Related;
  struct Payee;
  struct CareTeam;
  struct SupportingInfo;
  struct Diagnosis;
  struct Procedure;
  struct Insurance;
  struct Accident;
  struct Item;
  struct Related {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::Reference> claim;
    One<r4::CodeableConcept> relationship;
    One<r4::Identifier> reference;
    static const Descriptor descriptor;
  };
  struct Payee {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> type;
    One<r4::Reference> party;
    static const Descriptor descriptor;
  };
  struct CareTeam {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::PositiveInt sequence;
    One<r4::Reference> provider;
    r4::Boolean responsible;
    One<r4::CodeableConcept> role;
    One<r4::CodeableConcept> qualification;
    static const Descriptor descriptor;
  };
  struct SupportingInfo {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::PositiveInt sequence;
    One<r4::CodeableConcept> category;
    One<r4::CodeableConcept> code;
    Choice timing;
    Choice value;
    One<r4::CodeableConcept> reason;
    static const Descriptor descriptor;
  };
  struct Diagnosis {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::PositiveInt sequence;
    Choice diagnosis;
    Many<r4::CodeableConcept> type;
    One<r4::CodeableConcept> onAdmission;
    One<r4::CodeableConcept> packageCode;
    static const Descriptor descriptor;
  };
  struct Procedure {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::PositiveInt sequence;
    Many<r4::CodeableConcept> type;
    r4::DateTime date;
    Choice procedure;
    Many<r4::Reference> udi;
    static const Descriptor descriptor;
  };
  struct Insurance {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::PositiveInt sequence;
    r4::Boolean focal;
    One<r4::Identifier> identifier;
    One<r4::Reference> coverage;
    r4::String businessArrangement;
    Many<r4::String> preAuthRef;
    One<r4::Reference> claimResponse;
    static const Descriptor descriptor;
  };
  struct Accident {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Date date;
    One<r4::CodeableConcept> type;
    Choice location;
    static const Descriptor descriptor;
  };
  struct Item {
    struct Detail;
    struct Detail {
      struct SubDetail;
      struct SubDetail {
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        r4::PositiveInt sequence;
        One<r4::CodeableConcept> revenue;
        One<r4::CodeableConcept> category;
        One<r4::CodeableConcept> productOrService;
        Many<r4::CodeableConcept> modifier;
        Many<r4::CodeableConcept> programCode;
        One<r4::Quantity> quantity;
        One<r4::Money> unitPrice;
        r4::Decimal factor;
        One<r4::Money> net;
        Many<r4::Reference> udi;
        static const Descriptor descriptor;
      };
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::PositiveInt sequence;
      One<r4::CodeableConcept> revenue;
      One<r4::CodeableConcept> category;
      One<r4::CodeableConcept> productOrService;
      Many<r4::CodeableConcept> modifier;
      Many<r4::CodeableConcept> programCode;
      One<r4::Quantity> quantity;
      One<r4::Money> unitPrice;
      r4::Decimal factor;
      One<r4::Money> net;
      Many<r4::Reference> udi;
      Many<r4::Claim::Item::Detail::SubDetail> subDetail;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::PositiveInt sequence;
    Many<r4::PositiveInt> careTeamSequence;
    Many<r4::PositiveInt> diagnosisSequence;
    Many<r4::PositiveInt> procedureSequence;
    Many<r4::PositiveInt> informationSequence;
    One<r4::CodeableConcept> revenue;
    One<r4::CodeableConcept> category;
    One<r4::CodeableConcept> productOrService;
    Many<r4::CodeableConcept> modifier;
    Many<r4::CodeableConcept> programCode;
    Choice serviced;
    Choice location;
    One<r4::Quantity> quantity;
    One<r4::Money> unitPrice;
    r4::Decimal factor;
    One<r4::Money> net;
    Many<r4::Reference> udi;
    One<r4::CodeableConcept> bodySite;
    Many<r4::CodeableConcept> subSite;
    Many<r4::Reference> encounter;
    Many<r4::Claim::Item::Detail> detail;
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
  One<r4::CodeableConcept> subType;
  r4::Code use;
  One<r4::Reference> patient;
  One<r4::Period> billablePeriod;
  r4::DateTime created;
  One<r4::Reference> enterer;
  One<r4::Reference> insurer;
  One<r4::Reference> provider;
  One<r4::CodeableConcept> priority;
  One<r4::CodeableConcept> fundsReserve;
  Many<r4::Claim::Related> related;
  One<r4::Reference> prescription;
  One<r4::Reference> originalPrescription;
  One<r4::Claim::Payee> payee;
  One<r4::Reference> referral;
  One<r4::Reference> facility;
  Many<r4::Claim::CareTeam> careTeam;
  Many<r4::Claim::SupportingInfo> supportingInfo;
  Many<r4::Claim::Diagnosis> diagnosis;
  Many<r4::Claim::Procedure> procedure;
  Many<r4::Claim::Insurance> insurance;
  One<r4::Claim::Accident> accident;
  Many<r4::Claim::Item> item;
  One<r4::Money> total;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
