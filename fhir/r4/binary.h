// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct Binary {
  r4::Id id;
  One<r4::Meta> meta;
  r4::Uri implicitRules;
  r4::Code language;
  r4::Code contentType;
  One<r4::Reference> securityContext;
  r4::Base64Binary data;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
