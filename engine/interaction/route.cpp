#include "engine/interaction/route.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "engine/index/reference.h"
#include "engine/interaction/presentation.h"
#include "engine/interaction/subset.h"
#include "engine/interaction/url.h"
#include "engine/operation/operation.h"
#include "engine/search/refusal.h"
#include "fhir/r4/registry.h"
#include "fhir/text/fold.h"
#include "fhir/text/nearest.h"

namespace engine {
namespace {

using fhir::Descriptor;
using fhir::Issue;
using fhir::IssueType;
using fhir::Outcome;
using fhir::Result;

constexpr std::pair<std::string_view, Method> methods[] = {
    {"GET", Method::get}, {"HEAD", Method::head},       {"POST", Method::post},   {"PUT", Method::put},
    {"DELETE", Method::delete_}, {"OPTIONS", Method::options}, {"PATCH", Method::patch},
};

/// The kinds of places below the base.
enum class Place : std::uint8_t {
  system, metadata, system_history, system_search, type, type_history, type_search, instance, instance_history, version,
  async_status, compartment, compartment_search, whole_compartment, whole_compartment_search, operation, changing_operation,
};

/// What the parameters of a request are, beside those of its action: the criteria that select what it acts on, or a form that may
/// be in the body.
enum class Takes : std::uint8_t { parameters, criteria, form };

/// What a method asks of a place.
struct Row {
  Place place;
  Method method;
  Action action;
  Takes takes = Takes::parameters;
};

/// https://hl7.org/fhir/R4/http.html#summary; HEAD goes with GET, OPTIONS with every place.
constexpr Row rows[] = {
    {Place::system, Method::get, Action::search_system},
    {Place::system, Method::post, Action::transaction},  // or batch: the bundle says
    {Place::metadata, Method::get, Action::capabilities},
    {Place::system_history, Method::get, Action::history_system},
    {Place::system_search, Method::post, Action::search_system, Takes::form},
    {Place::type, Method::get, Action::search_type},
    {Place::type, Method::post, Action::create},
    {Place::type, Method::put, Action::update, Takes::criteria},
    {Place::type, Method::patch, Action::patch, Takes::criteria},
    {Place::type, Method::delete_, Action::remove, Takes::criteria},
    {Place::type_history, Method::get, Action::history_type},
    {Place::type_search, Method::post, Action::search_type, Takes::form},
    {Place::instance, Method::get, Action::read},
    {Place::instance, Method::put, Action::update},
    {Place::instance, Method::patch, Action::patch},
    {Place::instance, Method::delete_, Action::remove},
    {Place::instance_history, Method::get, Action::history_instance},
    {Place::version, Method::get, Action::vread},
    {Place::operation, Method::get, Action::operation},
    {Place::operation, Method::post, Action::operation},
    {Place::changing_operation, Method::post, Action::operation},
    {Place::async_status, Method::get, Action::read},
    {Place::async_status, Method::delete_, Action::remove},
    {Place::compartment, Method::get, Action::search_type},
    {Place::compartment_search, Method::post, Action::search_type, Takes::form},
    {Place::whole_compartment, Method::get, Action::search_system},
    {Place::whole_compartment_search, Method::post, Action::search_system, Takes::form},
};

std::string allowed_at(Place place) {
  std::string out;
  for (const Row& row : rows) {
    if (row.place != place) continue;
    out += name_of(row.method);
    out += row.method == Method::get ? ", HEAD, " : ", ";
  }
  return out + "OPTIONS";
}

std::optional<std::uint32_t> version_number(std::string_view text) {
  std::uint32_t version = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (error != std::errc{} || end != text.data() + text.size() || version == 0 || text.front() == '0') return std::nullopt;
  return version;
}

constexpr const char* nothing_at_path = "There is nothing at this path.";
constexpr const char* not_an_id = "An id has 1 to 64 letters, digits, '-' and '.'; this one has not.";

Routing nothing_here(std::string text) { return {Outcome(IssueType::not_found, std::move(text)), {}}; }

/// " Did you mean Patient?", or nothing.
std::string nearest_type(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Descriptor* type : fhir::r4::resource_types()) names.push_back(type->name);
  const auto near = fhir::text::nearest(name, names);
  return near.empty() ? std::string() : " Did you mean " + std::string(near) + "?";
}

Routing unknown_type(std::string_view name) { return nothing_here("There is no resource type of this name in FHIR R4." + nearest_type(name)); }

/// The segments of a path, decoded. One slash at the end is forgiven, an empty segment within is not.
Result<std::vector<std::string>> segments_of(std::string_view rest) {
  std::vector<std::string> segments;
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const std::size_t end = std::min(rest.find('/'), rest.size());
    if (end == 0 && rest.empty()) break;
    TRY(std::string segment, percent_decoded(rest.substr(0, end), "The path"));
    segments.push_back(std::move(segment));
    rest.remove_prefix(end);
  }
  return segments;
}

