#include "src/http/exchange.h"

#include <exception>

#include "engine/interaction/url.h"
#include "src/http/body.h"
#include "src/http/interaction.h"
#include "src/http/media_type.h"
#include "src/http/response.h"
#include "src/http/route.h"
#include "src/log/log.h"

namespace setu::http {
namespace {

using engine::Interaction;
using engine::Parameters;
using engine::Reply;
using engine::Status;
using engine::store::Session;
using fhir::Issue;
using fhir::IssueType;
using fhir::Outcome;
using fhir::Result;

/// What is known about a request so far: enough to answer it, however far it came.
struct Known {
  Presentation presentation;
  Subject subject;
  std::string base;
  std::string allow;  ///< where the answer is about methods
};

Reply refusal(Status status, Outcome outcome) {
  Reply reply;
  reply.status = status;
  reply.issues = std::move(outcome.issues);
  return reply;
}

/// The tenant that a request is for: by its path, else by the header, else "default".
Result<std::int32_t> tenant_of(const Request& request, const Entrance& entrance, const Settings& settings, Subject& subject) {
  std::string name = "default";
  if (entrance.tenant) {
    TRY(name, engine::percent_decoded(*entrance.tenant, "The path"));
  }
  if (const std::string_view header = request.header(settings.tenant_header); !header.empty()) {
    if (entrance.tenant && header != name) {
      return Outcome(IssueType::invalid, Issue::Detail::bad_request, "Path and header name different tenants.");
    }
    name = header;
  }
  const auto number = settings.tenant ? settings.tenant(name) : std::nullopt;
  if (!number) return Outcome(IssueType::not_found, "There is no tenant of this name.");
  subject.tenant = std::move(name);
  return *number;
}

/// Adds the parameters of a POST _search to those of its URL. https://hl7.org/fhir/R4/http.html#search
Result<void> add_form(Request& request, Parameters& parameters, const Limits& limits) {
  if (request.body.empty()) return {};
  if (!is_form(request.header("Content-Type"))) {
    return Outcome(IssueType::not_supported, Issue::Detail::unsupported_media_type,
                   "The body of a search is application/x-www-form-urlencoded.");
  }
  TRY(const std::string form, decoded_body(request, limits));
  TRY(Parameters more, engine::parse_query(form, limits.parameters - parameters.size()));
  parameters.insert(parameters.end(), std::move_iterator(more.begin()), std::move_iterator(more.end()));
  return {};
}

/// The way of a request: form, place, tenant, interaction, body, engine. What `known` gathers outlives a refusal.
Reply reply_to(Request& request, Result<Session*>& session, const Settings& settings, Known& known) {
  const std::string_view target = request.target;
  const std::size_t mark = std::min(target.find('?'), target.size());
  const std::string_view path = target.substr(0, mark);
  const std::string_view query = target.substr(std::min(mark + 1, target.size()));

  auto parameters = engine::parse_query(query, settings.limits.parameters);
  auto presentation = presentation_of(request, parameters ? *parameters : Parameters{});
  if (presentation) known.presentation = *presentation;
  if (!parameters) return engine::reply_of(std::move(parameters.outcome()));
  if (!presentation) return engine::reply_of(std::move(presentation.outcome()));

  const auto entrance = entrance_of(path);
  if (!entrance) return refusal(Status::not_found, {IssueType::not_found, "The FHIR interface is at /fhir."});
  auto routing = route_of(request.method, entrance->rest);
  if (routing.refused) {
    known.allow = std::move(routing.refused->allow);
    return refusal(routing.refused->status, std::move(routing.refused->outcome));
  }
  const Route& route = *routing.route;
  auto tenant = tenant_of(request, *entrance, settings, known.subject);
  if (!tenant) return engine::reply_of(std::move(tenant.outcome()));
  if (route.kind == Route::Kind::options) {
    known.allow = std::move(routing.allow);
    Reply reply;
    reply.status = Status::no_content;
    return reply;
  }
  known.subject.action = route.action;
  if (route.type != nullptr) known.subject.type = route.type->name;

  if (route.form) {
    if (auto added = add_form(request, *parameters, settings.limits); !added) return engine::reply_of(std::move(added.outcome()));
    presentation = presentation_of(request, *parameters);
    if (!presentation) return engine::reply_of(std::move(presentation.outcome()));
    known.presentation = *presentation;
  }

  auto base = base_of(request, entrance->base, settings);
  if (!base) return engine::reply_of(std::move(base.outcome()));
  known.base = std::move(*base);

  auto interaction = interaction_of(request, route, std::move(*parameters), settings.limits);
  if (!interaction) return engine::reply_of(std::move(interaction.outcome()));
  interaction->tenant = *tenant;
  interaction->base = known.base;
  // Reading a body is work; without a session it would be for nothing.
  if (!session) return refusal(Status::unavailable, std::move(session.outcome()));
  if (auto read = read_body(request, *interaction, settings.limits); !read) return engine::reply_of(std::move(read.outcome()));
  known.subject.action = interaction->action;

  const engine::Environment environment{**session, settings.definitions};
  return settings.perform ? settings.perform(std::move(*interaction), environment)
                          : engine::perform(std::move(*interaction), environment);
}

}  // namespace

Response answer(Request& request, Result<Session*> session, const Settings& settings) {
  Known known;
  Response response;
  try {
    Reply reply = reply_to(request, session, settings, known);
    response = response_of(std::move(reply), known.presentation, known.base);
    if (!known.allow.empty()) response.set("Allow", known.allow);
    // https://www.rfc-editor.org/rfc/rfc5789#section-2.2 and #section-3.1
    const bool unknown_patch = known.subject.action == engine::Action::patch && response.status == 415;
    if (unknown_patch || known.allow.find("PATCH") != std::string::npos) response.set("Accept-Patch", std::string(accepted_patches()));
    compress(response, request, settings);
  } catch (const std::exception& exception) {
    // Memory that could not be had, or a promise broken inside our own code: the client learns no more than that.
    log::error("request exception", {{"request", request.id}, {"what", exception.what()}});
    const Outcome outcome(IssueType::exception, "The server failed. Its log has the reason under this request's X-Request-Id.");
    response = response_of(Status::server_error, outcome, known.presentation);
  }
  response.subject = std::move(known.subject);
  return response;
}

Response refuse(const Request& request, Status status, Outcome outcome, const Settings& settings) {
  const std::string_view target = request.target;
  const std::size_t mark = std::min(target.find('?'), target.size());
  Presentation presentation;
  if (const auto parameters = engine::parse_query(target.substr(std::min(mark + 1, target.size())), settings.limits.parameters)) {
    if (const auto found = presentation_of(request, *parameters)) presentation = *found;
  }
  return response_of(status, outcome, presentation);
}

}  // namespace setu::http
