#pragma once

#include <string_view>

#include "fhir/arena.h"
#include "fhir/json/tree.h"
#include "fhir/model/value.h"
#include "fhir/outcome.h"
#include "fhir/result.h"

namespace setu::http {

/// Reads what was posted to the base. Of a batch, an entry that cannot be read is empty, and what is wrong with it is among
/// `of_entries`, by its place ("Bundle.entry[3].resource"); the others are there, for the entries of a batch do not depend on
/// one another. Of all else, one fault refuses the whole. https://hl7.org/fhir/R4/http.html#transaction
fhir::Result<fhir::Resource> read_json_bundle(std::string_view text, fhir::Arena& arena, const fhir::json::Limits& limits, fhir::Issues& of_entries);
fhir::Result<fhir::Resource> read_xml_bundle(std::string_view text, fhir::Arena& arena, const fhir::json::Limits& limits, fhir::Issues& of_entries);

}  // namespace setu::http
