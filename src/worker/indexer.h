#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace setu::worker {

/// The thread that carries reindexings out in the background (engine/store/reindex.h), on a database session of its own:
/// no worker and no I/O thread ever waits for it. It rests as long as it works, so that it takes half of one core of the
/// database at most, and tells the log how far it is. Owned by main.
class Indexer {
 public:
  explicit Indexer(std::string url);
  /// Ends between two pages; what is left goes on where it stopped, at the next start or in another process.
  ~Indexer();
  Indexer(const Indexer&) = delete;
  Indexer& operator=(const Indexer&) = delete;

 private:
  void run();
  /// False if it is time to end.
  bool rest(std::chrono::milliseconds time);

  std::string url_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace setu::worker
