#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/interaction/interaction.h"
#include "fhir/r4/bundle.h"
#include "fhir/result.h"

namespace engine {

/// What an entry of a batch asks for, or why that is not to be done.
struct BatchEntry {
  std::size_t at = 0;  ///< its index
  fhir::Resource resource;
  fhir::Result<Interaction> interaction;
};

/// The entries of a batch in the order they are carried out: DELETE, POST, PUT and PATCH, GET, each in the bundle's. A
/// history that became one has its own. Refused are entries that cannot be read, those that write what another one writes, and
/// those that refer to another one by its urn, which only a transaction would replace.
/// https://hl7.org/fhir/R4/http.html#brules
std::vector<BatchEntry> batch_entries(const fhir::r4::Bundle& bundle, const Interaction& interaction);

/// The entry that an issue's expression is in, if it is in one: 3 of "Bundle.entry[3].resource".
std::optional<std::size_t> entry_at(std::string_view expression);

}  // namespace engine
