#include "src/http/lane.h"

#include "engine/interaction/route.h"
#include "src/http/entrance.h"

namespace setu::http {
namespace {

bool is_quick(const engine::Route& route, const Request& request) {
  if (route.kind != engine::Route::Kind::interaction) return true;
  switch (route.action) {
    case engine::Action::capabilities:
    case engine::Action::read:
    case engine::Action::vread: return true;
    case engine::Action::create: return !request.has("If-None-Exist");
    case engine::Action::update:
    case engine::Action::patch:
    case engine::Action::remove: return !route.conditional;
    default: return false;
  }
}

}  // namespace

worker::Lane lane_of(const Request& request) {
  const std::string_view path = std::string_view(request.target).substr(0, request.target.find('?'));
  const auto entrance = entrance_of(path);
  if (!entrance) return worker::Lane::quick;
  const auto routing = engine::route_of(request.method, entrance->rest);
  return !routing.route || is_quick(*routing.route, request) ? worker::Lane::quick : worker::Lane::interactive;
}

}  // namespace setu::http
