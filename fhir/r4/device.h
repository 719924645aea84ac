// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct Device {
  struct UdiCarrier;
  struct DeviceName;
  struct Specialization;
  struct Version;
  struct Property;
  struct UdiCarrier {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String deviceIdentifier;
    r4::Uri issuer;
    r4::Uri jurisdiction;
    r4::Base64Binary carrierAIDC;
    r4::String carrierHRF;
    r4::Code entryType;
    static const Descriptor descriptor;
  };
  struct DeviceName {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String name;
    r4::Code type;
    static const Descriptor descriptor;
  };
  struct Specialization {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> systemType;
    r4::String version;
    static const Descriptor descriptor;
  };
  struct Version {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> type;
    One<r4::Identifier> component;
    r4::String value;
    static const Descriptor descriptor;
  };
  struct Property {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> type;
    Many<r4::Quantity> valueQuantity;
    Many<r4::CodeableConcept> valueCode;
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
  One<r4::Reference> definition;
  Many<r4::Device::UdiCarrier> udiCarrier;
  r4::Code status;
  Many<r4::CodeableConcept> statusReason;
  r4::String distinctIdentifier;
  r4::String manufacturer;
  r4::DateTime manufactureDate;
  r4::DateTime expirationDate;
  r4::String lotNumber;
  r4::String serialNumber;
  Many<r4::Device::DeviceName> deviceName;
  r4::String modelNumber;
  r4::String partNumber;
  One<r4::CodeableConcept> type;
  Many<r4::Device::Specialization> specialization;
  Many<r4::Device::Version> version;
  Many<r4::Device::Property> property;
  One<r4::Reference> patient;
  One<r4::Reference> owner;
  Many<r4::ContactPoint> contact;
  One<r4::Reference> location;
  r4::Uri url;
  Many<r4::Annotation> note;
  Many<r4::CodeableConcept> safety;
  One<r4::Reference> parent;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
