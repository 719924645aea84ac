// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct DetectedIssue {
  struct Evidence;
  struct Mitigation;
  struct Evidence {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::CodeableConcept> code;
    Many<r4::Reference> detail;
    static const Descriptor descriptor;
  };
  struct Mitigation {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> action;
    r4::DateTime date;
    One<r4::Reference> author;
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
  One<r4::CodeableConcept> code;
  r4::Code severity;
  One<r4::Reference> patient;
  Choice identified;
  One<r4::Reference> author;
  Many<r4::Reference> implicated;
  Many<r4::DetectedIssue::Evidence> evidence;
  r4::String detail;
  r4::Uri reference;
  Many<r4::DetectedIssue::Mitigation> mitigation;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
