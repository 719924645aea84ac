#include <catch2/catch.hpp>

#include "src/http/entrance.h"

using namespace setu::http;

TEST_CASE("the FHIR interface is at /fhir and, for each tenant, at /t/<tenant>/fhir") {
  const auto plain = entrance_of("/fhir/Patient/1");
  REQUIRE(plain);
  CHECK(plain->base == "/fhir");
  CHECK_FALSE(plain->tenant);
  CHECK(plain->rest == "/Patient/1");
  const auto tenant = entrance_of("/t/north/fhir/Patient");
  REQUIRE(tenant);
  CHECK(tenant->base == "/t/north/fhir");
  CHECK(tenant->tenant == "north");
  CHECK(tenant->rest == "/Patient");
  CHECK(entrance_of("/fhir"));
  CHECK(entrance_of("/t/x/fhir"));
  for (const auto path : {"/", "", "/fhirx", "/t/fhir", "/t//fhir", "/t/x/fhirs", "/metrics", "/health/live", "/FHIR"}) {
    INFO(path);
    CHECK_FALSE(entrance_of(path));
  }
}
