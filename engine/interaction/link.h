#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "fhir/model/value.h"
#include "fhir/r4/datatypes.h"

/// Where the resources of a transaction speak of one another. https://hl7.org/fhir/R4/http.html#trules
namespace engine {

/// A text that may lead to another resource, and where it is in the model.
struct Link {
  fhir::Primitive* value = nullptr;
  std::string_view text;      ///< as the client sent it
  bool is_reference = false;  ///< Reference.reference; else a uri, url or narrative
  bool is_narrative = false;  ///< XHTML, whose attributes href and src may lead there
};

/// The links of a resource, contained resources and extensions included. What is inside the entries of a Bundle
/// belongs to that bundle and is left out.
std::vector<Link> links_of(fhir::Resource resource);

/// A Reference, and where it stands.
struct ReferenceAt {
  const fhir::r4::Reference* reference = nullptr;
  std::string path;                           ///< "Observation.subject"
  std::span<const std::string_view> targets;  ///< resource types it may name, "Resource" for any; empty: any
};

/// The References of a resource, as links_of() has its links.
std::vector<ReferenceAt> references_of(fhir::Resource resource);

/// A reference that says what to look for: "Practitioner?identifier=…". https://hl7.org/fhir/R4/http.html#trules
struct ConditionalReference {
  std::string_view type;   ///< "Practitioner", or what else stands there
  std::string_view query;  ///< "identifier=…"
};

/// Reads one, with a slash or `base` before it or without.
std::optional<ConditionalReference> conditional_reference(std::string_view text, std::string_view base);

/// The place of a transaction's entry.
struct Stored {
  std::string reference;       ///< "Patient/1"
  std::uint32_t version = 0;   ///< that it has there
  std::string_view version_id; ///< that it had where it came from; empty if it does not say
  std::size_t entry = 0;       ///< its index
};

/// A fullUrl, or what may lead to one, as they are compared: the hexadecimal digits of a urn:uuid are the same in either case.
/// https://www.rfc-editor.org/rfc/rfc4122#section-3
std::string comparable_url(std::string_view url);

/// The places of a transaction's entries by their fullUrl, as it is compared.
using StoredAs = std::unordered_map<std::string_view, Stored>;

/// True if a URL has a scheme, which all but relative references have.
bool is_absolute(std::string_view url);

/// "http://example.org/fhir" of "http://example.org/fhir/Patient/1"; empty if the URL is not of that form.
std::string_view root_of(std::string_view full_url);

/// The link's text where it leads to an entry: to the place that is stored as. `full_url` is that of the entry the link
/// is in: what is relative is so to it, or else to `base`, be it a reference, a uri, or in a narrative. One that names a
/// version still does so afterwards; `versions_of` takes the entries of which it does.
/// https://hl7.org/fhir/R4/bundle.html#references
std::optional<std::string> led_to_entry(const Link& link, std::string_view full_url, std::string_view base, const StoredAs& stored_as,
                                        std::vector<std::size_t>* versions_of = nullptr);

}  // namespace engine
