// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct Task {
  struct Restriction;
  struct Input;
  struct Output;
  struct Restriction {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::PositiveInt repetitions;
    One<r4::Period> period;
    Many<r4::Reference> recipient;
    static const Descriptor descriptor;
  };
  struct Input {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> type;
    Choice value;
    static const Descriptor descriptor;
  };
  struct Output {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> type;
    Choice value;
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
  r4::Canonical instantiatesCanonical;
  r4::Uri instantiatesUri;
  Many<r4::Reference> basedOn;
  One<r4::Identifier> groupIdentifier;
  Many<r4::Reference> partOf;
  r4::Code status;
  One<r4::CodeableConcept> statusReason;
  One<r4::CodeableConcept> businessStatus;
  r4::Code intent;
  r4::Code priority;
  One<r4::CodeableConcept> code;
  r4::String description;
  One<r4::Reference> focus;
  One<r4::Reference> for_;
  One<r4::Reference> encounter;
  One<r4::Period> executionPeriod;
  r4::DateTime authoredOn;
  r4::DateTime lastModified;
  One<r4::Reference> requester;
  Many<r4::CodeableConcept> performerType;
  One<r4::Reference> owner;
  One<r4::Reference> location;
  One<r4::CodeableConcept> reasonCode;
  One<r4::Reference> reasonReference;
  Many<r4::Reference> insurance;
  Many<r4::Annotation> note;
  Many<r4::Reference> relevantHistory;
  One<r4::Task::Restriction> restriction;
  Many<r4::Task::Input> input;
  Many<r4::Task::Output> output;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
