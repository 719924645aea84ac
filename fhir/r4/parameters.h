// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct Parameters {
  struct Parameter;
  struct Parameter {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String name;
    Choice value;
    Resource resource;
    Many<r4::Parameters::Parameter> part;
    static const Descriptor descriptor;
  };
  r4::Id id;
  One<r4::Meta> meta;
  r4::Uri implicitRules;
  r4::Code language;
  Many<r4::Parameters::Parameter> parameter;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
