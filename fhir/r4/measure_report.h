// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct MeasureReport {
  struct Group;
  struct Group {
    struct Population;
    struct Stratifier;
    struct Population {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::CodeableConcept> code;
      r4::Integer count;
      One<r4::Reference> subjectResults;
      static const Descriptor descriptor;
    };
    struct Stratifier {
      struct Stratum;
      struct Stratum {
        struct Component;
        struct Population;
        struct Component {
          r4::String id;
          Many<r4::Extension> extension;
          Many<r4::Extension> modifierExtension;
          One<r4::CodeableConcept> code;
          One<r4::CodeableConcept> value;
          static const Descriptor descriptor;
        };
        struct Population {
          r4::String id;
          Many<r4::Extension> extension;
          Many<r4::Extension> modifierExtension;
          One<r4::CodeableConcept> code;
          r4::Integer count;
          One<r4::Reference> subjectResults;
          static const Descriptor descriptor;
        };
        r4::String id;
        Many<r4::Extension> extension;
        Many<r4::Extension> modifierExtension;
        One<r4::CodeableConcept> value;
        Many<r4::MeasureReport::Group::Stratifier::Stratum::Component> component;
        Many<r4::MeasureReport::Group::Stratifier::Stratum::Population> population;
        One<r4::Quantity> measureScore;
        static const Descriptor descriptor;
      };
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      Many<r4::CodeableConcept> code;
      Many<r4::MeasureReport::Group::Stratifier::Stratum> stratum;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> code;
    Many<r4::MeasureReport::Group::Population> population;
    One<r4::Quantity> measureScore;
    Many<r4::MeasureReport::Group::Stratifier> stratifier;
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
  r4::Code status;
  r4::Code type;
  r4::Canonical measure;
  One<r4::Reference> subject;
  r4::DateTime date;
  One<r4::Reference> reporter;
  One<r4::Period> period;
  One<r4::CodeableConcept> improvementNotation;
  Many<r4::MeasureReport::Group> group;
  Many<r4::Reference> evaluatedResource;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
