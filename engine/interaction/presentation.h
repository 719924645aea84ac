#pragma once

#include <string_view>

namespace engine {

/// True for the parameters that any interaction takes and that say how its answer looks. https://hl7.org/fhir/R4/http.html#parameters
constexpr bool is_of_presentation(std::string_view name) {
  return name == "_format" || name == "_pretty" || name == "_summary" || name == "_elements";
}

}  // namespace engine
