// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct ImagingStudy {
  struct Series;
  struct Series {
    struct Performer;
    struct Instance;
    struct Performer {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::CodeableConcept> function;
      One<r4::Reference> actor;
      static const Descriptor descriptor;
    };
    struct Instance {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::Id uid;
      One<r4::Coding> sopClass;
      r4::UnsignedInt number;
      r4::String title;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Id uid;
    r4::UnsignedInt number;
    One<r4::Coding> modality;
    r4::String description;
    r4::UnsignedInt numberOfInstances;
    Many<r4::Reference> endpoint;
    One<r4::Coding> bodySite;
    One<r4::Coding> laterality;
    Many<r4::Reference> specimen;
    r4::DateTime started;
    Many<r4::ImagingStudy::Series::Performer> performer;
    Many<r4::ImagingStudy::Series::Instance> instance;
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
  Many<r4::Coding> modality;
  One<r4::Reference> subject;
  One<r4::Reference> encounter;
  r4::DateTime started;
  Many<r4::Reference> basedOn;
  One<r4::Reference> referrer;
  Many<r4::Reference> interpreter;
  Many<r4::Reference> endpoint;
  r4::UnsignedInt numberOfSeries;
  r4::UnsignedInt numberOfInstances;
  One<r4::Reference> procedureReference;
  Many<r4::CodeableConcept> procedureCode;
  One<r4::Reference> location;
  Many<r4::CodeableConcept> reasonCode;
  Many<r4::Reference> reasonReference;
  Many<r4::Annotation> note;
  r4::String description;
  Many<r4::ImagingStudy::Series> series;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
