#include "engine/interaction/criteria.h"

#include <catch2/catch.hpp>

#include "fhir/r4/registry.h"

using namespace engine;

TEST_CASE("the same criteria are the same claim, in whatever order and however the answer is to look") {
  const auto& patient = *fhir::r4::resource_type("Patient");
  const auto claim = [&](const Parameters& criteria) { return claim_of(1, patient, criteria).hash; };
  const Parameters criteria{{"identifier", "a"}, {"active", "true"}};
  CHECK(claim({{"active", "true"}, {"identifier", "a"}}) == claim(criteria));
  CHECK(claim({{"identifier", "a"}, {"_format", "json"}, {"active", "true"}, {"_pretty", "true"}}) == claim(criteria));
  CHECK(claim({{"identifier", "a"}, {"active", "false"}}) != claim(criteria));
  CHECK(claim({{"identifier", "a"}}) != claim(criteria));
  CHECK(claim_of(2, patient, criteria).hash != claim(criteria));
  CHECK(claim_of(1, *fhir::r4::resource_type("Group"), criteria).hash != claim(criteria));
}
