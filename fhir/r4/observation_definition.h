// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct ObservationDefinition {
  struct QuantitativeDetails;
  struct QualifiedInterval;
  struct QuantitativeDetails {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> customaryUnit;
    One<r4::CodeableConcept> unit;
    r4::Decimal conversionFactor;
    r4::Integer decimalPrecision;
    static const Descriptor descriptor;
  };
  struct QualifiedInterval {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Code category;
    One<r4::Range> range;
    One<r4::CodeableConcept> context;
    Many<r4::CodeableConcept> appliesTo;
    r4::Code gender;
    One<r4::Range> age;
    One<r4::Range> gestationalAge;
    r4::String condition;
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
  Many<r4::CodeableConcept> category;
  One<r4::CodeableConcept> code;
  Many<r4::Identifier> identifier;
  Many<r4::Code> permittedDataType;
  r4::Boolean multipleResultsAllowed;
  One<r4::CodeableConcept> method;
  r4::String preferredReportName;
  One<r4::ObservationDefinition::QuantitativeDetails> quantitativeDetails;
  Many<r4::ObservationDefinition::QualifiedInterval> qualifiedInterval;
  One<r4::Reference> validCodedValueSet;
  One<r4::Reference> normalCodedValueSet;
  One<r4::Reference> abnormalCodedValueSet;
  One<r4::Reference> criticalCodedValueSet;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
