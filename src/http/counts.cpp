#include "src/http/counts.h"

#include <algorithm>


namespace setu::http {

Counts::Counts(metrics::Registry& registry)
    : connections_refused(registry.counter("setu_http_connections_refused_total", "Connections closed at once, over a limit.")),
      bytes_in_(registry.counter("setu_http_request_bytes_total", "Bytes of request bodies.")),
      bytes_out_(registry.counter("setu_http_response_bytes_total", "Bytes of responses.")),
      store_failures_(registry.counter("setu_store_failures_total", "Requests that failed because of the database.")) {
  for (std::size_t action = 0; action < actions; ++action) {
    const bool named = action + 1 < actions;
    const std::string name(named ? name_of(static_cast<engine::Action>(action)) : "none");
    seconds_[action] = &registry.histogram("setu_http_request_seconds", "Time from a complete header to the last byte written.", {{"action", name}});
    for (std::size_t status = 0; status < classes; ++status) {
      requests_[action][status] = &registry.counter("setu_http_requests_total", "Requests answered, by interaction and class of status.",
                                                    {{"action", name}, {"status", std::to_string(status + 2) + "xx"}});
    }
  }
}

void Counts::answered(const Response& response, double seconds, std::size_t bytes_in, std::size_t bytes_out) {
  const std::size_t action = response.subject.action ? static_cast<std::size_t>(*response.subject.action) : actions - 1;
  const auto status = static_cast<std::size_t>(std::clamp(response.status / 100, 2, 5) - 2);
  requests_[action][status]->add();
  seconds_[action]->observe(seconds);
  bytes_in_.add(bytes_in);
  bytes_out_.add(bytes_out);
  if (response.store_failed) store_failures_.add();
}

}  // namespace setu::http
