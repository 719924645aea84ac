// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct DeviceDefinition {
  struct UdiDeviceIdentifier;
  struct DeviceName;
  struct Specialization;
  struct Capability;
  struct Property;
  struct Material;
  struct UdiDeviceIdentifier {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    r4::String deviceIdentifier;
    r4::Uri issuer;
    r4::Uri jurisdiction;
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
    r4::String systemType;
    r4::String version;
    static const Descriptor descriptor;
  };
  struct Capability {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> type;
    Many<r4::CodeableConcept> description;
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
  struct Material {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> substance;
    r4::Boolean alternate;
    r4::Boolean allergenicIndicator;
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
  Many<r4::DeviceDefinition::UdiDeviceIdentifier> udiDeviceIdentifier;
  Choice manufacturer;
  Many<r4::DeviceDefinition::DeviceName> deviceName;
  r4::String modelNumber;
  One<r4::CodeableConcept> type;
  Many<r4::DeviceDefinition::Specialization> specialization;
  Many<r4::String> version;
  Many<r4::CodeableConcept> safety;
  Many<r4::ProductShelfLife> shelfLifeStorage;
  One<r4::ProdCharacteristic> physicalCharacteristics;
  Many<r4::CodeableConcept> languageCode;
  Many<r4::DeviceDefinition::Capability> capability;
  Many<r4::DeviceDefinition::Property> property;
  One<r4::Reference> owner;
  Many<r4::ContactPoint> contact;
  r4::Uri url;
  r4::Uri onlineInformation;
  Many<r4::Annotation> note;
  One<r4::Quantity> quantity;
  One<r4::Reference> parentDevice;
  Many<r4::DeviceDefinition::Material> material;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
