// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct Questionnaire {
  struct Item;
  struct Item {
    struct EnableWhen;
    struct AnswerOption;
    struct Initial;
    struct EnableWhen {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::String question;
      r4::Code operator_;
      Choice answer;
      static const Descriptor descriptor;
    };
    struct AnswerOption {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      Choice value;
      r4::Boolean initialSelected;
      static const Descriptor descriptor;
    };
    struct Initial {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      Choice value;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String linkId;
    r4::Uri definition;
    Many<r4::Coding> code;
    r4::String prefix;
    r4::String text;
    r4::Code type;
    Many<r4::Questionnaire::Item::EnableWhen> enableWhen;
    r4::Code enableBehavior;
    r4::Boolean required;
    r4::Boolean repeats;
    r4::Boolean readOnly;
    r4::Integer maxLength;
    r4::Canonical answerValueSet;
    Many<r4::Questionnaire::Item::AnswerOption> answerOption;
    Many<r4::Questionnaire::Item::Initial> initial;
    Many<r4::Questionnaire::Item> item;
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
  r4::String name;
  r4::String title;
  Many<r4::Canonical> derivedFrom;
  r4::Code status;
  r4::Boolean experimental;
  Many<r4::Code> subjectType;
  r4::DateTime date;
  r4::String publisher;
  Many<r4::ContactDetail> contact;
  r4::Markdown description;
  Many<r4::UsageContext> useContext;
  Many<r4::CodeableConcept> jurisdiction;
  r4::Markdown purpose;
  r4::Markdown copyright;
  r4::Date approvalDate;
  r4::Date lastReviewDate;
  One<r4::Period> effectivePeriod;
  Many<r4::Coding> code;
  Many<r4::Questionnaire::Item> item;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
