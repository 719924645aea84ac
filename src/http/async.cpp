#include "src/http/async.h"

#include <algorithm>
#include <exception>

#include "src/crypto/digest.h"
#include "src/log/log.h"

namespace setu::http {
namespace {

using engine::Instant;
using engine::Reply;
using fhir::IssueType;
using fhir::Outcome;

constexpr std::size_t id_bytes = 16;

Instant time_now() { return std::chrono::time_point_cast<Instant::duration>(std::chrono::system_clock::now()); }

Outcome too_many(std::size_t count) {
  return {IssueType::throttled, "There are " + std::to_string(count) +
                                    " asynchronous requests under way or waiting to be collected already. DELETE the status URLs of those that are done with."};
}

}  // namespace

fhir::Result<std::string> AsyncRequests::begin(std::int32_t tenant, Presentation presentation, std::size_t bytes, Work work) {
  const Key key{tenant, crypto::random_text(id_bytes)};
  const std::lock_guard lock(mutex_);
  forget_expired();
  const auto count = static_cast<std::size_t>(std::count_if(all_.begin(), all_.end(), [&](const auto& one) { return one.first.first == tenant; }));
  if (count >= limits_.async_requests) return too_many(count);
  One one;
  one.presentation = presentation;
  // It begins with this lock, so that it is there when it is carried out.
  one.ticket = pool_.submit([this, key, work = std::move(work)](fhir::Result<engine::store::Session*> session) { carry_out(key, work, std::move(session)); },
                            bytes, worker::Clock::time_point::max(), worker::Lane::background);
  if (!one.ticket) return Outcome(IssueType::throttled, "The server has too much to do. Ask again in a second.");
  ++under_way_;
  all_.emplace(key, std::move(one));
  return key.second;
}

void AsyncRequests::carry_out(const Key& key, const Work& work, fhir::Result<engine::store::Session*> session) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = all_.find(key); found != all_.end()) found->second.working = true;
  }
  Reply reply;
  try {
    reply = work(std::move(session));
  } catch (const std::exception& exception) {
    log::error("request exception", {{"request", "asynchronous"}, {"what", exception.what()}});
    reply = engine::reply_of(Outcome(IssueType::exception, "The server failed; its log has the reason."));
  }
  keep(key, std::move(reply));
}

/// The answer waits to be collected, unless nobody will.
void AsyncRequests::keep(const Key& key, Reply reply) {
  const std::lock_guard lock(mutex_);
  if (--under_way_ == 0) none_.notify_all();
  const auto found = all_.find(key);
  if (found == all_.end()) return;
  forget_expired();
  if (reply.body.size() > limits_.async_answer_bytes || bytes_ + reply.body.size() > limits_.async_bytes) {
    reply = engine::reply_of(Outcome(IssueType::too_costly, fhir::Issue::Detail::too_large,
                                     "The answer is too large to be kept until it is collected. Ask for less at once, or in pages."));
  }
  bytes_ += reply.body.size();
  One& one = found->second;
  one.ticket.reset();
  one.expires = time_now() + limits_.async_time;
  one.reply = std::make_shared<const Reply>(std::move(reply));
}

std::optional<AsyncRequests::Look> AsyncRequests::look(std::int32_t tenant, const std::string& id) {
  const std::lock_guard lock(mutex_);
  forget_expired();
  const auto found = all_.find({tenant, id});
  if (found == all_.end()) return std::nullopt;
  const One& one = found->second;
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(worker::Clock::now() - one.began).count();
  std::string progress = (one.working ? "under way, " : "waits for its turn, ") + std::to_string(seconds) + " s since it was asked";
  return Look{one.reply, std::move(progress), one.presentation, one.expires};
}

bool AsyncRequests::remove(std::int32_t tenant, const std::string& id) {
  const std::lock_guard lock(mutex_);
  forget_expired();
  const auto found = all_.find({tenant, id});
  if (found == all_.end()) return false;
  forget(found);
  return true;
}

void AsyncRequests::stop() {
  std::unique_lock lock(mutex_);
  while (!all_.empty()) forget(all_.begin());
  none_.wait(lock, [this] { return under_way_ == 0; });
}

void AsyncRequests::forget(std::map<Key, One>::iterator one) {
  if (one->second.ticket) pool_.call_off(std::move(one->second.ticket));
  if (one->second.reply) bytes_ -= one->second.reply->body.size();
  all_.erase(one);
}

void AsyncRequests::forget_expired() {
  const Instant now = time_now();
  for (auto one = all_.begin(); one != all_.end();) {
    const auto next = std::next(one);
    if (one->second.reply && one->second.expires <= now) forget(one);
    one = next;
  }
}

}  // namespace setu::http
