#pragma once

#include <string>

#include "fhir/model/value.h"

namespace fhir::json {

enum class Style { compact, pretty };

/// Appends the resource as FHIR JSON, elements in the order of the specification, primitives as they were read.
/// https://hl7.org/fhir/R4/json.html
void write(Resource resource, std::string& out, Style style = Style::compact);

/// Appends the members of a struct without the braces around them, but for those named `skip_first` and
/// `skip_second`: whoever stores a resource writes its head itself.
void write_members(const Descriptor& type, const void* object, std::string& out, std::string_view skip_first = {},
                   std::string_view skip_second = {});

}  // namespace fhir::json
