// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct Composition {
  struct Attester;
  struct RelatesTo;
  struct Event;
  struct Section;
  struct Attester {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Code mode;
    r4::DateTime time;
    One<r4::Reference> party;
    static const Descriptor descriptor;
  };
  struct RelatesTo {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Code code;
    Choice target;
    static const Descriptor descriptor;
  };
  struct Event {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::CodeableConcept> code;
    One<r4::Period> period;
    Many<r4::Reference> detail;
    static const Descriptor descriptor;
  };
  struct Section {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String title;
    One<r4::CodeableConcept> code;
    Many<r4::Reference> author;
    One<r4::Reference> focus;
    One<r4::Narrative> text;
    r4::Code mode;
    One<r4::CodeableConcept> orderedBy;
    Many<r4::Reference> entry;
    One<r4::CodeableConcept> emptyReason;
    Many<r4::Composition::Section> section;
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
  One<r4::Identifier> identifier;
  r4::Code status;
  One<r4::CodeableConcept> type;
  Many<r4::CodeableConcept> category;
  One<r4::Reference> subject;
  One<r4::Reference> encounter;
  r4::DateTime date;
  Many<r4::Reference> author;
  r4::String title;
  r4::Code confidentiality;
  Many<r4::Composition::Attester> attester;
  One<r4::Reference> custodian;
  Many<r4::Composition::RelatesTo> relatesTo;
  Many<r4::Composition::Event> event;
  Many<r4::Composition::Section> section;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
