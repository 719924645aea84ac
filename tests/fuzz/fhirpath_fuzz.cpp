#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string_view>

#include "fhir/json/read.h"
#include "fhir/path/evaluate.h"
#include "fhir/path/print.h"

namespace {

constexpr std::string_view patient = R"({
  "resourceType": "Patient", "id": "p1", "active": true,
  "contained": [{"resourceType": "Organization", "id": "o1", "name": "Clinic"}],
  "extension": [{"url": "http://example.org/weight", "valueQuantity": {"value": 70.50, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"}}],
  "name": [{"use": "official", "family": "Ångström", "given": ["Peter", "James"]}, {"use": "usual", "given": ["Jim"]}],
  "birthDate": "1974-12-25", "deceasedBoolean": false, "multipleBirthInteger": 2,
  "managingOrganization": {"reference": "#o1"}
})";

}  // namespace

/// Any text is refused or compiled; what was compiled is the same after a way through bytes, and evaluates within its
/// limits. Any bytes are refused as a compiled expression, or evaluate.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fhir::Arena arena;
  const auto resource = fhir::json::read(patient, arena);
  if (!resource) std::abort();
  fhir::path::Environment environment;
  environment.now = 0;
  environment.limits.steps = 20'000;
  environment.limits.values = 10'000;
  environment.limits.bytes = 8 * 1024 * 1024;

  if (const auto damaged = fhir::path::Expression::from_bytes(std::as_bytes(std::span(data, size)))) {
    (void)static_cast<bool>(fhir::path::evaluate(*damaged, *resource, arena, environment));
  }
  const auto expression = fhir::path::compile({reinterpret_cast<const char*>(data), size});
  if (!expression) return 0;
  const auto bytes = expression->bytes();
  const auto again = fhir::path::Expression::from_bytes(bytes);
  if (!again || again->bytes() != bytes) std::abort();
  if (const auto values = fhir::path::evaluate(*again, *resource, arena, environment)) (void)fhir::path::to_json(*values);
  return 0;
}