Routing routed(Place place, Method method, Route route) {
  std::string allow = allowed_at(place);
  if (method == Method::options) {
    // OPTIONS of the base was how the conformance statement was asked for before /metadata, and still may be.
    if (place != Place::system) route.kind = Route::Kind::options;
    return {std::move(route), std::move(allow)};
  }
  const Method wanted = method == Method::head ? Method::get : method;
  for (const Row& row : rows) {
    if (row.place != place || row.method != wanted) continue;
    route.action = row.action;
    route.conditional = row.takes == Takes::criteria;
    route.form = row.takes == Takes::form;
    if (place == Place::async_status) route.kind = Route::Kind::status;
    return {std::move(route), std::move(allow)};
  }
  std::string text = "This place does not take the method. It takes " + allow + ".";
  return {Outcome(IssueType::not_supported, Issue::Detail::method_not_allowed, std::move(text)), std::move(allow)};
}

/// https://hl7.org/fhir/R4/operations.html#executing
Routing operation_of(const std::vector<std::string>& segments, Method method) {
  using operations::Level;
  Route route;
  if (segments.size() > 1) {
    route.type = fhir::r4::resource_type(segments[0]);
    if (route.type == nullptr) return unknown_type(segments[0]);
  }
  if (segments.size() > 2) {
    if (!index::is_id(segments[1])) return nothing_here(not_an_id);
    route.id = segments[1];
  }
  const Level level = segments.size() == 1 ? Level::system : segments.size() == 2 ? Level::type : Level::instance;
  // There may be two of a name, one of which GET may call: the place takes what either takes.
  const std::string_view name = std::string_view(segments.back()).substr(1);
  const auto by_get = operations::find(name, route.type, level, true);
  auto operation = method == Method::get || method == Method::head ? by_get : operations::find(name, route.type, level);
  if (!operation) return {std::move(operation.outcome()), {}};
  route.operation = *operation;
  return routed((*by_get)->affects_state ? Place::changing_operation : Place::operation, method, std::move(route));
}

/// "Patient/1/Observation", "Patient/1/*", and either with "_search" behind it; `route` has the type and id.
/// https://hl7.org/fhir/R4/http.html#vsearch
Routing compartment_of(const std::vector<std::string>& segments, Method method, Route route) {
  const bool all = segments[2] == "*";
  const Descriptor* member = fhir::r4::resource_type(segments[2]);
  if (!all && member == nullptr) return nothing_here(nothing_at_path + nearest_type(segments[2]));
  const auto compartments = fhir::r4::compartments();
  if (std::none_of(compartments.begin(), compartments.end(), [&](const auto& one) { return one.code == route.type->name; })) {
    return nothing_here("There are no compartments of this type. There are those of Device, Encounter, Patient, Practitioner and RelatedPerson.");
  }
  route.compartment = route.type;
  route.compartment_id = std::move(route.id);
  route.id.clear();
  route.type = member;
  if (segments.size() == 3) return routed(all ? Place::whole_compartment : Place::compartment, method, std::move(route));
  return routed(all ? Place::whole_compartment_search : Place::compartment_search, method, std::move(route));
}

/// Whether the answer comes in pages, which link to one another.
bool is_paged(Action action) {
  switch (action) {
    case Action::search_type:
    case Action::search_system:
    case Action::history_instance:
    case Action::history_type:
    case Action::history_system: return true;
    default: return false;
  }
}

/// True if the parameters are the interaction's own business.
bool has_own_parameters(const Interaction& interaction) {
  return is_paged(interaction.action) || interaction.action == Action::operation || interaction.conditional;
}

/// Whether a parameter that says how an answer is to be has no value, and so says nothing.
bool says_nothing(const Parameter& parameter) {
  constexpr std::string_view names[] = {"_format", "_summary", "_elements", "_count", "_total", "_sort", "_since", "_at"};
  return parameter.value.empty() && std::find(std::begin(names), std::end(names), parameter.name) != std::end(names);
}

/// https://hl7.org/fhir/R4/search.html#summary
Result<Summary> summary_of(std::string_view value) {
  if (value == "true") return Summary::yes;
  if (value == "text") return Summary::text;
  if (value == "data") return Summary::data;
  if (value == "count") return Summary::count;
  if (value == "false") return Summary::none;
  return Outcome(IssueType::invalid, Issue::Detail::bad_request, "_summary is true, text, data, count or false.", "http._summary");
}

