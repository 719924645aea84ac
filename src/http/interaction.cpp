#include "src/http/interaction.h"

#include <algorithm>

#include "engine/interaction/once.h"
#include "engine/interaction/url.h"
#include "src/http/precondition.h"
#include "src/http/preference.h"

namespace setu::http {
namespace {

using engine::Action;
using engine::Interaction;
using engine::Parameter;
using engine::Parameters;
using engine::Summary;
using fhir::Issue;
using fhir::IssueType;
using fhir::Outcome;
using fhir::Result;

Outcome malformed(std::string text) { return {IssueType::invalid, Issue::Detail::bad_request, std::move(text)}; }

/// Parameters that any interaction takes and that say how its answer looks.
bool is_of_presentation(const Parameter& parameter) {
  const std::string& name = parameter.name;
  return name == "_format" || name == "_pretty" || name == "_summary" || name == "_elements";
}

/// https://hl7.org/fhir/R4/search.html#summary
Result<Summary> summary_of(std::string_view value) {
  if (value == "true") return Summary::yes;
  if (value == "text") return Summary::text;
  if (value == "data") return Summary::data;
  if (value == "count") return Summary::count;
  if (value == "false") return Summary::none;
  return malformed("_summary is true, text, data, count or false.");
}

/// https://hl7.org/fhir/R4/search.html#elements
std::vector<std::string> elements_of(std::string_view value) {
  std::vector<std::string> elements;
  while (!value.empty()) {
    const std::size_t end = std::min(value.find(','), value.size());
    const auto element = trimmed(value.substr(0, end));
    if (!element.empty()) elements.emplace_back(element);
    value.remove_prefix(std::min(end + 1, value.size()));
  }
  return elements;
}

bool is_search(Action action) { return action == Action::search_type || action == Action::search_system; }

bool is_history(Action action) {
  return action == Action::history_instance || action == Action::history_type || action == Action::history_system;
}

/// What is left of the parameters once presentation is taken out, where they are not the interaction's own.
Result<void> refuse_left_over(const Interaction& interaction) {
  if (interaction.handling == engine::Handling::lenient) return {};
  fhir::Issues issues;
  for (const Parameter& parameter : interaction.parameters) {
    if (interaction.action == Action::capabilities && parameter.name == "mode" && parameter.value == "full") continue;
    std::string text = "The parameter \"" + parameter.name + "\" means nothing to this interaction.";
    issues.push_back({fhir::Severity::error, IssueType::not_supported, std::move(text), {}});
    issues.back().detail = Issue::Detail::bad_request;
  }
  if (!issues.empty()) return Outcome(std::move(issues));
  return {};
}

/// If-None-Exist holds the criteria alone; that some clients send a whole search URL does no harm.
Result<Parameters> criteria_of(std::string_view header, std::size_t count_max) {
  header = trimmed(header);
  if (const auto mark = header.find('?'); mark != header.npos) header.remove_prefix(mark + 1);
  return engine::parse_query(header, count_max);
}

/// Idempotency-Key of a POST that writes: a name the client made for this one request.
Result<void> read_key(const Request& request, const Limits& limits, Interaction& interaction) {
  if (request.method != Method::post || !request.has("Idempotency-Key") || !engine::writes(interaction)) return {};
  std::string key = request.list("Idempotency-Key");
  const bool visible = std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c <= '~'; });
  if (key.empty() || key.size() > 255 || !visible) return malformed("An Idempotency-Key has 1 to 255 visible ASCII characters.");
  interaction.once = engine::Once{std::move(key), {}, limits.idempotency_time};
  return {};
}

bool is_host(std::string_view text) {
  return !text.empty() && text.size() <= 255 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' ||
           c == ':' || c == '[' || c == ']';
  });
}

}  // namespace

Result<Presentation> presentation_of(const Request& request, const Parameters& parameters) {
  Presentation presentation;
  std::optional<std::string_view> format;
  for (const Parameter& parameter : parameters) {
    if (parameter.name == "_format" && !format) format = parameter.value;
    if (parameter.name == "_pretty") presentation.pretty = parameter.value.empty() || parameter.value == "true";
  }
  TRY(presentation.format, negotiate(format, request.list("Accept")));
  return presentation;
}

Result<Interaction> interaction_of(const Request& request, const Route& route, Parameters parameters, const Limits& limits) {
  Interaction interaction;
  interaction.action = route.action;
  interaction.type = route.type;
  interaction.id = route.id;
  interaction.operation = route.operation;
  interaction.compartment = route.compartment;
  interaction.compartment_id = route.compartment_id;
  interaction.version = route.version;
  interaction.conditional = route.conditional;
  interaction.deadline = request.arrived + limits.request_time;

  const Preference preference = parse_preference(request.list("Prefer"));
  interaction.prefer_return = preference.return_;
  interaction.handling = preference.handling;

  for (const Parameter& parameter : parameters) {
    if (parameter.name == "_summary") {
      auto summary = summary_of(parameter.value);
      if (!summary && interaction.handling == engine::Handling::strict) return std::move(summary.outcome());
      if (summary) interaction.summary = *summary;
    } else if (parameter.name == "_elements") {
      for (std::string& element : elements_of(parameter.value)) interaction.elements.push_back(std::move(element));
    }
  }
  // A search's self link repeats how its answer looks; anywhere else that has served its purpose here.
  if (!is_search(route.action)) std::erase_if(parameters, is_of_presentation);
  interaction.parameters = std::move(parameters);
  const bool own = is_search(route.action) || is_history(route.action) || route.action == Action::operation || route.conditional;
  if (!own) TRY_VOID(refuse_left_over(interaction));

  TRY_VOID(read_preconditions(request, interaction));
  TRY_VOID(read_key(request, limits, interaction));
  if (route.action == Action::create && request.has("If-None-Exist")) {
    TRY(interaction.if_none_exist, criteria_of(request.header("If-None-Exist"), limits.parameters));
  }
  return interaction;
}

Result<std::string> base_of(const Request& request, std::string_view path, const Settings& settings) {
  if (!settings.public_url.empty()) return settings.public_url + std::string(path);
  const std::string_view host = request.header("Host");
  if (!is_host(host)) return malformed("The Host header is missing or malformed.");
  return "http://" + std::string(host) + std::string(path);
}

}  // namespace setu::http
