#include "src/worker/indexer.h"

#include <algorithm>
#include <chrono>
#include <optional>

#include "engine/store/reindex.h"
#include "src/log/log.h"

namespace setu::worker {
namespace {

using Clock = std::chrono::steady_clock;
using engine::store::Reindexer;
using State = engine::store::Reindexing::State;
using std::chrono::milliseconds;

constexpr milliseconds look_every{500};      ///< for something to do
constexpr milliseconds after_failure{5'000};
constexpr milliseconds rest_least{1};
constexpr milliseconds rest_most{2'000};
constexpr milliseconds tell_every{3'000};

void tell(const Reindexer::Step& step, const char* event) {
  const auto& reindexing = step.reindexing;
  const auto level = reindexing.state == State::failed ? log::Level::error : log::Level::info;
  log::write(level, event, {{"tenant", step.tenant}, {"reindexing", reindexing.number}, {"done", reindexing.done}, {"all", reindexing.all}});
}

}  // namespace

Indexer::Indexer(std::string url) : url_(std::move(url)), thread_([this] { run(); }) {}

Indexer::~Indexer() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  ended_.notify_all();
  thread_.join();
}

bool Indexer::rest(milliseconds time) {
  std::unique_lock lock(mutex_);
  return !ended_.wait_for(lock, time, [this] { return ending_; });
}

void Indexer::run() {
  Reindexer reindexer(url_);
  std::optional<Clock::time_point> told;
  milliseconds next = look_every;
  while (rest(next)) {
    const auto began = Clock::now();
    const auto step = reindexer.step();
    next = look_every;
    if (!step) {
      // The reason names the database's place and user, or a resource: for the log, not for clients.
      log::warning("reindexing", {{"reason", fhir::to_text(step.outcome())}});
      next = after_failure;
    } else if (*step && !(*step)->waits) {
      next = std::clamp(std::chrono::ceil<milliseconds>(Clock::now() - began), rest_least, rest_most);
      const auto state = (*step)->reindexing.state;
      if (state == State::failed) {
        tell(**step, "reindexing failed");  // the reason may name a resource: GET [base]/$reindex tells it
      } else if (state == State::done) {
        tell(**step, "reindexed");
      } else if (!told || Clock::now() - *told >= tell_every) {
        tell(**step, "reindexing");
        told = Clock::now();
      }
    }
  }
}

}  // namespace setu::worker
