#include "engine/search/template.h"

#include <algorithm>

#include "engine/interaction/url.h"
#include "engine/search/plan.h"
#include "engine/search/refusal.h"
#include "engine/search/split.h"

namespace engine::search {
namespace {

using fhir::Result;

Result<std::string> decoded(std::string_view text, std::string_view what) {
  std::string spaced(text);
  std::replace(spaced.begin(), spaced.end(), '+', ' ');
  TRY(std::string out, percent_decoded(spaced, what));
  if (const auto escape = wrong_escape(out); !escape.empty()) {
    return malformed(quoted(escape) + " in " + std::string(what) + " is no escape: a backslash stands before a comma, bar, dollar or backslash.");
  }
  return out;
}

/// Adds a text to the last alternative; a comma in it begins another.
void add(std::string_view text, std::vector<std::vector<Segment>>& alternatives) {
  bool is_first = true;
  for (const auto piece : split(text, ',')) {
    if (!is_first) alternatives.emplace_back();
    is_first = false;
    if (!piece.empty()) alternatives.back().push_back({std::string(piece)});
  }
}

Result<TemplateParameter> read_parameter(std::string_view piece) {
  TemplateParameter parameter;
  const auto equals = piece.find('=');
  if (equals == std::string_view::npos || equals == 0) return malformed("A parameter of the template is not written name=value.");
  if (piece.substr(0, equals).find_first_of("{}") != std::string_view::npos) return malformed("A place for a value stands in a name of the template; it can only be in a value.");
  TRY(parameter.name, decoded(piece.substr(0, equals), "a name of the template"));
  auto rest = piece.substr(equals + 1);
  if (rest.empty()) return malformed(quoted(parameter.name) + " has no value in the template.");
  parameter.alternatives.emplace_back();
  while (!rest.empty()) {
    const auto brace = std::min(rest.find_first_of("{}"), rest.size());
    TRY(const std::string text, decoded(rest.substr(0, brace), "a value of the template"));
    add(text, parameter.alternatives);
    rest.remove_prefix(brace);
    if (rest.empty()) break;
    const auto end = rest.find('}');
    const auto name = end == std::string_view::npos ? std::string_view() : rest.substr(1, std::max<std::size_t>(end, 1) - 1);
    if (name.empty() || name.find('{') != std::string_view::npos) return malformed("A brace in the template does not belong to a place, such as {limit}; write %7B and %7D for others.");
    parameter.alternatives.back().push_back({std::string(name), true});
    rest.remove_prefix(end + 1);
  }
  return parameter;
}

/// What may still come of a template.
struct Room {
  std::size_t values = SearchLimits::or_values;  ///< of the parameter
  std::size_t bytes = filled_bytes_max;          ///< of the search
};

fhir::Outcome too_many(std::string_view name) { return too_much(quoted(name) + " comes to more than " + std::to_string(SearchLimits::or_values) + " values."); }

/// One alternative for each way to fill its places, all of which have values. No step builds more than there is room for: what
/// is built at each is no less in number and length than at the one before.
Result<std::vector<std::string>> ways(const std::string& name, const std::vector<Segment>& segments, const ValuesOf& values, const Room& room) {
  std::vector<std::string> all{""};
  if (room.values == 0) return too_many(name);
  for (const auto& segment : segments) {
    const auto next = segment.is_place ? values(segment.text) : std::span(&segment.text, 1);
    if (next.size() > room.values / all.size()) return too_many(name);
    std::vector<std::string> longer;
    std::size_t bytes = 0;
    for (const auto& one : all) {
      for (const auto& text : next) {
        bytes += one.size() + text.size();
        if (bytes > room.bytes) return too_much("With " + quoted(name) + " the named query comes to more than " + std::to_string(filled_bytes_max) + " bytes; give it fewer or shorter values.");
        longer.push_back(one + text);
      }
    }
    all = std::move(longer);
  }
  return all;
}

}  // namespace

std::vector<std::string_view> TemplateParameter::places() const {
  std::vector<std::string_view> names;
  for (const auto& alternative : alternatives) {
    for (const auto& segment : alternative) {
      if (segment.is_place) names.push_back(segment.text);
    }
  }
  return names;
}

Result<std::vector<TemplateParameter>> read_template(std::string_view text) {
  if (text.size() > template_bytes_max) return too_much("The template has " + std::to_string(text.size()) + " bytes; " + std::to_string(template_bytes_max) + " are the most.");
  std::vector<TemplateParameter> parameters;
  while (!text.empty()) {
    const auto end = std::min(text.find('&'), text.size());
    TRY(auto parameter, read_parameter(text.substr(0, end)));
    parameters.push_back(std::move(parameter));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  if (parameters.empty()) return malformed("The template is empty.");
  if (parameters.size() > SearchLimits::parameters) return too_much("The template has more than " + std::to_string(SearchLimits::parameters) + " parameters.");
  return parameters;
}

Result<Parameters> filled(const std::vector<TemplateParameter>& parameters, const ValuesOf& values) {
  Parameters search;
  Room room;
  for (const auto& parameter : parameters) {
    const auto places = parameter.places();
    if (std::any_of(places.begin(), places.end(), [&](std::string_view name) { return values(name).empty(); })) continue;
    std::string value;
    room.values = SearchLimits::or_values;
    for (const auto& alternative : parameter.alternatives) {
      TRY(const auto all, ways(parameter.name, alternative, values, room));
      for (const auto& one : all) {
        value.append(room.values == SearchLimits::or_values ? "" : ",").append(one);
        --room.values;
        room.bytes -= one.size();
      }
    }
    search.push_back({parameter.name, std::move(value)});
  }
  return search;
}

}  // namespace engine::search
