// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct MedicinalProductPackaged {
  struct BatchIdentifier;
  struct PackageItem;
  struct BatchIdentifier {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::Identifier> outerPackaging;
    One<r4::Identifier> immediatePackaging;
    static const Descriptor descriptor;
  };
  struct PackageItem {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::Identifier> identifier;
    One<r4::CodeableConcept> type;
    One<r4::Quantity> quantity;
    Many<r4::CodeableConcept> material;
    Many<r4::CodeableConcept> alternateMaterial;
    Many<r4::Reference> device;
    Many<r4::Reference> manufacturedItem;
    Many<r4::MedicinalProductPackaged::PackageItem> packageItem;
    One<r4::ProdCharacteristic> physicalCharacteristics;
    Many<r4::CodeableConcept> otherCharacteristics;
    Many<r4::ProductShelfLife> shelfLifeStorage;
    Many<r4::Reference> manufacturer;
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
  Many<r4::Reference> subject;
  r4::String description;
  One<r4::CodeableConcept> legalStatusOfSupply;
  Many<r4::MarketingStatus> marketingStatus;
  One<r4::Reference> marketingAuthorization;
  Many<r4::Reference> manufacturer;
  Many<r4::MedicinalProductPackaged::BatchIdentifier> batchIdentifier;
  Many<r4::MedicinalProductPackaged::PackageItem> packageItem;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
