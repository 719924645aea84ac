// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct DeviceMetric {
  struct Calibration;
  struct Calibration {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Code type;
    r4::Code state;
    r4::Instant time;
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
  One<r4::CodeableConcept> unit;
  One<r4::Reference> source;
  One<r4::Reference> parent;
  r4::Code operationalStatus;
  r4::Code color;
  r4::Code category;
  One<r4::Timing> measurementPeriod;
  Many<r4::DeviceMetric::Calibration> calibration;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
