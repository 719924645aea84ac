// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct CareTeam {
  struct Participant;
  struct Participant {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::CodeableConcept> role;
    One<r4::Reference> member;
    One<r4::Reference> onBehalfOf;
    One<r4::Period> period;
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
  Many<r4::CodeableConcept> category;
  r4::String name;
  One<r4::Reference> subject;
  One<r4::Reference> encounter;
  One<r4::Period> period;
  Many<r4::CareTeam::Participant> participant;
  Many<r4::CodeableConcept> reasonCode;
  Many<r4::Reference> reasonReference;
  Many<r4::Reference> managingOrganization;
  Many<r4::ContactPoint> telecom;
  Many<r4::Annotation> note;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
