#include <catch2/catch.hpp>

#include "engine/interaction/route.h"

using namespace engine;

namespace {

/// "search-type Patient", "read Patient/1", "405 GET, HEAD, OPTIONS", "404"
std::string routed(Method method, std::string_view rest) {
  const Routing routing = route_of(method, rest);
  if (!routing.route) {
    std::string out = std::to_string(static_cast<int>(status_of(routing.route.outcome())));
    if (!routing.allow.empty()) out += " " + routing.allow;
    return out;
  }
  const Route& route = *routing.route;
  if (route.kind == Route::Kind::options) return "options " + routing.allow;
  std::string out(name_of(route.action));
  if (route.type != nullptr) out.append(" ").append(route.type->name);
  if (!route.id.empty()) out += "/" + route.id;
  if (route.version) out += "#" + std::to_string(*route.version);
  if (route.conditional) out += " conditional";
  if (route.form) out += " form";
  return out;
}

}  // namespace

TEST_CASE("a method and a path are an interaction") {
  const std::tuple<Method, std::string_view, std::string> cases[] = {
      {Method::get, "", "search-system"},
      {Method::get, "/", "search-system"},
      {Method::post, "", "transaction"},
      {Method::post, "/", "transaction"},
      {Method::options, "", "capabilities"},
      {Method::get, "/metadata", "capabilities"},
      {Method::head, "/metadata", "capabilities"},
      {Method::get, "/_history", "history-system"},
      {Method::post, "/_search", "search-system form"},
      {Method::get, "/Patient", "search-type Patient"},
      {Method::get, "/Patient/", "search-type Patient"},
      {Method::post, "/Patient", "create Patient"},
      {Method::put, "/Patient", "update Patient conditional"},
      {Method::delete_, "/Patient", "delete Patient conditional"},
      {Method::get, "/Patient/_history", "history-type Patient"},
      {Method::post, "/Patient/_search", "search-type Patient form"},
      {Method::get, "/Patient/1", "read Patient/1"},
      {Method::head, "/Patient/1", "read Patient/1"},
      {Method::put, "/Patient/a-b.C", "update Patient/a-b.C"},
      {Method::delete_, "/Patient/1", "delete Patient/1"},
      {Method::get, "/Patient/1/_history", "history-instance Patient/1"},
      {Method::get, "/Patient/1/_history/4", "vread Patient/1#4"},
      {Method::get, "/%50atient/%31", "read Patient/1"},
      {Method::options, "/Patient/1", "options GET, HEAD, PUT, PATCH, DELETE, OPTIONS"},
      {Method::patch, "/Patient/1", "patch Patient/1"},
      {Method::patch, "/Patient", "patch Patient conditional"},
      {Method::patch, "/Patient/1/_history/1", "405 GET, HEAD, OPTIONS"},
      {Method::other, "/Patient/1", "405 GET, HEAD, PUT, PATCH, DELETE, OPTIONS"},
      {Method::put, "", "405 GET, HEAD, POST, OPTIONS"},
      {Method::post, "/metadata", "405 GET, HEAD, OPTIONS"},
      {Method::post, "/Patient/1", "405 GET, HEAD, PUT, PATCH, DELETE, OPTIONS"},
      {Method::get, "/Patient/_search", "405 POST, OPTIONS"},
      {Method::delete_, "/Patient/1/_history/1", "405 GET, HEAD, OPTIONS"},
      {Method::get, "/Patent", "404"},
      {Method::get, "/patient/1", "404"},
      {Method::get, "/Patient/1/_history/0", "404"},
      {Method::get, "/Patient/1/_history/x", "404"},
      {Method::get, "/Patient/1/_history/99999999999", "404"},
      {Method::get, "/Patient/1/_history/4/5", "404"},
      {Method::get, "/Patient/1/Observation", "search-type Observation"},
      {Method::get, "/Patient/1/$everything", "operation Patient/1"},
      {Method::get, "/Patient/1/$nothing", "404"},
      {Method::get, "/Patient/$everything", "404"},
      {Method::get, "/Patient/1/$meta-add", "405 POST, OPTIONS"},
      {Method::options, "/Patient/1/$meta-add", "options POST, OPTIONS"},
      {Method::options, "/$reindex", "options GET, HEAD, POST, OPTIONS"},
      {Method::put, "/$reindex", "405 GET, HEAD, POST, OPTIONS"},
      {Method::options, "/Patient/$reindex", "options POST, OPTIONS"},
      {Method::post, "/$convert", "404"},
      {Method::get, "//Patient", "404"},
      {Method::get, "/Patient//1", "404"},
      {Method::get, "/Patient/../../etc/passwd", "404"},
      {Method::get, "/Patient/%2e%2e%2fetc", "404"},
      {Method::put, "/Patient/a_b", "400"},
      {Method::get, "/Patient/a_b", "404"},
      {Method::get, "/Patient/%00", "400"},
      {Method::get, "/Patient/%zz", "400"},
      {Method::get, "/Patient/%", "400"},
      {Method::get, "/Patient/%c0%ae", "400"},
  };
  for (const auto& [method, rest, expected] : cases) {
    INFO(name_of(method) << " " << rest);
    CHECK(routed(method, rest) == expected);
  }
  CHECK(routed(Method::put, "/Patient/" + std::string(64, 'a')) == "update Patient/" + std::string(64, 'a'));
  CHECK(routed(Method::put, "/Patient/" + std::string(65, 'a')) == "400");
}

