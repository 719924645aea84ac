#include "src/http/interaction.h"

#include <algorithm>

#include "engine/interaction/once.h"
#include "engine/interaction/url.h"
#include "src/http/host.h"
#include "src/http/precondition.h"
#include "src/http/preference.h"

namespace setu::http {
namespace {

using engine::Action;
using engine::Interaction;
using engine::Parameter;
using engine::Parameters;
using fhir::Issue;
using fhir::IssueType;
using fhir::Outcome;
using fhir::Result;

Outcome malformed(std::string text) { return {IssueType::invalid, Issue::Detail::bad_request, std::move(text)}; }

/// Idempotency-Key of a POST that writes: a name the client made for this one request.
Result<void> read_key(const Request& request, const Limits& limits, Interaction& interaction) {
  if (request.method != Method::post || !request.has("Idempotency-Key") || !engine::writes(interaction)) return {};
  std::string key = request.list("Idempotency-Key");
  const bool visible = std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c <= '~'; });
  if (key.empty() || key.size() > 255 || !visible) return malformed("An Idempotency-Key has 1 to 255 visible ASCII characters.");
  interaction.once = engine::Once{std::move(key), {}, limits.idempotency_time};
  return {};
}

/// The criteria of a conditional create. What is wrong with them would be looked for in the URL.
Result<Parameters> criteria_of(const Request& request, const Limits& limits) {
  auto criteria = engine::parse_criteria_text(trimmed(request.header("If-None-Exist")), limits.parameters);
  if (criteria) return criteria;
  for (Issue& issue : criteria.outcome().issues) issue.text = "If-None-Exist: " + issue.text;
  return criteria;
}

}  // namespace

Result<Presentation> presentation_of(const Request& request, const Parameters& parameters) {
  Presentation presentation;
  std::optional<std::string_view> format;
  for (const Parameter& parameter : parameters) {
    if (parameter.name == "_format" && !format && !parameter.value.empty()) format = parameter.value;
    if (parameter.name == "_pretty") presentation.pretty = parameter.value.empty() || parameter.value == "true";
  }
  TRY(presentation.form, negotiate(format, request.list("Accept")));
  return presentation;
}

Result<Interaction> interaction_of(const Request& request, const engine::Route& route, Parameters parameters, const Limits& limits) {
  const Preference preference = parse_preference(request.list("Prefer"));
  TRY(Interaction interaction, engine::interaction_at(route, std::move(parameters), preference.handling));
  interaction.prefer_return = preference.return_;
  interaction.deadline = request.arrived + limits.request_time;
  TRY_VOID(read_preconditions(request, interaction));
  TRY_VOID(read_key(request, limits, interaction));
  if (route.action == Action::create && request.has("If-None-Exist")) {
    TRY(interaction.if_none_exist, criteria_of(request, limits));
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
