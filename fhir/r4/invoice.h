// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct Invoice {
  struct Participant;
  struct LineItem;
  struct Participant {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> role;
    One<r4::Reference> actor;
    static const Descriptor descriptor;
  };
  struct LineItem {
    struct PriceComponent;
    struct PriceComponent {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::Code type;
      One<r4::CodeableConcept> code;
      r4::Decimal factor;
      One<r4::Money> amount;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::PositiveInt sequence;
    Choice chargeItem;
    Many<r4::Invoice::LineItem::PriceComponent> priceComponent;
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
  r4::String cancelledReason;
  One<r4::CodeableConcept> type;
  One<r4::Reference> subject;
  One<r4::Reference> recipient;
  r4::DateTime date;
  Many<r4::Invoice::Participant> participant;
  One<r4::Reference> issuer;
  One<r4::Reference> account;
  Many<r4::Invoice::LineItem> lineItem;
  Many<r4::Invoice::LineItem::PriceComponent> totalPriceComponent;
  One<r4::Money> totalNet;
  One<r4::Money> totalGross;
  r4::Markdown paymentTerms;
  Many<r4::Annotation> note;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
