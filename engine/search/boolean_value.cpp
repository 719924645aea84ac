#include "engine/search/boolean_value.h"

#include <algorithm>

#include "engine/index/code_value.h"
#include "engine/search/refusal.h"
#include "fhir/r4/registry.h"

namespace engine::search {

/// As the page about searches calls the system; the code system itself has another URL.
constexpr std::string_view special_values_of_searches = "http://hl7.org/fhir/special-values";

bool is_boolean(const index::Parameter& parameter) {
  static const auto* const boolean = fhir::r4::data_type("boolean");
  const auto leads_there = [](const index::Path& path) { return path.types().size() == 1 && path.types()[0] == boolean; };
  return !parameter.paths.empty() && std::all_of(parameter.paths.begin(), parameter.paths.end(), leads_there);
}

fhir::Result<Value> boolean_value(const Value& value, std::string_view code) {
  const auto text = index::folded_code(value.text);
  const auto system = value.system.value_or("");
  const bool is_known = system.empty() || system == index::special_values || system == special_values_of_searches;
  if (!is_known || (text != "true" && text != "false")) return malformed("A value of " + quoted(code) + " is true or false, of no system.");
  Value plain = value;
  plain.system.reset();
  return plain;
}

}  // namespace engine::search
