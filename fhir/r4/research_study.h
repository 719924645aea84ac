// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct ResearchStudy {
  struct Arm;
  struct Objective;
  struct Arm {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String name;
    One<r4::CodeableConcept> type;
    r4::String description;
    static const Descriptor descriptor;
  };
  struct Objective {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String name;
    One<r4::CodeableConcept> type;
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
  r4::String title;
  Many<r4::Reference> protocol;
  Many<r4::Reference> partOf;
  r4::Code status;
  One<r4::CodeableConcept> primaryPurposeType;
  One<r4::CodeableConcept> phase;
  Many<r4::CodeableConcept> category;
  Many<r4::CodeableConcept> focus;
  Many<r4::CodeableConcept> condition;
  Many<r4::ContactDetail> contact;
  Many<r4::RelatedArtifact> relatedArtifact;
  Many<r4::CodeableConcept> keyword;
  Many<r4::CodeableConcept> location;
  r4::Markdown description;
  Many<r4::Reference> enrollment;
  One<r4::Period> period;
  One<r4::Reference> sponsor;
  One<r4::Reference> principalInvestigator;
  Many<r4::Reference> site;
  One<r4::CodeableConcept> reasonStopped;
  Many<r4::Annotation> note;
  Many<r4::ResearchStudy::Arm> arm;
  Many<r4::ResearchStudy::Objective> objective;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
