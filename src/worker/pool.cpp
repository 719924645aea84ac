#include "src/worker/pool.h"

#include <malloc.h>

#include <algorithm>
#include <exception>

#include "src/log/log.h"

namespace setu::worker {
namespace {

using engine::store::Session;

fhir::Outcome expired() {
  return {fhir::IssueType::timeout, "The server was too busy to begin with the request in time. Ask again later."};
}

fhir::Outcome called_off() { return {fhir::IssueType::timeout, "The request was called off before it began."}; }

fhir::Outcome stopped() { return {fhir::IssueType::transient, "The server is stopping. Ask again in a few seconds."}; }

/// How soon a statement that follows the cancelled one is cancelled too.
constexpr std::chrono::milliseconds cancel_step{50};

/// Work that holds so many bytes takes many times that while it is carried out. The allocator would keep it for this thread
/// alone, and in the end for each.
constexpr std::size_t large = std::size_t{1} << 20;

}  // namespace

/// False if it is not to be begun. From here to end(), what cancels reaches this work and no other.
bool Ticket::begin(Session& session) {
  const std::lock_guard lock(mutex_);
  if (called_off_) return false;
  session.resume();
  session_ = &session;
  return true;
}

void Ticket::end() {
  const std::lock_guard lock(mutex_);
  session_ = nullptr;
}

/// True if nothing of it is under way.
bool Ticket::cancel() {
  const std::lock_guard lock(mutex_);
  called_off_ = true;
  if (session_ != nullptr) session_->cancel();
  return session_ == nullptr;
}

Pool::Pool(Limits limits, Sessions sessions) : limits_(limits), sessions_(std::move(sessions)) {
  limits_.background_threads = std::max<std::size_t>(1, std::min(limits_.background_threads, limits_.threads - 1));
  canceller_ = std::thread([this] { cancel_called_off(); });
  spare_.quick_only = true;
  threads_.reserve(limits_.threads + limits_.quick_threads);
  for (std::size_t i = 0; i < limits_.threads; ++i) threads_.emplace_back([this] { run(all_); });
  for (std::size_t i = 0; i < limits_.quick_threads; ++i) threads_.emplace_back([this] { run(spare_); });
}

Pool::~Pool() { stop(std::chrono::milliseconds(0)); }

std::shared_ptr<Ticket> Pool::submit(Work work, std::size_t bytes, Clock::time_point deadline, Lane lane) {
  auto ticket = std::make_shared<Ticket>();
  Crew* wake = nullptr;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || (lane != Lane::background && queue_.size() + quick_.size() >= limits_.queued_max)) return nullptr;
    // A single request larger than the budget is let through when nothing else is there.
    const std::size_t held = bytes_.load(std::memory_order_relaxed);
    if (held > 0 && held + bytes > limits_.queued_bytes_max) return nullptr;
    bytes_.fetch_add(bytes, std::memory_order_relaxed);
    auto& queue = lane == Lane::background ? background_ : lane == Lane::quick ? quick_ : queue_;
    queue.push_back({std::move(work), bytes, deadline, lane, ticket, submitted_++});
    wake = to_wake();
  }
  if (wake != nullptr) wake->some.notify_one();
  return ticket;
}

void Pool::call_off(std::shared_ptr<Ticket> ticket) {
  const std::lock_guard lock(calling_off_);
  called_off_.push_back(std::move(ticket));
  some_called_off_.notify_one();
}

