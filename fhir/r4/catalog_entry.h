// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct CatalogEntry {
  struct RelatedEntry;
  struct RelatedEntry {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Code relationtype;
    One<r4::Reference> item;
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
  One<r4::CodeableConcept> type;
  r4::Boolean orderable;
  One<r4::Reference> referencedItem;
  Many<r4::Identifier> additionalIdentifier;
  Many<r4::CodeableConcept> classification;
  r4::Code status;
  One<r4::Period> validityPeriod;
  r4::DateTime validTo;
  r4::DateTime lastUpdated;
  Many<r4::CodeableConcept> additionalCharacteristic;
  Many<r4::CodeableConcept> additionalClassification;
  Many<r4::CatalogEntry::RelatedEntry> relatedEntry;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
