// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct EnrollmentResponse {
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
  One<r4::Reference> request;
  r4::Code outcome;
  r4::String disposition;
  r4::DateTime created;
  One<r4::Reference> organization;
  One<r4::Reference> requestProvider;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
