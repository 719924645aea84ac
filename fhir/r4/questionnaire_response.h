// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct QuestionnaireResponse {
  struct Item;
  struct Item {
    struct Answer;
    struct Answer {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      Choice value;
      Many<r4::QuestionnaireResponse::Item> item;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String linkId;
    r4::Uri definition;
    r4::String text;
    Many<r4::QuestionnaireResponse::Item::Answer> answer;
    Many<r4::QuestionnaireResponse::Item> item;
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
  One<r4::Identifier> identifier;
  Many<r4::Reference> basedOn;
  Many<r4::Reference> partOf;
  r4::Canonical questionnaire;
  r4::Code status;
  One<r4::Reference> subject;
  One<r4::Reference> encounter;
  r4::DateTime authored;
  One<r4::Reference> author;
  One<r4::Reference> source;
  Many<r4::QuestionnaireResponse::Item> item;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
