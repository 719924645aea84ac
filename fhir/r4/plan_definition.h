// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct PlanDefinition {
  struct Goal;
  struct Action;
  struct Goal {
    struct Target;
    struct Target {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::CodeableConcept> measure;
      Choice detail;
      One<r4::Duration> due;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> category;
    One<r4::CodeableConcept> description;
    One<r4::CodeableConcept> priority;
    One<r4::CodeableConcept> start;
    Many<r4::CodeableConcept> addresses;
    Many<r4::RelatedArtifact> documentation;
    Many<r4::PlanDefinition::Goal::Target> target;
    static const Descriptor descriptor;
  };
  struct Action {
    struct Condition;
    struct RelatedAction;
    struct Participant;
    struct DynamicValue;
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
    struct Participant {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::Code type;
      One<r4::CodeableConcept> role;
      static const Descriptor descriptor;
    };
    struct DynamicValue {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::String path;
      One<r4::Expression> expression;
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
    Many<r4::CodeableConcept> reason;
    Many<r4::RelatedArtifact> documentation;
    Many<r4::Id> goalId;
    Choice subject;
    Many<r4::TriggerDefinition> trigger;
    Many<r4::PlanDefinition::Action::Condition> condition;
    Many<r4::DataRequirement> input;
    Many<r4::DataRequirement> output;
    Many<r4::PlanDefinition::Action::RelatedAction> relatedAction;
    Choice timing;
    Many<r4::PlanDefinition::Action::Participant> participant;
    One<r4::CodeableConcept> type;
    r4::Code groupingBehavior;
    r4::Code selectionBehavior;
    r4::Code requiredBehavior;
    r4::Code precheckBehavior;
    r4::Code cardinalityBehavior;
    Choice definition;
    r4::Canonical transform;
    Many<r4::PlanDefinition::Action::DynamicValue> dynamicValue;
    Many<r4::PlanDefinition::Action> action;
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
  r4::String subtitle;
  One<r4::CodeableConcept> type;
  r4::Code status;
  r4::Boolean experimental;
  Choice subject;
  r4::DateTime date;
  r4::String publisher;
  Many<r4::ContactDetail> contact;
  r4::Markdown description;
  Many<r4::UsageContext> useContext;
  Many<r4::CodeableConcept> jurisdiction;
  r4::Markdown purpose;
  r4::String usage;
  r4::Markdown copyright;
  r4::Date approvalDate;
  r4::Date lastReviewDate;
  One<r4::Period> effectivePeriod;
  Many<r4::CodeableConcept> topic;
  Many<r4::ContactDetail> author;
  Many<r4::ContactDetail> editor;
  Many<r4::ContactDetail> reviewer;
  Many<r4::ContactDetail> endorser;
  Many<r4::RelatedArtifact> relatedArtifact;
  Many<r4::Canonical> library;
  Many<r4::PlanDefinition::Goal> goal;
  Many<r4::PlanDefinition::Action> action;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
