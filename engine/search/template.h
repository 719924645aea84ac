#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/interaction/interaction.h"
#include "fhir/result.h"

/// A search in which places are left for values: "code=http://loinc.org|8867-4&value-quantity=gt{limit}".
namespace engine::search {

/// A text that stands there, or the place of the values of a parameter.
struct Segment {
  std::string text;
  bool is_place = false;
};

/// One parameter of a template. A value is a list of alternatives, as commas part them.
struct TemplateParameter {
  std::string name;
  std::vector<std::vector<Segment>> alternatives;

  /// The names of its places, each as often as it stands there.
  std::vector<std::string_view> places() const;
};

/// Reads a template. It is percent-encoded as a URL is: a brace that is no place is %7B. The outcome says what is wrong.
fhir::Result<std::vector<TemplateParameter>> read_template(std::string_view text);

/// The values that take the place of a name, escaped; none: what asks for it is left out.
using ValuesOf = std::function<std::vector<std::string>(std::string_view name)>;

/// The search that a template stands for: each alternative once for each of its places' values.
fhir::Result<Parameters> filled(const std::vector<TemplateParameter>& parameters, const ValuesOf& values);

}  // namespace engine::search
