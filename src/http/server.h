#pragma once

#include <chrono>
#include <cstdint>
#include <memory>

#include "fhir/result.h"
#include "src/http/settings.h"
#include "src/metrics/metrics.h"
#include "src/worker/pool.h"

namespace setu::http {

/// The FHIR REST interface on one TCP port, with /health/live, /health/ready and /metrics beside it.
/// https://hl7.org/fhir/R4/http.html
///
/// A few I/O threads read and write bytes and nothing else; what a request means, its body and its answer are seen to on
/// the pool's threads. Owned by main. `pool` and `registry` must outlive it.
class Server {
 public:
  Server(Settings settings, worker::Pool& pool, metrics::Registry& registry);
  /// stop(), with no patience.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Listens and starts the I/O threads. Fails with a sentence for people if the address or port cannot be had.
  fhir::Result<void> start();

  /// The port it listens on, once started.
  std::uint16_t port() const;

  /// Takes no more connections, says not ready, closes idle connections, lets requests in flight finish for up to
  /// `patience`, then closes. Blocks until then; call it before the pool is stopped. True if nothing was cut off.
  bool stop(std::chrono::milliseconds patience);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace setu::http
