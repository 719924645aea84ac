// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct Library {
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
  r4::Code status;
  r4::Boolean experimental;
  One<r4::CodeableConcept> type;
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
  Many<r4::ParameterDefinition> parameter;
  Many<r4::DataRequirement> dataRequirement;
  Many<r4::Attachment> content;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
