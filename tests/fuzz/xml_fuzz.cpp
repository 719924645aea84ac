#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "fhir/json/write.h"
#include "fhir/xml/read.h"
#include "fhir/xml/write.h"

/// Any bytes are refused or read; what was read is written, and reads again as the same resource, also by way of JSON.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fhir::Arena arena;
  const auto resource = fhir::xml::read({reinterpret_cast<const char*>(data), size}, arena);
  if (!resource) return 0;
  std::string xml, once, twice;
  fhir::xml::write(*resource, xml);
  const auto again = fhir::xml::read(xml, arena);
  if (!again) std::abort();
  fhir::json::write(*resource, once);
  fhir::json::write(*again, twice);
  if (once != twice) std::abort();
  if (!fhir::json::read(once, arena)) std::abort();
  return 0;
}
