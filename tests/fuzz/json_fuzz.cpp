#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "fhir/json/read.h"
#include "fhir/json/write.h"
#include "fhir/xml/read.h"
#include "fhir/xml/write.h"

/// Any bytes are refused or read; what was read is written, and reads again to the same text, also by way of XML.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fhir::Arena arena;
  const auto resource = fhir::json::read({reinterpret_cast<const char*>(data), size}, arena);
  if (!resource) return 0;
  std::string once, twice;
  fhir::json::write(*resource, once);
  const auto again = fhir::json::read(once, arena);
  if (!again) std::abort();
  fhir::json::write(*again, twice);
  if (once != twice) std::abort();
  std::string xml, by_xml;
  fhir::xml::write(*resource, xml);
  const auto from_xml = fhir::xml::read(xml, arena);
  if (!from_xml) std::abort();
  fhir::json::write(*from_xml, by_xml);
  if (once != by_xml) std::abort();
  return 0;
}
