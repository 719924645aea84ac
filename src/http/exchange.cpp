#include "src/http/exchange.h"

#include <exception>

#include "engine/interaction/once.h"
#include "engine/interaction/url.h"
#include "src/http/binary.h"
#include "src/http/body.h"
#include "src/http/entrance.h"
#include "src/http/interaction.h"
#include "src/http/media_type.h"
#include "src/http/precondition.h"
#include "src/http/preference.h"
#include "src/http/response.h"
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
  bool content = false;  ///< a Binary is wanted in its own form
  bool done = false;     ///< the answer tells of what has been done, see Room
  std::vector<std::pair<std::string_view, std::string>> headers;  ///< what else the answer has
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

/// Adds the parameters of a POST _search, or of an operation, to those of its URL. The body is then that form, decoded. https://hl7.org/fhir/R4/http.html#search
Result<void> add_form(Request& request, Parameters& parameters, const Limits& limits) {
  if (request.body.empty()) return {};
  if (!is_form(request.header("Content-Type"))) {
    return Outcome(IssueType::not_supported, Issue::Detail::unsupported_media_type,
                   "The body of a search is application/x-www-form-urlencoded.");
  }
  TRY(request.body, decoded_body(request, limits));
  TRY(Parameters more, engine::parse_query(request.body, limits.parameters - parameters.size()));
  parameters.insert(parameters.end(), std::move_iterator(more.begin()), std::move_iterator(more.end()));
  return {};
}

/// How long what is asked of the database may take in all: it holds a worker, and the database for others.
std::chrono::milliseconds time_of(engine::Action action, const Limits& limits) {
  const bool is_bundle = action == engine::Action::batch || action == engine::Action::transaction;
  return is_bundle ? limits.bundle_time : limits.database_time;
}

Reply carry_out(Interaction interaction, std::chrono::milliseconds time, Session& session, const Settings& settings) {
  session.end_by(std::chrono::steady_clock::now() + time);
  const engine::Environment environment{session, settings.definitions, settings.policy};
  return settings.perform ? settings.perform(std::move(interaction), environment) : engine::perform(std::move(interaction), environment);
}

/// What may take long enough that a client does not want to wait for it.
bool may_be_asynchronous(engine::Action action) {
  switch (action) {
    case engine::Action::search_type:
    case engine::Action::search_system:
    case engine::Action::history_instance:
    case engine::Action::history_type:
    case engine::Action::history_system:
    case engine::Action::batch:
    case engine::Action::transaction:
    case engine::Action::operation: return true;
    default: return false;
  }
}

/// https://hl7.org/fhir/R4/async.html: what is wrong with the request itself has been said by now.
Reply accept(Interaction interaction, std::size_t bytes, const Settings& settings, AsyncRequests& async, Known& known) {
  interaction.deadline = std::chrono::steady_clock::time_point::max();  // it waits for its turn as long as that takes
  const std::int32_t tenant = interaction.tenant;
  auto id = async.begin(tenant, known.presentation, bytes, [interaction = std::move(interaction), &settings](Result<Session*> session) {
    if (!session) return refusal(Status::unavailable, std::move(session.outcome()));
    return carry_out(interaction, settings.limits.background_time, **session, settings);
  });
  if (!id) return engine::reply_of(std::move(id.outcome()));
  known.headers = {{"Content-Location", known.base + "/_async/" + *id}, {"Preference-Applied", "respond-async"}};
  Reply reply;
  reply.status = Status::accepted;
  reply.issues.push_back({fhir::Severity::information, IssueType::informational, "The request is carried out in the background; ask the URL in Content-Location for it.", {}});
  return reply;
}

