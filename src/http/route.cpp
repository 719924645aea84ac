#include "src/http/route.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "engine/interaction/url.h"
#include "engine/operation/operation.h"
#include "fhir/r4/registry.h"
#include "fhir/text/nearest.h"

namespace setu::http {
namespace {

using engine::Action;
using engine::Status;
using fhir::Descriptor;
using fhir::Issue;
using fhir::IssueType;
using fhir::Outcome;

/// The kinds of places below the base.
enum class Place : std::uint8_t {
  system, metadata, system_history, system_search, type, type_history, type_search, instance, instance_history, version,
  async_status, compartment, compartment_search, whole_compartment, whole_compartment_search, operation, changing_operation,
};

struct Row {
  Place place;
  Method method;
  Action action;
  bool conditional = false;
  bool form = false;
};

/// https://hl7.org/fhir/R4/http.html#summary; HEAD goes with GET, OPTIONS with every place.
constexpr Row rows[] = {
    {Place::system, Method::get, Action::search_system},
    {Place::system, Method::post, Action::transaction},  // or batch: the bundle says
    {Place::metadata, Method::get, Action::capabilities},
    {Place::system_history, Method::get, Action::history_system},
    {Place::system_search, Method::post, Action::search_system, false, true},
    {Place::type, Method::get, Action::search_type},
    {Place::type, Method::post, Action::create},
    {Place::type, Method::put, Action::update, true},
    {Place::type, Method::patch, Action::patch, true},
    {Place::type, Method::delete_, Action::remove, true},
    {Place::type_history, Method::get, Action::history_type},
    {Place::type_search, Method::post, Action::search_type, false, true},
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
    {Place::compartment_search, Method::post, Action::search_type, false, true},
    {Place::whole_compartment, Method::get, Action::search_system},
    {Place::whole_compartment_search, Method::post, Action::search_system, false, true},
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

/// https://hl7.org/fhir/R4/datatypes.html#id
bool is_id(std::string_view text) {
  if (text.empty() || text.size() > 64) return false;
  for (const char c : text) {
    const bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    if (!fits) return false;
  }
  return true;
}

std::optional<std::uint32_t> version_number(std::string_view text) {
  std::uint32_t version = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (error != std::errc{} || end != text.data() + text.size() || version == 0 || text.front() == '0') return std::nullopt;
  return version;
}

Routing refused(Status status, Outcome outcome, std::string allow = {}) {
  return {std::nullopt, NoRoute{status, std::move(outcome), allow}, allow};
}

Routing nothing_here(std::string text) { return refused(Status::not_found, {IssueType::not_found, std::move(text)}); }

Routing unknown_type(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Descriptor* type : fhir::r4::resource_types()) names.push_back(type->name);
  std::string text = "There is no resource type of this name in FHIR R4.";
  if (const auto near = fhir::text::nearest(name, names); !near.empty()) text += " Did you mean " + std::string(near) + "?";
  return nothing_here(std::move(text));
}

/// The segments of a path, decoded. One slash at the end is forgiven, an empty segment within is not.
fhir::Result<std::vector<std::string>> segments_of(std::string_view rest) {
  std::vector<std::string> segments;
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const std::size_t end = std::min(rest.find('/'), rest.size());
    if (end == 0 && rest.empty()) break;
    TRY(std::string segment, engine::percent_decoded(rest.substr(0, end), "The path"));
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
    return {std::move(route), std::nullopt, std::move(allow)};
  }
  const Method wanted = method == Method::head ? Method::get : method;
  for (const Row& row : rows) {
    if (row.place != place || row.method != wanted) continue;
    route.action = row.action;
    route.conditional = row.conditional;
    route.form = row.form;
    if (place == Place::async_status) route.kind = Route::Kind::status;
    return {std::move(route), std::nullopt, std::move(allow)};
  }
  std::string text = "This place does not take the method. It takes " + allow + ".";
  Outcome outcome(IssueType::not_supported, Issue::Detail::method_not_allowed, std::move(text));
  return refused(Status::method_not_allowed, std::move(outcome), std::move(allow));
}

/// https://hl7.org/fhir/R4/operations.html#executing
Routing operation_of(const std::vector<std::string>& segments, Method method) {
  using engine::operations::Level;
  Route route;
  if (segments.size() > 1) {
    route.type = fhir::r4::resource_type(segments[0]);
    if (route.type == nullptr) return unknown_type(segments[0]);
  }
  if (segments.size() > 2) {
    if (!is_id(segments[1])) return nothing_here("An id has 1 to 64 letters, digits, '-' and '.'; this one has not.");
    route.id = segments[1];
  }
  const Level level = segments.size() == 1 ? Level::system : segments.size() == 2 ? Level::type : Level::instance;
  auto operation = engine::operations::find(std::string_view(segments.back()).substr(1), route.type, level);
  if (!operation) return refused(Status::not_found, std::move(operation.outcome()));
  route.operation = *operation;
  return routed(route.operation->affects_state ? Place::changing_operation : Place::operation, method, std::move(route));
}

}  // namespace

std::optional<Entrance> entrance_of(std::string_view path) {
  const auto is_at = [](std::string_view text) { return text.starts_with("/fhir") && (text.size() == 5 || text[5] == '/'); };
  if (is_at(path)) return Entrance{path.substr(0, 5), std::nullopt, path.substr(5)};
  if (!path.starts_with("/t/")) return std::nullopt;
  const std::size_t end = path.find('/', 3);
  if (end == path.npos || end == 3 || !is_at(path.substr(end))) return std::nullopt;
  return Entrance{path.substr(0, end + 5), path.substr(3, end - 3), path.substr(end + 5)};
}

Routing route_of(Method method, std::string_view rest) {
  auto decoded = segments_of(rest);
  if (!decoded) return refused(Status::bad_request, std::move(decoded.outcome()));
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

  const bool writes = method == Method::put;
  if (!is_id(segments[1])) {
    std::string text = "An id has 1 to 64 letters, digits, '-' and '.'; this one has not.";
    return writes ? refused(Status::bad_request, {IssueType::value, Issue::Detail::bad_request, std::move(text)})
                  : nothing_here(std::move(text));
  }
  route.id = segments[1];
  if (count == 2) return routed(Place::instance, method, std::move(route));
  if (count == 3 && segments[2] == "_history") return routed(Place::instance_history, method, std::move(route));
  if (count == 4 && segments[2] == "_history") {
    route.version = version_number(segments[3]);
    if (!route.version) return nothing_here("There is no such version; versions are numbered from 1.");
    return routed(Place::version, method, std::move(route));
  }
  const bool all = segments[2] == "*";
  const Descriptor* member = fhir::r4::resource_type(segments[2]);
  if ((all || member != nullptr) && (count == 3 || (count == 4 && segments[3] == "_search"))) {
    const auto compartments = fhir::r4::compartments();
    if (std::none_of(compartments.begin(), compartments.end(), [&](const auto& one) { return one.code == route.type->name; })) {
      return nothing_here("There are no compartments of this type. There are those of Device, Encounter, Patient, Practitioner and RelatedPerson.");
    }
    route.compartment = route.type;
    route.compartment_id = std::move(route.id);
    route.id.clear();
    route.type = member;
    if (count == 3) return routed(all ? Place::whole_compartment : Place::compartment, method, std::move(route));
    return routed(all ? Place::whole_compartment_search : Place::compartment_search, method, std::move(route));
  }
  return nothing_here("There is nothing at this path.");
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

}  // namespace setu::http
