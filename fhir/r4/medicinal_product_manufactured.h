// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct MedicinalProductManufactured {
  r4::Id id;
  One<r4::Meta> meta;
  r4::Uri implicitRules;
  r4::Code language;
  One<r4::Narrative> text;
  Many<Resource> contained;
  Many<r4::Extension> extension;
  Many<r4::Extension> modifierExtension;
  One<r4::CodeableConcept> manufacturedDoseForm;
  One<r4::CodeableConcept> unitOfPresentation;
  One<r4::Quantity> quantity;
  Many<r4::Reference> manufacturer;
  Many<r4::Reference> ingredient;
  One<r4::ProdCharacteristic> physicalCharacteristics;
  Many<r4::CodeableConcept> otherCharacteristics;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
