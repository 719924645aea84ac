#pragma once

#include <string_view>

#include "fhir/model/descriptor.h"

namespace engine::index {

/// What the text of a reference, uri or canonical leads to. Views are into the text that was read.
struct Target {
  enum class Kind : unsigned char {
    none,      ///< nothing that can be searched: empty, or "#…" inside the resource itself
    resource,  ///< a resource of this server: type and id
    url,       ///< anything else: an absolute URL elsewhere, a urn, a canonical
  } kind = Kind::none;
  const fhir::Descriptor* type = nullptr;
  std::string_view id;
  std::string_view url;      ///< without the version
  std::string_view version;  ///< what stood behind "|" or "/_history/"; empty if nothing did
};

/// Reads the forms "Type/id", "Type/id/_history/1", `base` before either of them, "url|version", "urn:uuid:…".
/// `base` is the service base URL without a trailing slash.
/// https://hl7.org/fhir/R4/references.html#literal
Target target_of(std::string_view text, std::string_view base);

/// The resource type that the URL of a resource elsewhere names, or empty: "Patient" of "http://other.example/fhir/Patient/1".
std::string_view type_in_url(std::string_view url);

/// https://hl7.org/fhir/R4/datatypes.html#id
bool is_id(std::string_view text);

}  // namespace engine::index
