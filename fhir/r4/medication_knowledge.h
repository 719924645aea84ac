// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/r4/datatypes.h"

namespace fhir::r4 {

struct MedicationKnowledge {
  struct RelatedMedicationKnowledge;
  struct Monograph;
  struct Ingredient;
  struct Cost;
  struct MonitoringProgram;
  struct AdministrationGuidelines;
  struct MedicineClassification;
  struct Packaging;
  struct DrugCharacteristic;
  struct Regulatory;
  struct Kinetics;
  struct RelatedMedicationKnowledge {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> type;
    Many<r4::Reference> reference;
    static const Descriptor descriptor;
  };
  struct Monograph {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> type;
    One<r4::Reference> source;
    static const Descriptor descriptor;
  };
  struct Ingredient {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Choice item;
    r4::Boolean isActive;
    One<r4::Ratio> strength;
    static const Descriptor descriptor;
  };
  struct Cost {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> type;
    r4::String source;
    One<r4::Money> cost;
    static const Descriptor descriptor;
  };
  struct MonitoringProgram {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> type;
    r4::String name;
    static const Descriptor descriptor;
  };
  struct AdministrationGuidelines {
    struct Dosage;
    struct PatientCharacteristics;
    struct Dosage {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::CodeableConcept> type;
      Many<r4::Dosage> dosage;
      static const Descriptor descriptor;
    };
    struct PatientCharacteristics {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      Choice characteristic;
      Many<r4::String> value;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::MedicationKnowledge::AdministrationGuidelines::Dosage> dosage;
    Choice indication;
    Many<r4::MedicationKnowledge::AdministrationGuidelines::PatientCharacteristics> patientCharacteristics;
    static const Descriptor descriptor;
  };
  struct MedicineClassification {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> type;
    Many<r4::CodeableConcept> classification;
    static const Descriptor descriptor;
  };
  struct Packaging {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> type;
    One<r4::Quantity> quantity;
    static const Descriptor descriptor;
  };
  struct DrugCharacteristic {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::CodeableConcept> type;
    Choice value;
    static const Descriptor descriptor;
  };
  struct Regulatory {
    struct Substitution;
    struct Schedule;
    struct MaxDispense;
    struct Substitution {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::CodeableConcept> type;
      r4::Boolean allowed;
      static const Descriptor descriptor;
    };
    struct Schedule {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::CodeableConcept> schedule;
      static const Descriptor descriptor;
    };
    struct MaxDispense {
      r4::String id;
      Many<r4::Extension> extension;
      Many<r4::Extension> modifierExtension;
      One<r4::Quantity> quantity;
      One<r4::Duration> period;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    One<r4::Reference> regulatoryAuthority;
    Many<r4::MedicationKnowledge::Regulatory::Substitution> substitution;
    Many<r4::MedicationKnowledge::Regulatory::Schedule> schedule;
    One<r4::MedicationKnowledge::Regulatory::MaxDispense> maxDispense;
    static const Descriptor descriptor;
  };
  struct Kinetics {
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::Extension> modifierExtension;
    Many<r4::Quantity> areaUnderCurve;
    Many<r4::Quantity> lethalDose50;
    One<r4::Duration> halfLifePeriod;
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
  One<r4::CodeableConcept> code;
  r4::Code status;
  One<r4::Reference> manufacturer;
  One<r4::CodeableConcept> doseForm;
  One<r4::Quantity> amount;
  Many<r4::String> synonym;
  Many<r4::MedicationKnowledge::RelatedMedicationKnowledge> relatedMedicationKnowledge;
  Many<r4::Reference> associatedMedication;
  Many<r4::CodeableConcept> productType;
  Many<r4::MedicationKnowledge::Monograph> monograph;
  Many<r4::MedicationKnowledge::Ingredient> ingredient;
  r4::Markdown preparationInstruction;
  Many<r4::CodeableConcept> intendedRoute;
  Many<r4::MedicationKnowledge::Cost> cost;
  Many<r4::MedicationKnowledge::MonitoringProgram> monitoringProgram;
  Many<r4::MedicationKnowledge::AdministrationGuidelines> administrationGuidelines;
  Many<r4::MedicationKnowledge::MedicineClassification> medicineClassification;
  One<r4::MedicationKnowledge::Packaging> packaging;
  Many<r4::MedicationKnowledge::DrugCharacteristic> drugCharacteristic;
  Many<r4::Reference> contraindication;
  Many<r4::MedicationKnowledge::Regulatory> regulatory;
  Many<r4::MedicationKnowledge::Kinetics> kinetics;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
