#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
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
  std::size_t background_threads = 1;             ///< of `threads`, those that may be at background work at one time
  std::size_t quick_threads = 0;                  ///< beside `threads`: for quick work alone, where all others are busy
};

/// Interactive work has a client that waits for it. Background work is done by few threads at a time, so that the others
/// are there for whoever waits, and is not counted by queued_max: who submits it bounds it. Quick work is interactive work
/// that neither takes long nor waits for other work in the database, as writes do for each other's locks, and so never has to
/// wait for what may.
enum class Lane : std::uint8_t { interactive, quick, background };

/// A piece of work that was submitted, by which it can be called off.
class Ticket {
 private:
  friend class Pool;
  bool begin(engine::store::Session& session);
  void end();
  bool cancel();

  std::mutex mutex_;
  bool called_off_ = false;
  engine::store::Session* session_ = nullptr;  ///< what carries it out now
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

  /// Queues `work`, which holds `bytes` of memory beside itself. Null, without calling it, if the queue is full or
  /// stopped. Work whose `deadline` has passed before its turn gets an Outcome of IssueType::timeout in place of a session.
  std::shared_ptr<Ticket> submit(Work work, std::size_t bytes = 0, Clock::time_point deadline = Clock::time_point::max(),
                                 Lane lane = Lane::interactive);

  /// Work that waits gets an Outcome in place of a session when its turn comes; work at hand has its statements cancelled,
  /// until it ends. Returns at once: a thread of the pool's own speaks to the database.
  void call_off(std::shared_ptr<Ticket> ticket);

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
    Lane lane = Lane::interactive;
    std::shared_ptr<Ticket> ticket;
    std::uint64_t number = 0;  ///< in the order they came
  };
  /// Threads that take the same work.
  struct Crew {
    bool quick_only = false;
    std::condition_variable some;  ///< there is work for it, or the pool stops
    std::size_t idle = 0;          ///< of its threads, those that wait for work
    bool waking = false;           ///< one of them was told, and does not run yet
  };
  bool has_work(const Crew& crew) const;
  bool none_left() const { return queue_.empty() && quick_.empty() && background_.empty(); }
  Item take(const Crew& crew);
  void carry_out(Item& item, bool refuse, std::unique_ptr<engine::store::Session>& session);
  void cancel_called_off();
  fhir::Result<engine::store::Session*> session_of(std::unique_ptr<engine::store::Session>& kept);
  bool should_wake(Crew& crew);
  Crew* to_wake();
  void run(Crew& crew);

  Limits limits_;
  Sessions sessions_;
  mutable std::mutex mutex_;
  std::condition_variable done_;  ///< the queues are empty and nobody is busy
  std::deque<Item> queue_;
  std::deque<Item> quick_;
  std::deque<Item> background_;
  std::uint64_t submitted_ = 0;
  std::size_t in_background_ = 0;  ///< workers at background work
  Crew all_;    ///< Limits::threads
  Crew spare_;  ///< Limits::quick_threads
  bool stopping_ = false;  ///< nothing more is taken
  bool refusing_ = false;  ///< what is queued gets an Outcome
  std::atomic<std::size_t> bytes_{0};
  std::atomic<std::size_t> busy_{0};
  std::vector<std::thread> threads_;

  std::mutex calling_off_;  ///< guards what follows
  std::condition_variable some_called_off_;
  std::vector<std::shared_ptr<Ticket>> called_off_;
  bool over_ = false;
  std::thread canceller_;
};

}  // namespace setu::worker
