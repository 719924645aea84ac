#include "src/worker/pool.h"

#include <exception>

#include "src/log/log.h"

namespace setu::worker {
namespace {

using engine::store::Session;

fhir::Outcome expired() {
  return {fhir::IssueType::timeout, "The server was too busy to begin with the request in time. Ask again later."};
}

fhir::Outcome stopped() { return {fhir::IssueType::transient, "The server is stopping. Ask again in a few seconds."}; }

}  // namespace

Pool::Pool(Limits limits, Sessions sessions) : limits_(limits), sessions_(std::move(sessions)) {
  threads_.reserve(limits_.threads);
  for (std::size_t i = 0; i < limits_.threads; ++i) threads_.emplace_back([this] { run(); });
}

Pool::~Pool() { stop(std::chrono::milliseconds(0)); }

bool Pool::submit(Work work, std::size_t bytes, Clock::time_point deadline) {
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || queue_.size() >= limits_.queued_max) return false;
    // A single request larger than the budget is let through when nothing else is there.
    const std::size_t held = bytes_.load(std::memory_order_relaxed);
    if (held > 0 && held + bytes > limits_.queued_bytes_max) return false;
    bytes_.fetch_add(bytes, std::memory_order_relaxed);
    queue_.push_back({std::move(work), bytes, deadline});
    wake = should_wake();
  }
  if (wake) some_.notify_one();
  return true;
}

/// The worker's session, made if it has none yet.
fhir::Result<Session*> Pool::session_of(std::unique_ptr<Session>& kept) {
  if (kept != nullptr) return kept.get();
  std::string reason;
  try {
    auto made = sessions_();
    if (made) {
      kept = std::move(*made);
      return kept.get();
    }
    reason = fhir::to_text(made.outcome());
  } catch (const std::exception& exception) {
    reason = exception.what();
  }
  // The reason names the database's place and user: for the log, not for clients.
  log::warning("no database session", {{"reason", reason}});
  return fhir::Outcome(fhir::IssueType::transient, "The database cannot be reached; try again in a few seconds.");
}

/// One worker is woken at a time, and wakes the next if there is more to do than for itself: small work does not send all of
/// them running for a queue that is empty when they get there.
bool Pool::should_wake() {
  if (waking_ || idle_ == 0 || queue_.empty()) return false;
  waking_ = true;
  return true;
}

void Pool::run() {
  std::unique_ptr<Session> session;
  std::unique_lock lock(mutex_);
  for (;;) {
    while (queue_.empty() && !stopping_) {
      ++idle_;
      some_.wait(lock);
      --idle_;
      waking_ = false;
    }
    if (queue_.empty()) return;
    Item item = std::move(queue_.front());
    queue_.pop_front();
    const bool refuse = refusing_;
    busy_.fetch_add(1, std::memory_order_relaxed);
    const bool wake = should_wake();
    lock.unlock();
    if (wake) some_.notify_one();
    try {
      if (refuse) {
        item.work(stopped());
      } else if (item.deadline < Clock::now()) {
        item.work(expired());
      } else if (auto own = session_of(session); own) {
        item.work(*own);
      } else {
        item.work(std::move(own.outcome()));
      }
    } catch (const std::exception& exception) {
      // Work answers for its own failures; what arrives here is a promise broken inside our own code.
      log::error("worker exception", {{"what", exception.what()}});
    }
    item.work = nullptr;  // what it holds goes before its bytes are given back
    bytes_.fetch_sub(item.bytes, std::memory_order_relaxed);
    lock.lock();
    busy_.fetch_sub(1, std::memory_order_relaxed);
    if (queue_.empty() && busy_ == 0) done_.notify_all();
  }
}

void Pool::stop(std::chrono::milliseconds patience) {
  {
    std::unique_lock lock(mutex_);
    stopping_ = true;
    some_.notify_all();
    if (!threads_.empty()) done_.wait_for(lock, patience, [this] { return queue_.empty() && busy_ == 0; });
    refusing_ = true;
  }
  some_.notify_all();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

std::size_t Pool::queued() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

}  // namespace setu::worker