/// What is said once of how an answer looks says something, and one thing: clients add it to links that have it already.
Result<void> check_presentation(const Parameters& parameters, Handling handling) {
  for (const std::string_view name : presentation_once) {
    const auto says_it = [&](const Parameter& parameter) { return parameter.name == name && !parameter.value.empty(); };
    const auto first = std::find_if(parameters.begin(), parameters.end(), says_it);
    if (std::any_of(first, parameters.end(), [&](const Parameter& other) { return says_it(other) && other.value != first->value; })) {
      return Outcome(IssueType::invalid, Issue::Detail::bad_request, "\"" + std::string(name) + "\" is given more than once, with different values.", "http." + std::string(name));
    }
  }
  for (const Parameter& parameter : parameters) {
    if (handling == Handling::strict && parameter.name == "_pretty" && !parameter.value.empty() && !is_pretty(parameter.value)) {
      return Outcome(IssueType::invalid, Issue::Detail::bad_request, "_pretty is true or false.", "http._pretty");
    }
  }
  return {};
}

/// Parts what lenient handling ignores of a summary and of elements from what there is: a search tells of it, and finds it in
/// parameters of their own.
void leave_out_unknown(Parameters& parameters, Interaction& interaction) {
  const bool tells = interaction.action == Action::search_type || interaction.action == Action::search_system;
  const auto is_unknown = [](const Parameter& parameter) {
    return (parameter.name == "_summary" && !summary_of(parameter.value)) || (parameter.name == "_pretty" && !parameter.value.empty() && !is_pretty(parameter.value));
  };
  if (!tells) std::erase_if(parameters, is_unknown);
  std::string known, unknown;
  for (const std::string& asked : interaction.elements) {
    std::string& list = check_element(asked, interaction) ? known : unknown;
    list.append(list.empty() ? "" : ",").append(asked);
  }
  if (unknown.empty()) return;
  std::erase_if(interaction.elements, [&](const std::string& asked) { return !check_element(asked, interaction); });
  std::erase_if(parameters, [](const Parameter& parameter) { return parameter.name == "_elements"; });
  if (!known.empty()) parameters.push_back({"_elements", std::move(known)});
  if (tells) parameters.push_back({"_elements", std::move(unknown)});
}

/// https://hl7.org/fhir/R4/search.html#elements
void add_elements(std::string_view value, std::vector<std::string>& elements) {
  while (!value.empty()) {
    const std::size_t end = std::min(value.find(','), value.size());
    std::string_view element = value.substr(0, end);
    while (element.starts_with(' ')) element.remove_prefix(1);
    while (element.ends_with(' ')) element.remove_suffix(1);
    if (!element.empty()) elements.emplace_back(element);
    value.remove_prefix(std::min(end + 1, value.size()));
  }
}

/// What is left of the parameters once presentation is taken out, where they are not the interaction's own.
Result<void> refuse_left_over(const Interaction& interaction) {
  if (interaction.handling == Handling::lenient) return {};
  std::vector<std::string_view> valid(std::begin(presentation_parameters), std::end(presentation_parameters));
  if (interaction.action == Action::capabilities) valid.push_back("mode");
  fhir::Issues issues;
  for (const Parameter& parameter : interaction.parameters) {
    if (std::find(valid.begin(), valid.end(), parameter.name) != valid.end()) continue;
    std::string text = "The parameter " + search::quoted(parameter.name) + " means nothing to this interaction." + search::suggestion(parameter.name, valid);
    issues.push_back({fhir::Severity::error, IssueType::not_supported, std::move(text), "http." + std::string(fhir::text::cut(parameter.name, 100))});
    issues.back().detail = Issue::Detail::bad_request;
  }
  if (!issues.empty()) return Outcome(std::move(issues));
  return {};
}

/// The actions of the table whose places are among some, each once.
std::vector<Action> actions_at(std::initializer_list<Place> places) {
  std::vector<Action> actions;
  for (const Row& row : rows) {
    if (std::find(places.begin(), places.end(), row.place) == places.end()) continue;
    if (std::find(actions.begin(), actions.end(), row.action) == actions.end()) actions.push_back(row.action);
  }
  return actions;
}

}  // namespace

std::string_view name_of(Method method) {
  for (const auto& [name, one] : methods) {
    if (one == method) return name;
  }
  return {};
}

Method method_named(std::string_view name) {
  for (const auto& [one, method] : methods) {
    if (one == name) return method;
  }
  return Method::other;
}

