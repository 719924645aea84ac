#pragma once

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>

namespace engine {

/// The parameters that any interaction takes and that say how its answer looks. https://hl7.org/fhir/R4/http.html#parameters
constexpr std::string_view presentation_parameters[] = {"_format", "_pretty", "_summary", "_elements"};

constexpr bool is_of_presentation(std::string_view name) {
  return std::find(std::begin(presentation_parameters), std::end(presentation_parameters), name) != std::end(presentation_parameters);
}

/// Those of them of which there is one at most; `_elements` may be given again for more elements.
constexpr std::string_view presentation_once[] = {"_format", "_pretty", "_summary"};

/// What `_pretty` says, if it says anything.
constexpr std::optional<bool> is_pretty(std::string_view value) {
  if (value == "true") return true;
  if (value == "false") return false;
  return std::nullopt;
}

}  // namespace engine
