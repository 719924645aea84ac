// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct CarePlan {
  struct Activity;
  struct Activity {
    struct Detail;
    struct Detail {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::Code kind;
      Many<r4::Canonical> instantiatesCanonical;
      Many<r4::Uri> instantiatesUri;
      One<r4::CodeableConcept> code;
      Many<r4::CodeableConcept> reasonCode;
      Many<r4::Reference> reasonReference;
      Many<r4::Reference> goal;
      r4::Code status;
      One<r4::CodeableConcept> statusReason;
      r4::Boolean doNotPerform;
      Choice scheduled;
      One<r4::Reference> location;
      Many<r4::Reference> performer;
      Choice product;
      One<r4::Quantity> dailyAmount;
      One<r4::Quantity> quantity;
      r4::String description;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::CodeableConcept> outcomeCodeableConcept;
    Many<r4::Reference> outcomeReference;
    Many<r4::Annotation> progress;
    One<r4::Reference> reference;
    One<r4::CarePlan::Activity::Detail> detail;
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
  Many<r4::Reference> partOf;
  r4::Code status;
  r4::Code intent;
  Many<r4::CodeableConcept> category;
  r4::String title;
  r4::String description;
  One<r4::Reference> subject;
  One<r4::Reference> encounter;
  One<r4::Period> period;
  r4::DateTime created;
  One<r4::Reference> author;
  Many<r4::Reference> contributor;
  Many<r4::Reference> careTeam;
  Many<r4::Reference> addresses;
  Many<r4::Reference> supportingInfo;
  Many<r4::Reference> goal;
  Many<r4::CarePlan::Activity> activity;
  Many<r4::Annotation> note;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
