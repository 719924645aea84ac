// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct RequestGroup {
  struct Action;
  struct Action {
    struct Condition;
    struct RelatedAction;
    struct Condition {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::Code kind;
      One<r4::Expression> expression;
      static const Descriptor descriptor;
    };
    struct RelatedAction {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::Id actionId;
      r4::Code relationship;
      Choice offset;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String prefix;
    r4::String title;
    r4::String description;
    r4::String textEquivalent;
    r4::Code priority;
    Many<r4::CodeableConcept> code;
    Many<r4::RelatedArtifact> documentation;
    Many<r4::RequestGroup::Action::Condition> condition;
    Many<r4::RequestGroup::Action::RelatedAction> relatedAction;
    Choice timing;
    Many<r4::Reference> participant;
    One<r4::CodeableConcept> type;
    r4::Code groupingBehavior;
    r4::Code selectionBehavior;
    r4::Code requiredBehavior;
    r4::Code precheckBehavior;
    r4::Code cardinalityBehavior;
    One<r4::Reference> resource;
    Many<r4::RequestGroup::Action> action;
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
  Many<r4::Canonical> instantiatesCanonical;
  Many<r4::Uri> instantiatesUri;
  Many<r4::Reference> basedOn;
  Many<r4::Reference> replaces;
  One<r4::Identifier> groupIdentifier;
  r4::Code status;
  r4::Code intent;
  r4::Code priority;
  One<r4::CodeableConcept> code;
  One<r4::Reference> subject;
  One<r4::Reference> encounter;
  r4::DateTime authoredOn;
  One<r4::Reference> author;
  Many<r4::CodeableConcept> reasonCode;
  Many<r4::Reference> reasonReference;
  Many<r4::Annotation> note;
  Many<r4::RequestGroup::Action> action;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
