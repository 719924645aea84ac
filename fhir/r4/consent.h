// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct Consent {
  struct Policy;
  struct Verification;
  struct Provision;
  struct Policy {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Uri authority;
    r4::Uri uri;
    static const Descriptor descriptor;
  };
  struct Verification {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Boolean verified;
    One<r4::Reference> verifiedWith;
    r4::DateTime verificationDate;
    static const Descriptor descriptor;
  };
  struct Provision {
    struct Actor;
    struct Data;
    struct Actor {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::CodeableConcept> role;
      One<r4::Reference> reference;
      static const Descriptor descriptor;
    };
    struct Data {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      r4::Code meaning;
      One<r4::Reference> reference;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::Code type;
    One<r4::Period> period;
    Many<r4::Consent::Provision::Actor> actor;
    Many<r4::CodeableConcept> action;
    Many<r4::Coding> securityLabel;
    Many<r4::Coding> purpose;
    Many<r4::Coding> class_;
    Many<r4::CodeableConcept> code;
    One<r4::Period> dataPeriod;
    Many<r4::Consent::Provision::Data> data;
    Many<r4::Consent::Provision> provision;
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
  One<r4::CodeableConcept> scope;
  Many<r4::CodeableConcept> category;
  One<r4::Reference> patient;
  r4::DateTime dateTime;
  Many<r4::Reference> performer;
  Many<r4::Reference> organization;
  Choice source;
  Many<r4::Consent::Policy> policy;
  One<r4::CodeableConcept> policyRule;
  Many<r4::Consent::Verification> verification;
  One<r4::Consent::Provision> provision;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