/// Cancels what is called off, and again until it is over: work may have more statements to run than the one that ended.
void Pool::cancel_called_off() {
  std::unique_lock lock(calling_off_);
  while (!over_) {
    some_called_off_.wait(lock, [this] { return over_ || !called_off_.empty(); });
    std::vector<std::shared_ptr<Ticket>> tickets = std::exchange(called_off_, {});
    lock.unlock();
    std::erase_if(tickets, [](const auto& ticket) { return ticket->cancel(); });
    lock.lock();
    called_off_.insert(called_off_.end(), tickets.begin(), tickets.end());
    if (!tickets.empty()) some_called_off_.wait_for(lock, cancel_step, [this] { return over_; });
  }
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
bool Pool::should_wake(Crew& crew) {
  if (crew.waking || crew.idle == 0 || !has_work(crew)) return false;
  crew.waking = true;
  return true;
}

/// The threads beside the others have work only where all of those are busy.
Pool::Crew* Pool::to_wake() {
  if (should_wake(all_)) return &all_;
  return all_.idle == 0 && should_wake(spare_) ? &spare_ : nullptr;
}

bool Pool::has_work(const Crew& crew) const {
  if (crew.quick_only) return !quick_.empty();
  return !queue_.empty() || !quick_.empty() || (!background_.empty() && in_background_ < limits_.background_threads);
}

/// Background work goes first as far as it goes at all, so that it comes to an end under any load; all other in the order it
/// came.
Pool::Item Pool::take(const Crew& crew) {
  const bool background = !crew.quick_only && !background_.empty() && in_background_ < limits_.background_threads;
  const bool quick = crew.quick_only || (!quick_.empty() && (queue_.empty() || quick_.front().number < queue_.front().number));
  auto& queue = background ? background_ : quick ? quick_ : queue_;
  Item item = std::move(queue.front());
  queue.pop_front();
  in_background_ += background;
  return item;
}

void Pool::carry_out(Item& item, bool refuse, std::unique_ptr<Session>& session) {
  if (refuse) return item.work(stopped());
  if (item.deadline < Clock::now()) return item.work(expired());
  auto own = session_of(session);
  if (!own) return item.work(std::move(own.outcome()));
  if (!item.ticket->begin(**own)) return item.work(called_off());
  const struct Ending {
    Ticket& ticket;
    ~Ending() { ticket.end(); }
  } ending{*item.ticket};
  item.work(*own);
}

void Pool::run(Crew& crew) {
  std::unique_ptr<Session> session;
  std::unique_lock lock(mutex_);
  for (;;) {
    while (!has_work(crew) && !stopping_) {
      ++crew.idle;
      crew.some.wait(lock);
      --crew.idle;
      crew.waking = false;
    }
    if (!has_work(crew)) return;
    Item item = take(crew);
    const bool refuse = refusing_;
    busy_.fetch_add(1, std::memory_order_relaxed);
    Crew* const wake = to_wake();
    lock.unlock();
    if (wake != nullptr) wake->some.notify_one();
    try {
      carry_out(item, refuse, session);
    } catch (const std::exception& exception) {
      // Work answers for its own failures; what arrives here is a promise broken inside our own code.
      log::error("worker exception", {{"what", exception.what()}});
    }
    item.work = nullptr;  // what it holds goes before its bytes are given back
    if (item.bytes >= large) ::malloc_trim(0);
    bytes_.fetch_sub(item.bytes, std::memory_order_relaxed);
    lock.lock();
    busy_.fetch_sub(1, std::memory_order_relaxed);
    in_background_ -= item.lane == Lane::background;
    if (none_left() && busy_ == 0) done_.notify_all();
  }
}

void Pool::stop(std::chrono::milliseconds patience) {
  {
    std::unique_lock lock(mutex_);
    stopping_ = true;
    for (Crew* crew : {&all_, &spare_}) crew->some.notify_all();
    if (!threads_.empty()) done_.wait_for(lock, patience, [this] { return none_left() && busy_ == 0; });
    refusing_ = true;
  }
  for (Crew* crew : {&all_, &spare_}) crew->some.notify_all();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
  {
    const std::lock_guard lock(calling_off_);
    over_ = true;
  }
  some_called_off_.notify_one();
  if (canceller_.joinable()) canceller_.join();
}

std::size_t Pool::queued() const {
  const std::lock_guard lock(mutex_);
  return queue_.size() + quick_.size() + background_.size();
}

}  // namespace setu::worker
