#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "engine/interaction/interaction.h"
#include "src/http/interaction.h"
#include "src/http/settings.h"
#include "src/worker/pool.h"

namespace setu::http {

/// Requests with `Prefer: respond-async`: what is under way, and answers that wait to be collected. They are in memory, so
/// that a restart loses them. Owned by the server; any thread may use it. https://hl7.org/fhir/R4/async.html
class AsyncRequests {
 public:
  /// Makes the reply, on a worker's thread: with its session, or the Outcome that says why there is none.
  using Work = std::function<engine::Reply(fhir::Result<engine::store::Session*>)>;

  /// How a request stands.
  struct Look {
    std::shared_ptr<const engine::Reply> reply;  ///< null while it is under way
    std::string progress;                        ///< for people
    Presentation presentation;                   ///< what the request itself asked for
    engine::Instant expires;                     ///< of the reply
  };

  AsyncRequests(worker::Pool& pool, const Limits& limits) : pool_(pool), limits_(limits) {}
  ~AsyncRequests() { stop(); }

  /// Has `work`, which holds `bytes` of memory, done in the background. Its id, which nobody can guess; or an Outcome: too
  /// many are under way or wait to be collected.
  fhir::Result<std::string> begin(std::int32_t tenant, Presentation presentation, std::size_t bytes, Work work);

  /// Nothing if the tenant has none of this id: it was never there, was deleted, has expired, or was lost in a restart.
  std::optional<Look> look(std::int32_t tenant, const std::string& id);

  /// Cancels it or forgets its answer; false as for look().
  bool remove(std::int32_t tenant, const std::string& id);

  /// Cancels all, and waits for those that are at work to end.
  void stop();

 private:
  struct One {
    Presentation presentation;
    worker::Clock::time_point began = worker::Clock::now();
    bool working = false;
    std::shared_ptr<worker::Ticket> ticket;
    std::shared_ptr<const engine::Reply> reply;
    engine::Instant expires;
  };
  using Key = std::pair<std::int32_t, std::string>;  ///< tenant and id
  void carry_out(const Key& key, const Work& work, fhir::Result<engine::store::Session*> session);
  void keep(const Key& key, engine::Reply reply);
  void forget(std::map<Key, One>::iterator one);
  void forget_expired();

  worker::Pool& pool_;
  const Limits& limits_;
  std::mutex mutex_;  ///< guards what follows
  std::condition_variable none_;
  std::map<Key, One> all_;
  std::size_t under_way_ = 0;  ///< with the pool, though they may be forgotten here
  std::size_t bytes_ = 0;      ///< of the answers
};

}  // namespace setu::http
