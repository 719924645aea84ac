#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/interaction/interaction.h"
#include "fhir/result.h"

/// A search in which places are left for values: "code=http://loinc.org|8867-4&value-quantity=gt{limit}".
namespace engine::search {

/// How long a template may be.
constexpr std::size_t template_bytes_max = 4'000;

/// How long the values of the search may be that comes of one: a place may be there a thousand times, and what takes it is a
/// client's.
constexpr std::size_t filled_bytes_max = 1'000'000;

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

/// The values that take the place of a name, escaped, as long as the search is filled; none: what asks for it is left out.
using ValuesOf = std::function<std::span<const std::string>(std::string_view name)>;

/// The search that a template stands for: each alternative once for each of its places' values. Of one that comes to too much
/// little more is built than one may come to.
fhir::Result<Parameters> filled(const std::vector<TemplateParameter>& parameters, const ValuesOf& values);

}  // namespace engine::search
