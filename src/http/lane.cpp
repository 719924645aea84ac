#include "src/http/lane.h"

#include "engine/interaction/route.h"
#include "src/http/entrance.h"

namespace setu::http {
namespace {

/// A write is not: it waits for those of the same resource, and a few of one would hold the spare thread for all.
bool is_quick(const engine::Route& route) {
  if (route.kind != engine::Route::Kind::interaction) return true;
  return route.action == engine::Action::capabilities || route.action == engine::Action::read || route.action == engine::Action::vread;
}

}  // namespace

worker::Lane lane_of(const Request& request) {
  const std::string_view path = std::string_view(request.target).substr(0, request.target.find('?'));
  const auto entrance = entrance_of(path);
  if (!entrance) return worker::Lane::quick;
  const auto routing = engine::route_of(request.method, entrance->rest);
  return !routing.route || is_quick(*routing.route) ? worker::Lane::quick : worker::Lane::interactive;
}

}  // namespace setu::http
