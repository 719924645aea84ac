// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct ImmunizationRecommendation {
  struct Recommendation;
  struct Recommendation {
    struct DateCriterion;
    struct DateCriterion {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::CodeableConcept> code;
      r4::DateTime value;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::CodeableConcept> vaccineCode;
    One<r4::CodeableConcept> targetDisease;
    Many<r4::CodeableConcept> contraindicatedVaccineCode;
    One<r4::CodeableConcept> forecastStatus;
    Many<r4::CodeableConcept> forecastReason;
    Many<r4::ImmunizationRecommendation::Recommendation::DateCriterion> dateCriterion;
    r4::String description;
    r4::String series;
    Choice doseNumber;
    Choice seriesDoses;
    Many<r4::Reference> supportingImmunization;
    Many<r4::Reference> supportingPatientInformation;
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
  One<r4::Reference> patient;
  r4::DateTime date;
  One<r4::Reference> authority;
  Many<r4::ImmunizationRecommendation::Recommendation> recommendation;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
