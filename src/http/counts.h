#pragma once

#include <array>
#include <cstddef>

#include "src/http/message.h"
#include "src/metrics/metrics.h"

namespace setu::http {

/// What the server counts, found once so that a request costs no look-up. Any thread may add.
class Counts {
 public:
  explicit Counts(metrics::Registry& registry);

  /// An answer that was written, and how long it took since its request's header was complete.
  void answered(const Response& response, double seconds, std::size_t bytes_in, std::size_t bytes_out);

  metrics::Counter& connections_refused;

 private:
  static constexpr std::size_t actions = static_cast<std::size_t>(engine::Action::transaction) + 2;  ///< the last: none
  static constexpr std::size_t classes = 4;                                                          ///< 2xx to 5xx

  std::array<std::array<metrics::Counter*, classes>, actions> requests_{};
  std::array<metrics::Histogram*, actions> seconds_{};
  metrics::Counter& bytes_in_;
  metrics::Counter& bytes_out_;
  metrics::Counter& store_failures_;
};

}  // namespace setu::http
