#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Counts for Prometheus. https://prometheus.io/docs/instrumenting/exposition_formats/
namespace setu::metrics {

/// {{"action", "read"}, {"status", "2xx"}}; never anything a client can invent.
using Labels = std::vector<std::pair<std::string, std::string>>;

/// A number that only grows. Any thread may add.
class Counter {
 public:
  void add(std::uint64_t more = 1) { value_.fetch_add(more, std::memory_order_relaxed); }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

/// Durations in buckets from 0.25 ms to 60 s. Any thread may observe.
class Histogram {
 public:
  static constexpr std::array<double, 18> bounds_seconds = {0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                                            0.25,    0.5,    1,     2.5,    5,     10,   20,    30,   60};
  void observe(double seconds);
  std::uint64_t count() const;
  double sum_seconds() const { return static_cast<double>(sum_ns_.load(std::memory_order_relaxed)) / 1e9; }
  /// How many were at most bounds_seconds[bucket].
  std::uint64_t up_to(std::size_t bucket) const;

 private:
  std::array<std::atomic<std::uint64_t>, bounds_seconds.size() + 1> buckets_{};
  std::atomic<std::uint64_t> sum_ns_{0};
};

/// All that is counted in this process, in the order it was first named. Owned by main and outlives whoever counts;
/// what it hands out stays valid as long as it does. Any thread may call it.
class Registry {
 public:
  /// The counter of this name and these labels, made if there is none; `help` is what the first caller gave.
  Counter& counter(std::string_view name, std::string_view help, Labels labels = {});
  Histogram& histogram(std::string_view name, std::string_view help, Labels labels = {});
  /// A number read when it is asked for, such as the length of a queue. `read` may be called on any thread until
  /// remove_gauge(); naming it again replaces `read`.
  void gauge(std::string_view name, std::string_view help, std::function<double()> read, Labels labels = {});
  void remove_gauge(std::string_view name);

  /// Everything in Prometheus' text format, version 0.0.4.
  std::string text() const;

 private:
  struct Series {
    std::string labels;  ///< as they are printed, without the braces
    Counter counter;
    Histogram histogram;
    std::function<double()> read;
  };
  struct Family {
    enum class Kind : std::uint8_t { counter, histogram, gauge } kind;
    std::string name;
    std::string help;
    std::deque<Series> series;
  };
  Series& series(Family::Kind kind, std::string_view name, std::string_view help, const Labels& labels);

  mutable std::mutex mutex_;
  std::deque<Family> families_;
};

}  // namespace setu::metrics
