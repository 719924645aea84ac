#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "engine/store/session.h"
#include "fhir/result.h"

namespace setu::worker {

using Clock = std::chrono::steady_clock;

/// Makes the session of one worker. Called on that worker's thread, and again for later work as long as it fails.
using Sessions = std::function<fhir::Result<std::unique_ptr<engine::store::Session>>()>;

/// A piece of work, called exactly once on a worker's thread: with the worker's session, or with the Outcome that says
/// why there is none (no connection, deadline passed in the queue, the pool stopped).
using Work = std::function<void(fhir::Result<engine::store::Session*>)>;

struct Limits {
  std::size_t threads = 4;                        ///< about two a core of the database
  std::size_t queued_max = 1024;                  ///< pieces of work that wait
  std::size_t queued_bytes_max = 256 * 1024 * 1024;  ///< what they hold in memory, those at work included
};

/// The threads that do the blocking work, each with its own store session, and the bounded queue before them.
/// Owned by main; it outlives whoever submits. Any thread may call it.
class Pool {
 public:
  Pool(Limits limits, Sessions sessions);
  /// stop(), with no patience.
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  /// Queues `work`, which holds `bytes` of memory beside itself. False, without calling it, if the queue is full or
  /// stopped. Work whose `deadline` has passed before its turn gets an Outcome of IssueType::timeout in place of a session.
  bool submit(Work work, std::size_t bytes = 0, Clock::time_point deadline = Clock::time_point::max());

  /// Takes nothing more, waits up to `patience` for what is queued, hands the rest an Outcome, and joins the threads
  /// when the work at hand is done.
  void stop(std::chrono::milliseconds patience);

  std::size_t queued() const;
  std::size_t queued_bytes() const { return bytes_.load(std::memory_order_relaxed); }
  std::size_t busy() const { return busy_.load(std::memory_order_relaxed); }
  const Limits& limits() const { return limits_; }

 private:
  struct Item {
    Work work;
    std::size_t bytes;
    Clock::time_point deadline;
  };
  fhir::Result<engine::store::Session*> session_of(std::unique_ptr<engine::store::Session>& kept);
  bool should_wake();
  void run();

  Limits limits_;
  Sessions sessions_;
  mutable std::mutex mutex_;
  std::condition_variable some_;  ///< work was queued, or the pool stops
  std::condition_variable done_;  ///< the queue is empty and nobody is busy
  std::deque<Item> queue_;
  std::size_t idle_ = 0;   ///< workers that wait for work
  bool waking_ = false;    ///< one of them was told, and does not run yet
  bool stopping_ = false;  ///< nothing more is taken
  bool refusing_ = false;  ///< what is queued gets an Outcome
  std::atomic<std::size_t> bytes_{0};
  std::atomic<std::size_t> busy_{0};
  std::vector<std::thread> threads_;
};

}  // namespace setu::worker
