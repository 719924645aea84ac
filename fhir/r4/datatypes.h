// Written by fhir/generator from HL7's definitions of FHIR 4.0.1. Change the generator, not this file.
#pragma once

#include "fhir/model/primitive_types.h"

namespace fhir::r4 {

struct Address;
struct Age;
struct Annotation;
struct Attachment;
struct CodeableConcept;
struct Coding;
struct ContactDetail;
struct ContactPoint;
struct Contributor;
struct Count;
struct DataRequirement;
struct Distance;
struct Dosage;
struct Duration;
struct ElementDefinition;
struct Expression;
struct Extension;
struct HumanName;
struct Identifier;
struct MarketingStatus;
struct Meta;
struct Money;
struct Narrative;
struct ParameterDefinition;
struct Period;
struct Population;
struct ProdCharacteristic;
struct ProductShelfLife;
struct Quantity;
struct Range;
struct Ratio;
struct Reference;
struct RelatedArtifact;
struct SampledData;
struct Signature;
struct SubstanceAmount;
struct Timing;
struct TriggerDefinition;
struct UsageContext;

struct Address {
  r4::String id;
  Many<r4::Extension> extension;
  r4::Code use;
  r4::Code type;
  r4::String text;
  Many<r4::String> line;
  r4::String city;
  r4::String district;
  r4::String state;
  r4::String postalCode;
  r4::String country;
  One<r4::Period> period;
  static const Descriptor descriptor;
};

struct Age {
  r4::String id;
  Many<r4::Extension> extension;
  r4::Decimal value;
  r4::Code comparator;
  r4::String unit;
  r4::Uri system;
  r4::Code code;
  static const Descriptor descriptor;
};

struct Annotation {
  r4::String id;
  Many<r4::Extension> extension;
  Choice author;
  r4::DateTime time;
  r4::Markdown text;
  static const Descriptor descriptor;
};

struct Attachment {
  r4::String id;
  Many<r4::Extension> extension;
  r4::Code contentType;
  r4::Code language;
  r4::Base64Binary data;
  r4::Url url;
  r4::UnsignedInt size;
  r4::Base64Binary hash;
  r4::String title;
  r4::DateTime creation;
  static const Descriptor descriptor;
};

struct CodeableConcept {
  r4::String id;
  Many<r4::Extension> extension;
  Many<r4::Coding> coding;
  r4::String text;
  static const Descriptor descriptor;
};

struct Coding {
  r4::String id;
  Many<r4::Extension> extension;
  r4::Uri system;
  r4::String version;
  r4::Code code;
  r4::String display;
  r4::Boolean userSelected;
  static const Descriptor descriptor;
};

struct ContactDetail {
  r4::String id;
  Many<r4::Extension> extension;
  r4::String name;
  Many<r4::ContactPoint> telecom;
  static const Descriptor descriptor;
};

struct ContactPoint {
  r4::String id;
  Many<r4::Extension> extension;
  r4::Code system;
  r4::String value;
  r4::Code use;
  r4::PositiveInt rank;
  One<r4::Period> period;
  static const Descriptor descriptor;
};

struct Contributor {
  r4::String id;
  Many<r4::Extension> extension;
  r4::Code type;
  r4::String name;
  Many<r4::ContactDetail> contact;
  static const Descriptor descriptor;
};

struct Count {
  r4::String id;
  Many<r4::Extension> extension;
  r4::Decimal value;
  r4::Code comparator;
  r4::String unit;
  r4::Uri system;
  r4::Code code;
  static const Descriptor descriptor;
};

struct DataRequirement {
  struct CodeFilter;
  struct DateFilter;
  struct Sort;
  struct CodeFilter {
    r4::String id;
    Many<r4::Extension> extension;
    r4::String path;
    r4::String searchParam;
    r4::Canonical valueSet;
    Many<r4::Coding> code;
    static const Descriptor descriptor;
  };
  struct DateFilter {
    r4::String id;
    Many<r4::Extension> extension;
    r4::String path;
    r4::String searchParam;
    Choice value;
    static const Descriptor descriptor;
  };
  struct Sort {
    r4::String id;
    Many<r4::Extension> extension;
    r4::String path;
    r4::Code direction;
    static const Descriptor descriptor;
  };
  r4::String id;
  Many<r4::Extension> extension;
  r4::Code type;
  Many<r4::Canonical> profile;
  Choice subject;
  Many<r4::String> mustSupport;
  Many<r4::DataRequirement::CodeFilter> codeFilter;
  Many<r4::DataRequirement::DateFilter> dateFilter;
  r4::PositiveInt limit;
  Many<r4::DataRequirement::Sort> sort;
  static const Descriptor descriptor;
};

struct Distance {
  r4::String id;
  Many<r4::Extension> extension;
  r4::Decimal value;
  r4::Code comparator;
  r4::String unit;
  r4::Uri system;
  r4::Code code;
  static const Descriptor descriptor;
};

struct Dosage {
  struct DoseAndRate;
  struct DoseAndRate {
    r4::String id;
    Many<r4::Extension> extension;
    One<r4::CodeableConcept> type;
    Choice dose;
    Choice rate;
    static const Descriptor descriptor;
  };
  r4::String id;
  Many<r4::Extension> extension;
  Many<r4::Extension> modifierExtension;
  r4::Integer sequence;
  r4::String text;
  Many<r4::CodeableConcept> additionalInstruction;
  r4::String patientInstruction;
  One<r4::Timing> timing;
  Choice asNeeded;
  One<r4::CodeableConcept> site;
  One<r4::CodeableConcept> route;
  One<r4::CodeableConcept> method;
  Many<r4::Dosage::DoseAndRate> doseAndRate;
  One<r4::Ratio> maxDosePerPeriod;
  One<r4::Quantity> maxDosePerAdministration;
  One<r4::Quantity> maxDosePerLifetime;
  static const Descriptor descriptor;
};

struct Duration {
  r4::String id;
  Many<r4::Extension> extension;
  r4::Decimal value;
  r4::Code comparator;
  r4::String unit;
  r4::Uri system;
  r4::Code code;
  static const Descriptor descriptor;
};

struct ElementDefinition {
  struct Slicing;
  struct Base;
  struct Type;
  struct Example;
  struct Constraint;
  struct Binding;
  struct Mapping;
  struct Slicing {
    struct Discriminator;
    struct Discriminator {
      r4::String id;
      Many<r4::Extension> extension;
      r4::Code type;
      r4::String path;
      static const Descriptor descriptor;
    };
    r4::String id;
    Many<r4::Extension> extension;
    Many<r4::ElementDefinition::Slicing::Discriminator> discriminator;
    r4::String description;
    r4::Boolean ordered;
    r4::Code rules;
    static const Descriptor descriptor;
  };
  struct Base {
    r4::String id;
    Many<r4::Extension> extension;
    r4::String path;
    r4::UnsignedInt min;
    r4::String max;
    static const Descriptor descriptor;
  };
  struct Type {
    r4::String id;
    Many<r4::Extension> extension;
    r4::Uri code;
    Many<r4::Canonical> profile;
    Many<r4::Canonical> targetProfile;
    Many<r4::Code> aggregation;
    r4::Code versioning;
    static const Descriptor descriptor;
  };
  struct Example {
    r4::String id;
    Many<r4::Extension> extension;
    r4::String label;
    Choice value;
    static const Descriptor descriptor;
  };
  struct Constraint {
    r4::String id;
    Many<r4::Extension> extension;
    r4::Id key;
    r4::String requirements;
    r4::Code severity;
    r4::String human;
    r4::String expression;
    r4::String xpath;
    r4::Canonical source;
    static const Descriptor descriptor;
  };
  struct Binding {
    r4::String id;
    Many<r4::Extension> extension;
    r4::Code strength;
    r4::String description;
    r4::Canonical valueSet;
    static const Descriptor descriptor;
  };
  struct Mapping {
    r4::String id;
    Many<r4::Extension> extension;
    r4::Id identity;
    r4::Code language;
    r4::String map;
    r4::String comment;
    static const Descriptor descriptor;
  };
  r4::String id;
  Many<r4::Extension> extension;
  Many<r4::Extension> modifierExtension;
  r4::String path;
  Many<r4::Code> representation;
  r4::String sliceName;
  r4::Boolean sliceIsConstraining;
  r4::String label;
  Many<r4::Coding> code;
  One<r4::ElementDefinition::Slicing> slicing;
  r4::String short_;
  r4::Markdown definition;
  r4::Markdown comment;
  r4::Markdown requirements;
  Many<r4::String> alias;
  r4::UnsignedInt min;
  r4::String max;
  One<r4::ElementDefinition::Base> base;
  r4::Uri contentReference;
  Many<r4::ElementDefinition::Type> type;
  Choice defaultValue;
  r4::Markdown meaningWhenMissing;
  r4::String orderMeaning;
  Choice fixed;
  Choice pattern;
  Many<r4::ElementDefinition::Example> example;
  Choice minValue;
  Choice maxValue;
  r4::Integer maxLength;
  Many<r4::Id> condition;
  Many<r4::ElementDefinition::Constraint> constraint;
  r4::Boolean mustSupport;
  r4::Boolean isModifier;
  r4::String isModifierReason;
  r4::Boolean isSummary;
  One<r4::ElementDefinition::Binding> binding;
  Many<r4::ElementDefinition::Mapping> mapping;
  static const Descriptor descriptor;
};

struct Expression {
  r4::String id;
  Many<r4::Extension> extension;
  r4::String description;
  r4::Id name;
  r4::Code language;
  r4::String expression;
  r4::Uri reference;
  static const Descriptor descriptor;
};

struct Extension {
  r4::String id;
  Many<r4::Extension> extension;
  r4::String url;
  Choice value;
  static const Descriptor descriptor;
};

struct HumanName {
  r4::String id;
  Many<r4::Extension> extension;
  r4::Code use;
  r4::String text;
  r4::String family;
  Many<r4::String> given;
  Many<r4::String> prefix;
  Many<r4::String> suffix;
  One<r4::Period> period;
  static const Descriptor descriptor;
};

struct Identifier {
  r4::String id;
  Many<r4::Extension> extension;
  r4::Code use;
  One<r4::CodeableConcept> type;
  r4::Uri system;
  r4::String value;
  One<r4::Period> period;
  One<r4::Reference> assigner;
  static const Descriptor descriptor;
};

struct MarketingStatus {
  r4::String id;
  Many<r4::Extension> extension;
  Many<r4::Extension> modifierExtension;
  One<r4::CodeableConcept> country;
  One<r4::CodeableConcept> jurisdiction;
  One<r4::CodeableConcept> status;
  One<r4::Period> dateRange;
  r4::DateTime restoreDate;
  static const Descriptor descriptor;
};

struct Meta {
  r4::String id;
  Many<r4::Extension> extension;
  r4::Id versionId;
  r4::Instant lastUpdated;
  r4::Uri source;
  Many<r4::Canonical> profile;
  Many<r4::Coding> security;
  Many<r4::Coding> tag;
  static const Descriptor descriptor;
};

struct Money {
  r4::String id;
  Many<r4::Extension> extension;
  r4::Decimal value;
  r4::Code currency;
  static const Descriptor descriptor;
};

struct Narrative {
  r4::String id;
  Many<r4::Extension> extension;
  r4::Code status;
  r4::Xhtml div;
  static const Descriptor descriptor;
};

struct ParameterDefinition {
  r4::String id;
  Many<r4::Extension> extension;
  r4::Code name;
  r4::Code use;
  r4::Integer min;
  r4::String max;
  r4::String documentation;
  r4::Code type;
  r4::Canonical profile;
  static const Descriptor descriptor;
};

struct Period {
  r4::String id;
  Many<r4::Extension> extension;
  r4::DateTime start;
  r4::DateTime end;
  static const Descriptor descriptor;
};

struct Population {
  r4::String id;
  Many<r4::Extension> extension;
  Many<r4::Extension> modifierExtension;
  Choice age;
  One<r4::CodeableConcept> gender;
  One<r4::CodeableConcept> race;
  One<r4::CodeableConcept> physiologicalCondition;
  static const Descriptor descriptor;
};

struct ProdCharacteristic {
  r4::String id;
  Many<r4::Extension> extension;
  Many<r4::Extension> modifierExtension;
  One<r4::Quantity> height;
  One<r4::Quantity> width;
  One<r4::Quantity> depth;
  One<r4::Quantity> weight;
  One<r4::Quantity> nominalVolume;
  One<r4::Quantity> externalDiameter;
  r4::String shape;
  Many<r4::String> color;
  Many<r4::String> imprint;
  Many<r4::Attachment> image;
  One<r4::CodeableConcept> scoring;
  static const Descriptor descriptor;
};

struct ProductShelfLife {
  r4::String id;
  Many<r4::Extension> extension;
  Many<r4::Extension> modifierExtension;
  One<r4::Identifier> identifier;
  One<r4::CodeableConcept> type;
  One<r4::Quantity> period;
  Many<r4::CodeableConcept> specialPrecautionsForStorage;
  static const Descriptor descriptor;
};

struct Quantity {
  r4::String id;
  Many<r4::Extension> extension;
  r4::Decimal value;
  r4::Code comparator;
  r4::String unit;
  r4::Uri system;
  r4::Code code;
  static const Descriptor descriptor;
};

struct Range {
  r4::String id;
  Many<r4::Extension> extension;
  One<r4::Quantity> low;
  One<r4::Quantity> high;
  static const Descriptor descriptor;
};

struct Ratio {
  r4::String id;
  Many<r4::Extension> extension;
  One<r4::Quantity> numerator;
  One<r4::Quantity> denominator;
  static const Descriptor descriptor;
};

struct Reference {
  r4::String id;
  Many<r4::Extension> extension;
  r4::String reference;
  r4::Uri type;
  One<r4::Identifier> identifier;
  r4::String display;
  static const Descriptor descriptor;
};

struct RelatedArtifact {
  r4::String id;
  Many<r4::Extension> extension;
  r4::Code type;
  r4::String label;
  r4::String display;
  r4::Markdown citation;
  r4::Url url;
  One<r4::Attachment> document;
  r4::Canonical resource;
  static const Descriptor descriptor;
};

struct SampledData {
  r4::String id;
  Many<r4::Extension> extension;
  One<r4::Quantity> origin;
  r4::Decimal period;
  r4::Decimal factor;
  r4::Decimal lowerLimit;
  r4::Decimal upperLimit;
  r4::PositiveInt dimensions;
  r4::String data;
  static const Descriptor descriptor;
};

struct Signature {
  r4::String id;
  Many<r4::Extension> extension;
  Many<r4::Coding> type;
  r4::Instant when;
  One<r4::Reference> who;
  One<r4::Reference> onBehalfOf;
  r4::Code targetFormat;
  r4::Code sigFormat;
  r4::Base64Binary data;
  static const Descriptor descriptor;
};

struct SubstanceAmount {
  struct ReferenceRange;
  struct ReferenceRange {
    r4::String id;
    Many<r4::Extension> extension;
    One<r4::Quantity> lowLimit;
    One<r4::Quantity> highLimit;
    static const Descriptor descriptor;
  };
  r4::String id;
  Many<r4::Extension> extension;
  Many<r4::Extension> modifierExtension;
  Choice amount;
  One<r4::CodeableConcept> amountType;
  r4::String amountText;
  One<r4::SubstanceAmount::ReferenceRange> referenceRange;
  static const Descriptor descriptor;
};

struct Timing {
  struct Repeat;
  struct Repeat {
    r4::String id;
    Many<r4::Extension> extension;
    Choice bounds;
    r4::PositiveInt count;
    r4::PositiveInt countMax;
    r4::Decimal duration;
    r4::Decimal durationMax;
    r4::Code durationUnit;
    r4::PositiveInt frequency;
    r4::PositiveInt frequencyMax;
    r4::Decimal period;
    r4::Decimal periodMax;
    r4::Code periodUnit;
    Many<r4::Code> dayOfWeek;
    Many<r4::Time> timeOfDay;
    Many<r4::Code> when;
    r4::UnsignedInt offset;
    static const Descriptor descriptor;
  };
  r4::String id;
  Many<r4::Extension> extension;
  Many<r4::Extension> modifierExtension;
  Many<r4::DateTime> event;
  One<r4::Timing::Repeat> repeat;
  One<r4::CodeableConcept> code;
  static const Descriptor descriptor;
};

struct TriggerDefinition {
  r4::String id;
  Many<r4::Extension> extension;
  r4::Code type;
  r4::String name;
  Choice timing;
  Many<r4::DataRequirement> data;
  One<r4::Expression> condition;
  static const Descriptor descriptor;
};

struct UsageContext {
  r4::String id;
  Many<r4::Extension> extension;
  One<r4::Coding> code;
  Choice value;
  static const Descriptor descriptor;
};

}  // namespace fhir::r4
