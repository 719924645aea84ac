// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct PaymentReconciliation {
  struct Detail;
  struct ProcessNote;
  struct Detail {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::Identifier> identifier;
    One<r4::Identifier> predecessor;
    One<r4::CodeableConcept> type;
    One<r4::Reference> request;
    One<r4::Reference> submitter;
    One<r4::Reference> response;
    r4::Date date;
    One<r4::Reference> responsible;
    One<r4::Reference> payee;
    One<r4::Money> amount;
    static const Descriptor descriptor;
  };
  struct ProcessNote {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Code type;
    r4::String text;
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
  One<r4::Period> period;
  r4::DateTime created;
  One<r4::Reference> paymentIssuer;
  One<r4::Reference> request;
  One<r4::Reference> requestor;
  r4::Code outcome;
  r4::String disposition;
  r4::Date paymentDate;
  One<r4::Money> paymentAmount;
  One<r4::Identifier> paymentIdentifier;
  Many<r4::PaymentReconciliation::Detail> detail;
  One<r4::CodeableConcept> formCode;
  Many<r4::PaymentReconciliation::ProcessNote> processNote;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
