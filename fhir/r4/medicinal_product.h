// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct MedicinalProduct {
  struct Name;
  struct ManufacturingBusinessOperation;
  struct SpecialDesignation;
  struct Name {
    struct NamePart;
    struct CountryLanguage;
    struct NamePart {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::String part;
      One<r4::Coding> type;
      static const Descriptor descriptor;
    };
    struct CountryLanguage {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::CodeableConcept> country;
      One<r4::CodeableConcept> jurisdiction;
      One<r4::CodeableConcept> language;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String productName;
    Many<r4::MedicinalProduct::Name::NamePart> namePart;
    Many<r4::MedicinalProduct::Name::CountryLanguage> countryLanguage;
    static const Descriptor descriptor;
  };
  struct ManufacturingBusinessOperation {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> operationType;
    One<r4::Identifier> authorisationReferenceNumber;
    r4::DateTime effectiveDate;
    One<r4::CodeableConcept> confidentialityIndicator;
    Many<r4::Reference> manufacturer;
    One<r4::Reference> regulator;
    static const Descriptor descriptor;
  };
  struct SpecialDesignation {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::Identifier> identifier;
    One<r4::CodeableConcept> type;
    One<r4::CodeableConcept> intendedUse;
    Choice indication;
    One<r4::CodeableConcept> status;
    r4::DateTime date;
    One<r4::CodeableConcept> species;
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
  One<r4::Coding> domain;
  One<r4::CodeableConcept> combinedPharmaceuticalDoseForm;
  One<r4::CodeableConcept> legalStatusOfSupply;
  One<r4::CodeableConcept> additionalMonitoringIndicator;
  Many<r4::String> specialMeasures;
  One<r4::CodeableConcept> paediatricUseIndicator;
  Many<r4::CodeableConcept> productClassification;
  Many<r4::MarketingStatus> marketingStatus;
  Many<r4::Reference> pharmaceuticalProduct;
  Many<r4::Reference> packagedMedicinalProduct;
  Many<r4::Reference> attachedDocument;
  Many<r4::Reference> masterFile;
  Many<r4::Reference> contact;
  Many<r4::Reference> clinicalTrial;
  Many<r4::MedicinalProduct::Name> name;
  Many<r4::Identifier> crossReference;
  Many<r4::MedicinalProduct::ManufacturingBusinessOperation> manufacturingBusinessOperation;
  Many<r4::MedicinalProduct::SpecialDesignation> specialDesignation;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
