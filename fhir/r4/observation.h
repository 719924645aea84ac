// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct Observation {
  struct ReferenceRange;
  struct Component;
  struct ReferenceRange {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::Quantity> low;
    One<r4::Quantity> high;
    One<r4::CodeableConcept> type;
    Many<r4::CodeableConcept> appliesTo;
    One<r4::Range> age;
    r4::String text;
    static const Descriptor descriptor;
  };
  struct Component {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> code;
    Choice value;
    One<r4::CodeableConcept> dataAbsentReason;
    Many<r4::CodeableConcept> interpretation;
    Many<r4::Observation::ReferenceRange> referenceRange;
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
  Many<r4::Reference> basedOn;
  Many<r4::Reference> partOf;
  r4::Code status;
  Many<r4::CodeableConcept> category;
  One<r4::CodeableConcept> code;
  One<r4::Reference> subject;
  Many<r4::Reference> focus;
  One<r4::Reference> encounter;
  Choice effective;
  r4::Instant issued;
  Many<r4::Reference> performer;
  Choice value;
  One<r4::CodeableConcept> dataAbsentReason;
  Many<r4::CodeableConcept> interpretation;
  Many<r4::Annotation> note;
  One<r4::CodeableConcept> bodySite;
  One<r4::CodeableConcept> method;
  One<r4::Reference> specimen;
  One<r4::Reference> device;
  Many<r4::Observation::ReferenceRange> referenceRange;
  Many<r4::Reference> hasMember;
  Many<r4::Reference> derivedFrom;
  Many<r4::Observation::Component> component;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
