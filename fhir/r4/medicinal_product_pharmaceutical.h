// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct MedicinalProductPharmaceutical {
  struct Characteristics;
  struct RouteOfAdministration;
  struct Characteristics {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> code;
    One<r4::CodeableConcept> status;
    static const Descriptor descriptor;
  };
  struct RouteOfAdministration {
    struct TargetSpecies;
    struct TargetSpecies {
      struct WithdrawalPeriod;
      struct WithdrawalPeriod {
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        One<r4::CodeableConcept> tissue;
        One<r4::Quantity> value;
        r4::String supportingInformation;
        static const Descriptor descriptor;
      };
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::CodeableConcept> code;
      Many<r4::MedicinalProductPharmaceutical::RouteOfAdministration::TargetSpecies::WithdrawalPeriod> withdrawalPeriod;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> code;
    One<r4::Quantity> firstDose;
    One<r4::Quantity> maxSingleDose;
    One<r4::Quantity> maxDosePerDay;
    One<r4::Ratio> maxDosePerTreatmentPeriod;
    One<r4::Duration> maxTreatmentPeriod;
    Many<r4::MedicinalProductPharmaceutical::RouteOfAdministration::TargetSpecies> targetSpecies;
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
  One<r4::CodeableConcept> administrableDoseForm;
  One<r4::CodeableConcept> unitOfPresentation;
  Many<r4::Reference> ingredient;
  Many<r4::Reference> device;
  Many<r4::MedicinalProductPharmaceutical::Characteristics> characteristics;
  Many<r4::MedicinalProductPharmaceutical::RouteOfAdministration> routeOfAdministration;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
