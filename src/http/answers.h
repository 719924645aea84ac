#pragma once

#include <atomic>
#include <cstddef>
#include <utility>

#include "engine/store/session.h"
#include "fhir/result.h"
#include "src/http/async.h"
#include "src/http/message.h"
#include "src/http/settings.h"
#include "src/worker/pool.h"

namespace setu::http {

/// The bytes of answers that workers have made and clients have not taken yet, all together, and what follows from how many
/// they are. Any thread may use it.
class Answers {
 public:
  /// The bytes of one answer, counted as long as this is there: as an answer is one piece of memory, all of them until the last
  /// one is taken.
  class Share {
   public:
    Share() = default;
    Share(Share&& other) noexcept { swap(other); }
    Share& operator=(Share&& other) noexcept {
      Share(std::move(other)).swap(*this);
      return *this;
    }
    ~Share() {
      if (all_ != nullptr) *all_ -= bytes_;
    }
    bool is_empty() const { return bytes_ == 0; }

   private:
    friend class Answers;
    Share(std::atomic<std::size_t>& all, std::size_t bytes) : all_(&all), bytes_(bytes) { all += bytes; }
    void swap(Share& other) noexcept {
      std::swap(all_, other.all_);
      std::swap(bytes_, other.bytes_);
    }

    std::atomic<std::size_t>* all_ = nullptr;
    std::size_t bytes_ = 0;
  };

  explicit Answers(const Limits& limits) : limits_(limits) {}

  Share hold(const Response& response) { return {bytes_, response.body.size()}; }
  std::size_t bytes() const { return bytes_.load(std::memory_order_relaxed); }
  /// Whether they are past Limits::answers_bytes, so that whoever holds one makes room, and nothing is begun that may need more.
  bool are_too_many() const { return bytes() > limits_.answers_bytes; }

  /// http::answer() if there is room for what it may come to, else a 503. What is not quick is refused before it begins, for a
  /// write that was done cannot be; what is quick writes nothing, and so is refused only once its answer turns out large.
  Response answer(Request& request, fhir::Result<engine::store::Session*> session, worker::Lane lane, const Settings& settings, AsyncRequests& async) const;

 private:
  const Limits& limits_;
  std::atomic<std::size_t> bytes_{0};
};

}  // namespace setu::http