/// https://hl7.org/fhir/R4/async.html. R4 says of results only what those of bulk data are; ours is what the request
/// itself would have been answered, status and all.
Reply status_of_async(const Request& request, std::int32_t tenant, const std::string& id, AsyncRequests* async, Known& known) {
  const Outcome unknown(IssueType::not_found,
                        "There is no asynchronous request here. It was deleted, it has expired, or the server was restarted since; send the request again.");
  if (async == nullptr) return engine::reply_of(unknown);
  Reply reply;
  if (request.method == Method::delete_) {
    if (!async->remove(tenant, id)) return engine::reply_of(unknown);
    reply.status = Status::accepted;
    return reply;
  }
  auto look = async->look(tenant, id);
  if (!look) return engine::reply_of(unknown);
  if (!look->reply) {
    known.headers = {{"X-Progress", look->progress}, {"Retry-After", "1"}};
    reply.status = Status::accepted;
    return reply;
  }
  // The form is the request's, unless this one names its own.
  const std::string accept = request.list("Accept");
  const bool names_form = (!accept.empty() && accept != "*/*") || request.target.find("_format=") != std::string::npos;
  if (!names_form) known.presentation = look->presentation;
  known.headers = {{"Expires", http_date(look->expires)}};
  known.done = true;
  return *look->reply;
}

/// The way of a request: form, place, tenant, interaction, body, engine. What `known` gathers outlives a refusal.
Reply reply_to(Request& request, Result<Session*>& session, const Settings& settings, AsyncRequests* async, Known& known) {
  const std::string_view target = request.target;
  const std::size_t mark = std::min(target.find('?'), target.size());
  const std::string_view path = target.substr(0, mark);
  const std::string_view query = target.substr(std::min(mark + 1, target.size()));

  auto parameters = engine::parse_query(query, settings.limits.parameters);
  auto presentation = presentation_of(request, parameters ? *parameters : Parameters{});
  if (presentation) known.presentation = *presentation;
  if (!parameters) return engine::reply_of(std::move(parameters.outcome()));

  const auto entrance = entrance_of(path);
  if (!entrance) return refusal(Status::not_found, {IssueType::not_found, "The FHIR interface is at /fhir."});
  auto routing = engine::route_of(request.method, entrance->rest);
  known.content = routing.route && wants_content(request, *routing.route, *parameters);
  if (!presentation && !known.content) return engine::reply_of(std::move(presentation.outcome()));
  if (!routing.route) {
    known.allow = std::move(routing.allow);
    return engine::reply_of(std::move(routing.route.outcome()));
  }
  const engine::Route& route = *routing.route;
  auto tenant = tenant_of(request, *entrance, settings, known.subject);
  if (!tenant) return engine::reply_of(std::move(tenant.outcome()));
  if (request.method == Method::options) known.allow = std::move(routing.allow);
  if (route.kind == engine::Route::Kind::options) {
    Reply reply;
    reply.status = Status::no_content;
    return reply;
  }
  if (route.kind == engine::Route::Kind::status) return status_of_async(request, *tenant, route.id, async, known);
  known.subject.action = route.action;
  if (route.type != nullptr) known.subject.type = route.type->name;

  const std::size_t bytes = request.body.size();
  if (route.form || is_form_of_operation(request, route.operation)) {
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

  if (async != nullptr && may_be_asynchronous(interaction->action) && parse_preference(request.list("Prefer")).respond_async) {
    return accept(std::move(*interaction), bytes, settings, *async, known);
  }
  known.done = engine::writes(*interaction);
  const auto time = time_of(interaction->action, settings.limits);
  return carry_out(std::move(*interaction), time, **session, settings);
}

}  // namespace

Response answer(Request& request, Result<Session*> session, const Settings& settings, AsyncRequests* async) {
  Known known;
  Response response;
  try {
    Reply reply = reply_to(request, session, settings, async, known);
    std::optional<Content> content;
    if (known.content && reply.status == Status::ok) content = content_of(reply.body);
    response = content ? response_of(std::move(reply), std::move(*content), known.base) : response_of(std::move(reply), known.presentation, known.base, Room{.done = known.done});
    for (auto& [name, value] : known.headers) response.set(name, std::move(value));
    if (!known.allow.empty()) response.set("Allow", known.allow);
    // https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3
    if (response.status == 415 && !takes_encoding_of(request)) response.set("Accept-Encoding", "br, gzip");
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
