// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#include "fhir/r4/registry.h"

namespace fhir::r4 {
namespace {

constexpr std::string_view list_0[] = {"subject", };
constexpr std::string_view list_1[] = {"actor", };
constexpr std::string_view list_2[] = {"agent", };
constexpr std::string_view list_3[] = {"enterer", "performer-actor", };
constexpr std::string_view list_4[] = {"procedure-udi", "item-udi", "detail-udi", "subdetail-udi", };
constexpr std::string_view list_5[] = {"sender", "recipient", };
constexpr std::string_view list_6[] = {"author", };
constexpr std::string_view list_7[] = {"device", "subject", "requester", "performer", };
constexpr std::string_view list_8[] = {"device", };
constexpr std::string_view list_9[] = {"subject", "author", };
constexpr std::string_view list_10[] = {"member", };
constexpr std::string_view list_11[] = {"participant", };
constexpr std::string_view list_12[] = {"subject", "source", };
constexpr std::string_view list_13[] = {"target", };
constexpr std::string_view list_14[] = {"subject", "device", };
constexpr std::string_view list_15[] = {"performer", };
constexpr std::string_view list_16[] = {"performer", "requester", };
constexpr std::string_view list_17[] = {"requester", };
constexpr CompartmentMember members_device[] = {
    {"Account", list_0},
    {"Appointment", list_1},
    {"AppointmentResponse", list_1},
    {"AuditEvent", list_2},
    {"ChargeItem", list_3},
    {"Claim", list_4},
    {"Communication", list_5},
    {"CommunicationRequest", list_5},
    {"Composition", list_6},
    {"DetectedIssue", list_6},
    {"DeviceRequest", list_7},
    {"DeviceUseStatement", list_8},
    {"DiagnosticReport", list_0},
    {"DocumentManifest", list_9},
    {"DocumentReference", list_9},
    {"ExplanationOfBenefit", list_4},
    {"Flag", list_6},
    {"Group", list_10},
    {"Invoice", list_11},
    {"List", list_12},
    {"Media", list_0},
    {"MedicationAdministration", list_8},
    {"MessageHeader", list_13},
    {"Observation", list_14},
    {"Provenance", list_2},
    {"QuestionnaireResponse", list_6},
    {"RequestGroup", list_6},
    {"RiskAssessment", list_15},
    {"Schedule", list_1},
    {"ServiceRequest", list_16},
    {"Specimen", list_0},
    {"SupplyRequest", list_17},
};
constexpr std::string_view list_18[] = {"encounter", };
constexpr std::string_view list_19[] = {"context", };
constexpr std::string_view list_20[] = {"related-ref", };
constexpr std::string_view list_21[] = {"{def}", };
constexpr CompartmentMember members_encounter[] = {
    {"CarePlan", list_18},
    {"CareTeam", list_18},
    {"ChargeItem", list_19},
    {"Claim", list_18},
    {"ClinicalImpression", list_18},
    {"Communication", list_18},
    {"CommunicationRequest", list_18},
    {"Composition", list_18},
    {"Condition", list_18},
    {"DeviceRequest", list_18},
    {"DiagnosticReport", list_18},
    {"DocumentManifest", list_20},
    {"DocumentReference", list_18},
    {"Encounter", list_21},
    {"ExplanationOfBenefit", list_18},
    {"Media", list_18},
    {"MedicationAdministration", list_19},
    {"MedicationRequest", list_18},
    {"NutritionOrder", list_18},
    {"Observation", list_18},
    {"Procedure", list_18},
    {"QuestionnaireResponse", list_18},
    {"RequestGroup", list_18},
    {"ServiceRequest", list_18},
    {"VisionPrescription", list_18},
};
constexpr std::string_view list_22[] = {"patient", "recorder", "asserter", };
constexpr std::string_view list_23[] = {"patient", };
constexpr std::string_view list_24[] = {"patient", "author", };
constexpr std::string_view list_25[] = {"patient", "performer", };
constexpr std::string_view list_26[] = {"patient", "participant", };
constexpr std::string_view list_27[] = {"patient", "payee", };
constexpr std::string_view list_28[] = {"subject", "sender", "recipient", };
constexpr std::string_view list_29[] = {"subject", "sender", "recipient", "requester", };
constexpr std::string_view list_30[] = {"subject", "author", "attester", };
constexpr std::string_view list_31[] = {"patient", "asserter", };
constexpr std::string_view list_32[] = {"policy-holder", "subscriber", "beneficiary", "payor", };
constexpr std::string_view list_33[] = {"subject", "performer", };
constexpr std::string_view list_34[] = {"subject", "author", "recipient", };
constexpr std::string_view list_35[] = {"subject", "patient", "recipient", };
constexpr std::string_view list_36[] = {"patient", "performer", "subject", };
constexpr std::string_view list_37[] = {"subject", "patient", "receiver", };
constexpr std::string_view list_38[] = {"link", };
constexpr std::string_view list_39[] = {"subject", "participant", };
constexpr std::string_view list_40[] = {"individual", };
constexpr CompartmentMember members_patient[] = {
    {"Account", list_0},
    {"AdverseEvent", list_0},
    {"AllergyIntolerance", list_22},
    {"Appointment", list_1},
    {"AppointmentResponse", list_1},
    {"AuditEvent", list_23},
    {"Basic", list_24},
    {"BodyStructure", list_23},
    {"CarePlan", list_25},
    {"CareTeam", list_26},
    {"ChargeItem", list_0},
    {"Claim", list_27},
    {"ClaimResponse", list_23},
    {"ClinicalImpression", list_0},
    {"Communication", list_28},
    {"CommunicationRequest", list_29},
    {"Composition", list_30},
    {"Condition", list_31},
    {"Consent", list_23},
    {"Coverage", list_32},
    {"CoverageEligibilityRequest", list_23},
    {"CoverageEligibilityResponse", list_23},
    {"DetectedIssue", list_23},
    {"DeviceRequest", list_33},
    {"DeviceUseStatement", list_0},
    {"DiagnosticReport", list_0},
    {"DocumentManifest", list_34},
    {"DocumentReference", list_9},
    {"Encounter", list_23},
    {"EnrollmentRequest", list_0},
    {"EpisodeOfCare", list_23},
    {"ExplanationOfBenefit", list_27},
    {"FamilyMemberHistory", list_23},
    {"Flag", list_23},
    {"Goal", list_23},
    {"Group", list_10},
    {"ImagingStudy", list_23},
    {"Immunization", list_23},
    {"ImmunizationEvaluation", list_23},
    {"ImmunizationRecommendation", list_23},
    {"Invoice", list_35},
    {"List", list_12},
    {"MeasureReport", list_23},
    {"Media", list_0},
    {"MedicationAdministration", list_36},
    {"MedicationDispense", list_37},
    {"MedicationRequest", list_0},
    {"MedicationStatement", list_0},
    {"MolecularSequence", list_23},
    {"NutritionOrder", list_23},
    {"Observation", list_33},
    {"Patient", list_38},
    {"Person", list_23},
    {"Procedure", list_25},
    {"Provenance", list_23},
    {"QuestionnaireResponse", list_9},
    {"RelatedPerson", list_23},
    {"RequestGroup", list_39},
    {"ResearchSubject", list_40},
    {"RiskAssessment", list_0},
    {"Schedule", list_1},
    {"ServiceRequest", list_33},
    {"Specimen", list_0},
    {"SupplyDelivery", list_23},
    {"SupplyRequest", list_0},
    {"VisionPrescription", list_23},
};
constexpr std::string_view list_41[] = {"recorder", };
constexpr std::string_view list_42[] = {"recorder", "asserter", };
constexpr std::string_view list_43[] = {"enterer", "provider", "payee", "care-team", };
constexpr std::string_view list_44[] = {"requestor", };
constexpr std::string_view list_45[] = {"assessor", };
constexpr std::string_view list_46[] = {"sender", "recipient", "requester", };
constexpr std::string_view list_47[] = {"asserter", };
constexpr std::string_view list_48[] = {"enterer", "provider", };
constexpr std::string_view list_49[] = {"requester", "performer", };
constexpr std::string_view list_50[] = {"subject", "author", "authenticator", };
constexpr std::string_view list_51[] = {"practitioner", "participant", };
constexpr std::string_view list_52[] = {"care-manager", };
constexpr std::string_view list_53[] = {"source", };
constexpr std::string_view list_54[] = {"subject", "operator", };
constexpr std::string_view list_55[] = {"performer", "receiver", };
constexpr std::string_view list_56[] = {"receiver", "author", "responsible", "enterer", };
constexpr std::string_view list_57[] = {"provider", };
constexpr std::string_view list_58[] = {"general-practitioner", };
constexpr std::string_view list_59[] = {"practitioner", };
constexpr std::string_view list_60[] = {"author", "source", };
constexpr std::string_view list_61[] = {"participant", "author", };
constexpr std::string_view list_62[] = {"principalinvestigator", };
constexpr std::string_view list_63[] = {"collector", };
constexpr std::string_view list_64[] = {"supplier", "receiver", };
constexpr std::string_view list_65[] = {"prescriber", };
constexpr CompartmentMember members_practitioner[] = {
    {"Account", list_0},
    {"AdverseEvent", list_41},
    {"AllergyIntolerance", list_42},
    {"Appointment", list_1},
    {"AppointmentResponse", list_1},
    {"AuditEvent", list_2},
    {"Basic", list_6},
    {"CarePlan", list_15},
    {"CareTeam", list_11},
    {"ChargeItem", list_3},
    {"Claim", list_43},
    {"ClaimResponse", list_44},
    {"ClinicalImpression", list_45},
    {"Communication", list_5},
    {"CommunicationRequest", list_46},
    {"Composition", list_30},
    {"Condition", list_47},
    {"CoverageEligibilityRequest", list_48},
    {"CoverageEligibilityResponse", list_44},
    {"DetectedIssue", list_6},
    {"DeviceRequest", list_49},
    {"DiagnosticReport", list_15},
    {"DocumentManifest", list_34},
    {"DocumentReference", list_50},
    {"Encounter", list_51},
    {"EpisodeOfCare", list_52},
    {"ExplanationOfBenefit", list_43},
    {"Flag", list_6},
    {"Group", list_10},
    {"Immunization", list_15},
    {"Invoice", list_11},
    {"Linkage", list_6},
    {"List", list_53},
    {"Media", list_54},
    {"MedicationAdministration", list_15},
    {"MedicationDispense", list_55},
    {"MedicationRequest", list_17},
    {"MedicationStatement", list_53},
    {"MessageHeader", list_56},
    {"NutritionOrder", list_57},
    {"Observation", list_15},
    {"Patient", list_58},
    {"PaymentNotice", list_57},
    {"PaymentReconciliation", list_44},
    {"Person", list_59},
    {"Practitioner", list_21},
    {"PractitionerRole", list_59},
    {"Procedure", list_15},
    {"Provenance", list_2},
    {"QuestionnaireResponse", list_60},
    {"RequestGroup", list_61},
    {"ResearchStudy", list_62},
    {"RiskAssessment", list_15},
    {"Schedule", list_1},
    {"ServiceRequest", list_16},
    {"Specimen", list_63},
    {"SupplyDelivery", list_64},
    {"SupplyRequest", list_17},
    {"VisionPrescription", list_65},
};
constexpr std::string_view list_66[] = {"payee", };
constexpr std::string_view list_67[] = {"policy-holder", "subscriber", "payor", };
constexpr std::string_view list_68[] = {"author", "recipient", };
constexpr std::string_view list_69[] = {"recipient", };
constexpr CompartmentMember members_related_person[] = {
    {"AdverseEvent", list_41},
    {"AllergyIntolerance", list_47},
    {"Appointment", list_1},
    {"AppointmentResponse", list_1},
    {"Basic", list_6},
    {"CarePlan", list_15},
    {"CareTeam", list_11},
    {"ChargeItem", list_3},
    {"Claim", list_66},
    {"Communication", list_5},
    {"CommunicationRequest", list_46},
    {"Composition", list_6},
    {"Condition", list_47},
    {"Coverage", list_67},
    {"DocumentManifest", list_68},
    {"DocumentReference", list_6},
    {"Encounter", list_11},
    {"ExplanationOfBenefit", list_66},
    {"Invoice", list_69},
    {"MedicationAdministration", list_15},
    {"MedicationStatement", list_53},
    {"Observation", list_15},
    {"Patient", list_38},
    {"Person", list_38},
    {"Procedure", list_15},
    {"Provenance", list_2},
    {"QuestionnaireResponse", list_60},
    {"RelatedPerson", list_21},
    {"RequestGroup", list_11},
    {"Schedule", list_1},
    {"ServiceRequest", list_15},
    {"SupplyRequest", list_17},
};

constexpr Compartment all[] = {
    {"Device", members_device},
    {"Encounter", members_encounter},
    {"Patient", members_patient},
    {"Practitioner", members_practitioner},
    {"RelatedPerson", members_related_person},
};

}  // namespace

std::span<const Compartment> compartments() { return all; }

}  // namespace fhir::r4
