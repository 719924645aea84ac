#pragma once

#include <string_view>
#include <vector>

#include "fhir/model/value.h"

/// Where the resources of a transaction speak of one another. https://hl7.org/fhir/R4/http.html#trules
namespace engine {

/// A text that may lead to another resource, and where it is in the model.
struct Link {
  fhir::Primitive* value = nullptr;
  std::string_view text;      ///< as the client sent it
  bool is_reference = false;  ///< Reference.reference; else a uri, url, oid, uuid, canonical or narrative
  bool is_narrative = false;  ///< XHTML, whose attributes href and src may lead there
};

/// The links of a resource, contained resources and extensions included. What is inside the entries of a Bundle
/// belongs to that bundle and is left out.
std::vector<Link> links_of(fhir::Resource resource);

}  // namespace engine