TEST_CASE("a type that does not exist is answered with the nearest one") {
  const Routing routing = route_of(Method::get, "/Patinet/1");
  REQUIRE_FALSE(routing.route);
  CHECK(routing.route.outcome().issues.at(0).text.find("Did you mean Patient?") != std::string::npos);
}

TEST_CASE("a type that does not exist is answered with the nearest one in a compartment, too") {
  const Routing routing = route_of(Method::get, "/Patient/t1/Observaton");
  REQUIRE_FALSE(routing.route);
  CHECK(status_of(routing.route.outcome()) == Status::not_found);
  CHECK(routing.route.outcome().issues.at(0).text == "There is nothing at this path. Did you mean Observation?");
  CHECK(route_of(Method::get, "/Patient/t1/xyzzy").route.outcome().issues.at(0).text == "There is nothing at this path.");
}

namespace {

/// What a GET of a place is refused with; empty if it is not.
std::string refusal_of(std::string_view place, Parameters parameters, Handling handling = Handling::strict) {
  const Routing routing = route_of(Method::get, place);
  REQUIRE(routing.route);
  const auto interaction = interaction_at(*routing.route, std::move(parameters), handling);
  if (interaction) return {};
  CHECK(status_of(interaction.outcome()) == Status::bad_request);
  return interaction.outcome().issues.at(0).text;
}

constexpr std::string_view answering[] = {"/Patient", "", "/Patient/1", "/Patient/1/_history/1", "/Patient/1/_history", "/Patient/1/Observation", "/metadata", "/Patient/1/$everything"};

}  // namespace

TEST_CASE("how an answer looks is said once") {
  for (const auto place : answering) {
    CAPTURE(place);
    CHECK(refusal_of(place, {{"_summary", "true"}, {"_summary", "text"}}) == "\"_summary\" is given more than once, with different values.");
    CHECK(refusal_of(place, {{"_format", "json"}, {"_format", "xml"}}) == "\"_format\" is given more than once, with different values.");
    CHECK(refusal_of(place, {{"_pretty", "true"}, {"_pretty", "true"}, {"_format", "json"}, {"_format", "json"}}).empty());
    CHECK(refusal_of(place, {{"_pretty", "true"}, {"_pretty", "false"}}, Handling::lenient) == "\"_pretty\" is given more than once, with different values.");
    CHECK(refusal_of(place, {{"_summary", ""}, {"_summary", "text"}, {"_format", "json"}, {"_pretty", ""}}).empty());
    CHECK(refusal_of(place, {{"_elements", "id"}, {"_elements", "meta"}}).empty());
  }
}

TEST_CASE("_pretty that is neither true nor false is refused, and ignored where that is asked for") {
  for (const auto place : answering) {
    CAPTURE(place);
    CHECK(refusal_of(place, {{"_pretty", "maybe"}}) == "_pretty is true or false.");
    CHECK(refusal_of(place, {{"_pretty", "maybe"}}, Handling::lenient).empty());
    CHECK(refusal_of(place, {{"_pretty", "false"}}).empty());
  }
}

TEST_CASE("a parameter that means nothing is answered with the nearest and those that mean something") {
  CHECK(refusal_of("/Patient/1", {{"_sumary", "true"}}) == "The parameter \"_sumary\" means nothing to this interaction. Did you mean \"_summary\"? Valid are: _format, _pretty, _summary, _elements.");
  CHECK(refusal_of("/metadata", {{"mod", "full"}}).ends_with("Did you mean \"mode\"? Valid are: _format, _pretty, _summary, _elements, mode."));
}
