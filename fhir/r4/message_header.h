// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct MessageHeader {
  struct Destination;
  struct Source;
  struct Response;
  struct Destination {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String name;
    One<r4::Reference> target;
    r4::Url endpoint;
    One<r4::Reference> receiver;
    static const Descriptor descriptor;
  };
  struct Source {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String name;
    r4::String software;
    r4::String version;
    One<r4::ContactPoint> contact;
    r4::Url endpoint;
    static const Descriptor descriptor;
  };
  struct Response {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Id identifier;
    r4::Code code;
    One<r4::Reference> details;
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
  Choice event;
  Many<r4::MessageHeader::Destination> destination;
  One<r4::Reference> sender;
  One<r4::Reference> enterer;
  One<r4::Reference> author;
  One<r4::MessageHeader::Source> source;
  One<r4::Reference> responsible;
  One<r4::CodeableConcept> reason;
  One<r4::MessageHeader::Response> response;
  Many<r4::Reference> focus;
  r4::Canonical definition;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
