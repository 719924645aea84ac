// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct ChargeItemDefinition {
  struct Applicability;
  struct PropertyGroup;
  struct Applicability {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String description;
    r4::String language;
    r4::String expression;
    static const Descriptor descriptor;
  };
  struct PropertyGroup {
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
    Many<r4::ChargeItemDefinition::Applicability> applicability;
    Many<r4::ChargeItemDefinition::PropertyGroup::PriceComponent> priceComponent;
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
  r4::Uri url;
  Many<r4::Identifier> identifier;
  r4::String version;
  r4::String title;
  Many<r4::Uri> derivedFromUri;
  Many<r4::Canonical> partOf;
  Many<r4::Canonical> replaces;
  r4::Code status;
  r4::Boolean experimental;
  r4::DateTime date;
  r4::String publisher;
  Many<r4::ContactDetail> contact;
  r4::Markdown description;
  Many<r4::UsageContext> useContext;
  Many<r4::CodeableConcept> jurisdiction;
  r4::Markdown copyright;
  r4::Date approvalDate;
  r4::Date lastReviewDate;
  One<r4::Period> effectivePeriod;
  One<r4::CodeableConcept> code;
  Many<r4::Reference> instance;
  Many<r4::ChargeItemDefinition::Applicability> applicability;
  Many<r4::ChargeItemDefinition::PropertyGroup> propertyGroup;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