Routing route_of(Method method, std::string_view rest) {
  auto decoded = segments_of(rest);
  if (!decoded) return {std::move(decoded.outcome()), {}};
  const auto& segments = *decoded;
  const std::size_t count = segments.size();
  Route route;

  if (count == 0) return routed(Place::system, method, std::move(route));
  if (count == 1 && segments[0] == "metadata") return routed(Place::metadata, method, std::move(route));
  if (count == 1 && segments[0] == "_history") return routed(Place::system_history, method, std::move(route));
  if (count == 1 && segments[0] == "_search") return routed(Place::system_search, method, std::move(route));

  for (const std::string& segment : segments) {
    if (segment.empty()) return nothing_here("The path has an empty part in it: two slashes side by side.");
  }
  if (count == 2 && segments[0] == "_async") {
    route.id = segments[1];
    return routed(Place::async_status, method, std::move(route));
  }
  if (segments.back().front() == '$' && count <= 3) return operation_of(segments, method);

  route.type = fhir::r4::resource_type(segments[0]);
  if (route.type == nullptr) return unknown_type(segments[0]);
  if (count == 1) return routed(Place::type, method, std::move(route));
  if (count == 2 && segments[1] == "_history") return routed(Place::type_history, method, std::move(route));
  if (count == 2 && segments[1] == "_search") return routed(Place::type_search, method, std::move(route));

  if (!index::is_id(segments[1])) {
    // Nothing can be under such an id; a PUT would have made it the id of something.
    if (method == Method::put) return {Outcome(IssueType::value, Issue::Detail::bad_request, not_an_id), {}};
    return nothing_here(not_an_id);
  }
  route.id = segments[1];
  if (count == 2) return routed(Place::instance, method, std::move(route));
  if (count == 3 && segments[2] == "_history") return routed(Place::instance_history, method, std::move(route));
  if (count == 4 && segments[2] == "_history") {
    route.version = version_number(segments[3]);
    if (!route.version) return nothing_here("There is no such version; versions are numbered from 1.");
    return routed(Place::version, method, std::move(route));
  }
  if (count == 3 || (count == 4 && segments[3] == "_search")) return compartment_of(segments, method, std::move(route));
  return nothing_here(nothing_at_path);
}

Result<Interaction> interaction_at(const Route& route, Parameters parameters, Handling handling) {
  Interaction interaction;
  interaction.action = route.action;
  interaction.type = route.type;
  interaction.id = route.id;
  interaction.operation = route.operation;
  interaction.compartment = route.compartment;
  interaction.compartment_id = route.compartment_id;
  interaction.version = route.version;
  interaction.conditional = route.conditional;
  interaction.handling = handling;
  std::erase_if(parameters, says_nothing);
  TRY_VOID(check_presentation(parameters, handling));
  for (const Parameter& parameter : parameters) {
    if (parameter.name == "_summary") {
      auto summary = summary_of(parameter.value);
      if (!summary && handling == Handling::strict) return std::move(summary.outcome());
      if (summary) interaction.summary = *summary;
    } else if (parameter.name == "_elements") {
      add_elements(parameter.value, interaction.elements);
    }
  }
  if (handling == Handling::lenient) leave_out_unknown(parameters, interaction);
  // The links of pages repeat how they look; anywhere else that has served its purpose here.
  if (!is_paged(route.action)) std::erase_if(parameters, [](const Parameter& parameter) { return is_of_presentation(parameter.name); });
  interaction.parameters = std::move(parameters);
  if (!has_own_parameters(interaction)) TRY_VOID(refuse_left_over(interaction));
  return interaction;
}

std::vector<Action> type_actions() {
  return actions_at({Place::type, Place::type_history, Place::type_search, Place::instance, Place::instance_history, Place::version});
}

std::vector<Action> system_actions() {
  // One place takes both, as the bundle says.
  std::vector<Action> actions = actions_at({Place::system, Place::system_history, Place::system_search});
  actions.push_back(Action::batch);
  return actions;
}

std::string_view name_of(Action action) {
  switch (action) {
    case Action::capabilities: return "capabilities";
    case Action::read: return "read";
    case Action::vread: return "vread";
    case Action::create: return "create";
    case Action::update: return "update";
    case Action::patch: return "patch";
    case Action::remove: return "delete";
    case Action::history_instance: return "history-instance";
    case Action::history_type: return "history-type";
    case Action::history_system: return "history-system";
    case Action::search_type: return "search-type";
    case Action::search_system: return "search-system";
    case Action::batch: return "batch";
    case Action::transaction: return "transaction";
    case Action::operation: return "operation";
  }
  return "";
}

}  // namespace engine
