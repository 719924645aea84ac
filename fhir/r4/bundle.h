// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct Bundle {
  struct Link;
  struct Entry;
  struct Link {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String relation;
    r4::Uri url;
    static const Descriptor descriptor;
  };
  struct Entry {
    struct Search;
    struct Request;
    struct Response;
    struct Search {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::Code mode;
      r4::Decimal score;
      static const Descriptor descriptor;
    };
    struct Request {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::Code method;
      r4::Uri url;
      r4::String ifNoneMatch;
      r4::Instant ifModifiedSince;
      r4::String ifMatch;
      r4::String ifNoneExist;
      static const Descriptor descriptor;
    };
    struct Response {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::String status;
      r4::Uri location;
      r4::String etag;
      r4::Instant lastModified;
      Resource outcome;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::Bundle::Link> link;
    r4::Uri fullUrl;
    Resource resource;
    One<r4::Bundle::Entry::Search> search;
    One<r4::Bundle::Entry::Request> request;
    One<r4::Bundle::Entry::Response> response;
    static const Descriptor descriptor;
  };
  r4::Id id;
  One<r4::Meta> meta;
  r4::Uri implicitRules;
  r4::Code language;
  One<r4::Identifier> identifier;
  r4::Code type;
  r4::Instant timestamp;
  r4::UnsignedInt total;
  Many<r4::Bundle::Link> link;
  Many<r4::Bundle::Entry> entry;
  One<r4::Signature> signature;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
