// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct RiskEvidenceSynthesis {
  struct SampleSize;
  struct RiskEstimate;
  struct Certainty;
  struct SampleSize {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String description;
    r4::Integer numberOfStudies;
    r4::Integer numberOfParticipants;
    static const Descriptor descriptor;
  };
  struct RiskEstimate {
    struct PrecisionEstimate;
    struct PrecisionEstimate {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::CodeableConcept> type;
      r4::Decimal level;
      r4::Decimal from;
      r4::Decimal to;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String description;
    One<r4::CodeableConcept> type;
    r4::Decimal value;
    One<r4::CodeableConcept> unitOfMeasure;
    r4::Integer denominatorCount;
    r4::Integer numeratorCount;
    Many<r4::RiskEvidenceSynthesis::RiskEstimate::PrecisionEstimate> precisionEstimate;
    static const Descriptor descriptor;
  };
  struct Certainty {
    struct CertaintySubcomponent;
    struct CertaintySubcomponent {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::CodeableConcept> type;
      Many<r4::CodeableConcept> rating;
      Many<r4::Annotation> note;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::CodeableConcept> rating;
    Many<r4::Annotation> note;
    Many<r4::RiskEvidenceSynthesis::Certainty::CertaintySubcomponent> certaintySubcomponent;
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
  r4::Code status;
  r4::DateTime date;
  r4::String publisher;
  Many<r4::ContactDetail> contact;
  r4::Markdown description;
  Many<r4::Annotation> note;
  Many<r4::UsageContext> useContext;
  Many<r4::CodeableConcept> jurisdiction;
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
  One<r4::CodeableConcept> synthesisType;
  One<r4::CodeableConcept> studyType;
  One<r4::Reference> population;
  One<r4::Reference> exposure;
  One<r4::Reference> outcome;
  One<r4::RiskEvidenceSynthesis::SampleSize> sampleSize;
  One<r4::RiskEvidenceSynthesis::RiskEstimate> riskEstimate;
  Many<r4::RiskEvidenceSynthesis::Certainty> certainty;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
