#include "src/http/answers.h"

#include "src/http/exchange.h"

namespace setu::http {
namespace {

Response no_room(const Request& request, const Settings& settings) {
  return refuse(request, engine::Status::unavailable,
                {fhir::IssueType::throttled,
                 "The server holds as many bytes of answers that clients have not taken yet as it may. Nothing was done; ask again in a second."},
                settings);
}

}  // namespace

Response Answers::answer(Request& request, fhir::Result<engine::store::Session*> session, worker::Lane lane, const Settings& settings,
                         AsyncRequests& async) const {
  const bool is_quick = lane == worker::Lane::quick;
  if (!is_quick && are_too_many()) return no_room(request, settings);
  Response response = http::answer(request, std::move(session), settings, &async);
  return is_quick && response.body.size() > limits_.small_answer_bytes && are_too_many() ? no_room(request, settings) : std::move(response);
}

}  // namespace setu::http
