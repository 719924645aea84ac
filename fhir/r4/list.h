// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct List {
  struct Entry;
  struct Entry {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> flag;
    r4::Boolean deleted;
    r4::DateTime date;
    One<r4::Reference> item;
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
  r4::Code mode;
  r4::String title;
  One<r4::CodeableConcept> code;
  One<r4::Reference> subject;
  One<r4::Reference> encounter;
  r4::DateTime date;
  One<r4::Reference> source;
  One<r4::CodeableConcept> orderedBy;
  Many<r4::Annotation> note;
  Many<r4::List::Entry> entry;
  One<r4::CodeableConcept> emptyReason;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
