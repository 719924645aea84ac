// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct Group {
  struct Characteristic;
  struct Member;
  struct Characteristic {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> code;
    Choice value;
    r4::Boolean exclude;
    One<r4::Period> period;
    static const Descriptor descriptor;
  };
  struct Member {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::Reference> entity;
    One<r4::Period> period;
    r4::Boolean inactive;
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
  r4::Boolean active;
  r4::Code type;
  r4::Boolean actual;
  One<r4::CodeableConcept> code;
  r4::String name;
  r4::UnsignedInt quantity;
  One<r4::Reference> managingEntity;
  Many<r4::Group::Characteristic> characteristic;
  Many<r4::Group::Member> member;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
