#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace fhir::json {

/// Appends JSON that is well-formed with each member and item on a line of its own: what write() makes of a resource with
/// Style::pretty, without reading the resource first. As soon as `out` has more than `bytes_max` it stops, and is false:
/// indentation may be many times the text.
bool indent(std::string_view json, std::string& out, std::size_t bytes_max = std::string::npos);

}  // namespace fhir::json
