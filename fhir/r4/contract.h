// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct Contract {
  struct ContentDefinition;
  struct Term;
  struct Signer;
  struct Friendly;
  struct Legal;
  struct Rule;
  struct ContentDefinition {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> type;
    One<r4::CodeableConcept> subType;
    One<r4::Reference> publisher;
    r4::DateTime publicationDate;
    r4::Code publicationStatus;
    r4::Markdown copyright;
    static const Descriptor descriptor;
  };
  struct Term {
    struct SecurityLabel;
    struct Offer;
    struct Asset;
    struct Action;
    struct SecurityLabel {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      Many<r4::UnsignedInt> number;
      One<r4::Coding> classification;
      Many<r4::Coding> category;
      Many<r4::Coding> control;
      static const Descriptor descriptor;
    };
    struct Offer {
      struct Party;
      struct Answer;
      struct Party {
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        Many<r4::Reference> reference;
        One<r4::CodeableConcept> role;
        static const Descriptor descriptor;
      };
      struct Answer {
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        Choice value;
        static const Descriptor descriptor;
      };
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      Many<r4::Identifier> identifier;
      Many<r4::Contract::Term::Offer::Party> party;
      One<r4::Reference> topic;
      One<r4::CodeableConcept> type;
      One<r4::CodeableConcept> decision;
      Many<r4::CodeableConcept> decisionMode;
      Many<r4::Contract::Term::Offer::Answer> answer;
      r4::String text;
      Many<r4::String> linkId;
      Many<r4::UnsignedInt> securityLabelNumber;
      static const Descriptor descriptor;
    };
    struct Asset {
      struct Context;
      struct ValuedItem;
      struct Context {
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        One<r4::Reference> reference;
        Many<r4::CodeableConcept> code;
        r4::String text;
        static const Descriptor descriptor;
      };
      struct ValuedItem {
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        Choice entity;
        One<r4::Identifier> identifier;
        r4::DateTime effectiveTime;
        One<r4::Quantity> quantity;
        One<r4::Money> unitPrice;
        r4::Decimal factor;
        r4::Decimal points;
        One<r4::Money> net;
        r4::String payment;
        r4::DateTime paymentDate;
        One<r4::Reference> responsible;
        One<r4::Reference> recipient;
        Many<r4::String> linkId;
        Many<r4::UnsignedInt> securityLabelNumber;
        static const Descriptor descriptor;
      };
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::CodeableConcept> scope;
      Many<r4::CodeableConcept> type;
      Many<r4::Reference> typeReference;
      Many<r4::CodeableConcept> subtype;
      One<r4::Coding> relationship;
      Many<r4::Contract::Term::Asset::Context> context;
      r4::String condition;
      Many<r4::CodeableConcept> periodType;
      Many<r4::Period> period;
      Many<r4::Period> usePeriod;
      r4::String text;
      Many<r4::String> linkId;
      Many<r4::Contract::Term::Offer::Answer> answer;
      Many<r4::UnsignedInt> securityLabelNumber;
      Many<r4::Contract::Term::Asset::ValuedItem> valuedItem;
      static const Descriptor descriptor;
    };
    struct Action {
      struct Subject;
      struct Subject {
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        Many<r4::Reference> reference;
        One<r4::CodeableConcept> role;
        static const Descriptor descriptor;
      };
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::Boolean doNotPerform;
      One<r4::CodeableConcept> type;
      Many<r4::Contract::Term::Action::Subject> subject;
      One<r4::CodeableConcept> intent;
      Many<r4::String> linkId;
      One<r4::CodeableConcept> status;
      One<r4::Reference> context;
      Many<r4::String> contextLinkId;
      Choice occurrence;
      Many<r4::Reference> requester;
      Many<r4::String> requesterLinkId;
      Many<r4::CodeableConcept> performerType;
      One<r4::CodeableConcept> performerRole;
      One<r4::Reference> performer;
      Many<r4::String> performerLinkId;
      Many<r4::CodeableConcept> reasonCode;
      Many<r4::Reference> reasonReference;
      Many<r4::String> reason;
      Many<r4::String> reasonLinkId;
      Many<r4::Annotation> note;
      Many<r4::UnsignedInt> securityLabelNumber;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::Identifier> identifier;
    r4::DateTime issued;
    One<r4::Period> applies;
    Choice topic;
    One<r4::CodeableConcept> type;
    One<r4::CodeableConcept> subType;
    r4::String text;
    Many<r4::Contract::Term::SecurityLabel> securityLabel;
    One<r4::Contract::Term::Offer> offer;
    Many<r4::Contract::Term::Asset> asset;
    Many<r4::Contract::Term::Action> action;
    Many<r4::Contract::Term> group;
    static const Descriptor descriptor;
  };
  struct Signer {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::Coding> type;
    One<r4::Reference> party;
    Many<r4::Signature> signature;
    static const Descriptor descriptor;
  };
  struct Friendly {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Choice content;
    static const Descriptor descriptor;
  };
  struct Legal {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Choice content;
    static const Descriptor descriptor;
  };
  struct Rule {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Choice content;
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
  r4::Uri url;
  r4::String version;
  r4::Code status;
  One<r4::CodeableConcept> legalState;
  One<r4::Reference> instantiatesCanonical;
  r4::Uri instantiatesUri;
  One<r4::CodeableConcept> contentDerivative;
  r4::DateTime issued;
  One<r4::Period> applies;
  One<r4::CodeableConcept> expirationType;
  Many<r4::Reference> subject;
  Many<r4::Reference> authority;
  Many<r4::Reference> domain;
  Many<r4::Reference> site;
  r4::String name;
  r4::String title;
  r4::String subtitle;
  Many<r4::String> alias;
  One<r4::Reference> author;
  One<r4::CodeableConcept> scope;
  Choice topic;
  One<r4::CodeableConcept> type;
  Many<r4::CodeableConcept> subType;
  One<r4::Contract::ContentDefinition> contentDefinition;
  Many<r4::Contract::Term> term;
  Many<r4::Reference> supportingInfo;
  Many<r4::Reference> relevantHistory;
  Many<r4::Contract::Signer> signer;
  Many<r4::Contract::Friendly> friendly;
  Many<r4::Contract::Legal> legal;
  Many<r4::Contract::Rule> rule;
  Choice legallyBinding;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
