#pragma once

#include <memory>
#include <string_view>

#include "engine/index/custom.h"
#include "engine/interaction/interaction.h"
#include "fhir/result.h"

/// Searches that have a name. https://hl7.org/fhir/R4/search.html#query
namespace engine::search {

constexpr std::string_view query_parameter = "_query";

/// What `_query` of a search came to.
struct Named {
  const index::NamedQuery* query = nullptr;  ///< null: there was none
  Parameters parameters;                     ///< of its template, with the client's values in place

  /// True if a parameter of the client's has been used up by it.
  bool takes(std::string_view name) const;
};

/// Finds the query that a search names, and fills its template. A value can be no more than its parameter's definition says:
/// the characters that mean something in a search stand for themselves in it, unless it is read as a search parameter.
fhir::Result<Named> read_named(const Interaction& interaction, const index::CustomParameters& custom);

/// Whether an OperationDefinition in use can be answered beside all that are in `all`, itself among them. All that is wrong
/// is in the outcome (422), with its place in the resource.
fhir::Result<void> check(const fhir::r4::OperationDefinition& resource, std::string_view id, const std::shared_ptr<const index::CustomParameters>& all);

}  // namespace engine::search
