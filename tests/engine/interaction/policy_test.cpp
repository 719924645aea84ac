#include "engine/interaction/policy.h"

#include <catch2/catch.hpp>

#include "fhir/r4/registry.h"

using namespace engine;

TEST_CASE("a rule for references has exceptions by type") {
  Policy policy;
  REQUIRE(read_integrity("enforced,Observation=off,Patient=logical", policy));
  CHECK(policy.integrity_of(*fhir::r4::resource_type("Encounter")) == Integrity::enforced);
  CHECK(policy.integrity_of(*fhir::r4::resource_type("Observation")) == Integrity::off);
  CHECK(policy.integrity_of(*fhir::r4::resource_type("Patient")) == Integrity::logical);
  CHECK(policy.enforces());

  Policy of_one;
  REQUIRE(read_integrity("Observation=enforced", of_one));
  CHECK(of_one.integrity_of(*fhir::r4::resource_type("Encounter")) == Integrity::off);
  CHECK(of_one.enforces());
  CHECK_FALSE(standard_policy.enforces());
  CHECK(policy != of_one);
}

TEST_CASE("a rule for references that is none is refused by name") {
  Policy policy;
  const auto type = read_integrity("Pateint=off", policy);
  REQUIRE_FALSE(type);
  CHECK(type.outcome().issues[0].text.find("did you mean 'Patient'?") != std::string::npos);
  for (const char* rule : {"strict", "Patient=strict", "=off", "enforced off", "Patient"}) {
    INFO(rule);
    CHECK_FALSE(read_integrity(rule, policy));
  }
}
