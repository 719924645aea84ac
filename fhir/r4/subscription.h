// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct Subscription {
  struct Channel;
  struct Channel {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Code type;
    r4::Url endpoint;
    r4::Code payload;
    Many<r4::String> header;
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
  r4::Code status;
  Many<r4::ContactPoint> contact;
  r4::Instant end;
  r4::String reason;
  r4::String criteria;
  r4::String error;
  One<r4::Subscription::Channel> channel;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
