// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct ClaimResponse {
  struct Item;
  struct AddItem;
  struct Total;
  struct Payment;
  struct ProcessNote;
  struct Insurance;
  struct Error;
  struct Item {
    struct Adjudication;
    struct Detail;
    struct Adjudication {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::CodeableConcept> category;
      One<r4::CodeableConcept> reason;
      One<r4::Money> amount;
      r4::Decimal value;
      static const Descriptor descriptor;
    };
    struct Detail {
      struct SubDetail;
      struct SubDetail {
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        r4::PositiveInt subDetailSequence;
        Many<r4::PositiveInt> noteNumber;
        Many<r4::ClaimResponse::Item::Adjudication> adjudication;
        static const Descriptor descriptor;
      };
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::PositiveInt detailSequence;
      Many<r4::PositiveInt> noteNumber;
      Many<r4::ClaimResponse::Item::Adjudication> adjudication;
      Many<r4::ClaimResponse::Item::Detail::SubDetail> subDetail;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::PositiveInt itemSequence;
    Many<r4::PositiveInt> noteNumber;
    Many<r4::ClaimResponse::Item::Adjudication> adjudication;
    Many<r4::ClaimResponse::Item::Detail> detail;
    static const Descriptor descriptor;
  };
  struct AddItem {
    struct Detail;
    struct Detail {
      struct SubDetail;
      struct SubDetail {
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        One<r4::CodeableConcept> productOrService;
        Many<r4::CodeableConcept> modifier;
        One<r4::Quantity> quantity;
        One<r4::Money> unitPrice;
        r4::Decimal factor;
        One<r4::Money> net;
        Many<r4::PositiveInt> noteNumber;
        Many<r4::ClaimResponse::Item::Adjudication> adjudication;
        static const Descriptor descriptor;
      };
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::CodeableConcept> productOrService;
      Many<r4::CodeableConcept> modifier;
      One<r4::Quantity> quantity;
      One<r4::Money> unitPrice;
      r4::Decimal factor;
      One<r4::Money> net;
      Many<r4::PositiveInt> noteNumber;
      Many<r4::ClaimResponse::Item::Adjudication> adjudication;
      Many<r4::ClaimResponse::AddItem::Detail::SubDetail> subDetail;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::PositiveInt> itemSequence;
    Many<r4::PositiveInt> detailSequence;
    Many<r4::PositiveInt> subdetailSequence;
    Many<r4::Reference> provider;
    One<r4::CodeableConcept> productOrService;
    Many<r4::CodeableConcept> modifier;
    Many<r4::CodeableConcept> programCode;
    Choice serviced;
    Choice location;
    One<r4::Quantity> quantity;
    One<r4::Money> unitPrice;
    r4::Decimal factor;
    One<r4::Money> net;
    One<r4::CodeableConcept> bodySite;
    Many<r4::CodeableConcept> subSite;
    Many<r4::PositiveInt> noteNumber;
    Many<r4::ClaimResponse::Item::Adjudication> adjudication;
    Many<r4::ClaimResponse::AddItem::Detail> detail;
    static const Descriptor descriptor;
  };
  struct Total {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> category;
    One<r4::Money> amount;
    static const Descriptor descriptor;
  };
  struct Payment {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> type;
    One<r4::Money> adjustment;
    One<r4::CodeableConcept> adjustmentReason;
    r4::Date date;
    One<r4::Money> amount;
    One<r4::Identifier> identifier;
    static const Descriptor descriptor;
  };
  struct ProcessNote {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::PositiveInt number;
    r4::Code type;
    r4::String text;
    One<r4::CodeableConcept> language;
    static const Descriptor descriptor;
  };
  struct Insurance {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::PositiveInt sequence;
    r4::Boolean focal;
    One<r4::Reference> coverage;
    r4::String businessArrangement;
    One<r4::Reference> claimResponse;
    static const Descriptor descriptor;
  };
  struct Error {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::PositiveInt itemSequence;
    r4::PositiveInt detailSequence;
    r4::PositiveInt subDetailSequence;
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
  One<r4::CodeableConcept> type;
  One<r4::CodeableConcept> subType;
  r4::Code use;
  One<r4::Reference> patient;
  r4::DateTime created;
  One<r4::Reference> insurer;
  One<r4::Reference> requestor;
  One<r4::Reference> request;
  r4::Code outcome;
  r4::String disposition;
  r4::String preAuthRef;
  One<r4::Period> preAuthPeriod;
  One<r4::CodeableConcept> payeeType;
  Many<r4::ClaimResponse::Item> item;
  Many<r4::ClaimResponse::AddItem> addItem;
  Many<r4::ClaimResponse::Item::Adjudication> adjudication;
  Many<r4::ClaimResponse::Total> total;
  One<r4::ClaimResponse::Payment> payment;
  One<r4::CodeableConcept> fundsReserve;
  One<r4::CodeableConcept> formCode;
  One<r4::Attachment> form;
  Many<r4::ClaimResponse::ProcessNote> processNote;
  Many<r4::Reference> communicationRequest;
  Many<r4::ClaimResponse::Insurance> insurance;
  Many<r4::ClaimResponse::Error> error;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
